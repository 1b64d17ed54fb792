"""Where the columns of the matrix stand: one answer for the header, the painting and the pointer."""

from dataclasses import dataclass

from PySide6.QtCore import QRect

from modstead.ui.theme import Theme

ROW, FIRST_HEADING, HEADING, HEADER = 32, 32, 40, 48
MOST_TARGETS = 6
_INSTALLED, _NAME_AT_LEAST = 104, 250
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
    """`line` is the row from edge to edge. The targets give way before the names do."""
    px = theme.px
    left, right = line.x() + px(20), line.x() + line.width() - px(16)
    room = right - left - px(_NAME_AT_LEAST) - px(_INSTALLED)
    width = min(max(room // max(1, targets), px(_TARGET_AT_LEAST)), px(_TARGET_AT_MOST))
    first = right - width * targets
    installed = QRect(first - px(_INSTALLED), line.y(), px(_INSTALLED), line.height())
    icon = QRect(left, line.y(), px(22), line.height())
    name_left = left + px(22 + 10)
    name = QRect(name_left, line.y(), max(0, installed.x() - px(12) - name_left), line.height())
    return Columns(
        icon,
        name,
        installed,
        tuple(QRect(first + place * width, line.y(), width, line.height()) for place in range(targets)),
    )
