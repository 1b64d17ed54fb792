"""Where the columns of the matrix stand: one answer for the header, the painting and the pointer."""

from dataclasses import dataclass

from PySide6.QtCore import QRect

from modstead.ui.theme import Theme

ROW, FIRST_HEADING, HEADING, HEADER = 32, 32, 40, 48
MOST_TARGETS = 6
_INSTALLED, _NAME_AT_LEAST, _NAME_HARDLY = 104, 250, 160
_TARGET_AT_LEAST, _TARGET_AT_MOST = 108, 216


@dataclass(frozen=True, slots=True)
class Columns:
    """Each as high as the line it is of."""

    icon: QRect
    name: QRect
    installed: QRect
    targets: tuple[QRect, ...]

    def target_at(self, x: int) -> int:
        """The target at that place; -1 beside them all."""
        for place, rect in enumerate(self.targets):
            if rect.x() <= x < rect.x() + rect.width():
                return place
        return -1


def columns(theme: Theme, line: QRect, targets: int) -> Columns:
    """`line` is the row from edge to edge. The targets give way before the names, then the installed version goes."""
    px = theme.px
    left, right, number = line.x() + px(20), line.x() + line.width() - px(16), max(1, targets)
    installed = px(_INSTALLED)
    hardly = (right - left - installed - px(_NAME_HARDLY)) // number
    if hardly < px(_TARGET_AT_LEAST):
        installed = 0
        hardly = (right - left - px(_NAME_HARDLY)) // number
    wanted = (right - left - installed - px(_NAME_AT_LEAST)) // number
    width = max(0, min(max(wanted, px(_TARGET_AT_LEAST)), px(_TARGET_AT_MOST), hardly))
    first = right - width * targets
    place = QRect(first - installed, line.y(), installed, line.height())
    name_left = left + px(22 + 10)
    return Columns(
        QRect(left, line.y(), px(22), line.height()),
        QRect(name_left, line.y(), max(0, place.x() - px(12) - name_left), line.height()),
        place,
        tuple(QRect(first + each * width, line.y(), width, line.height()) for each in range(targets)),
    )
