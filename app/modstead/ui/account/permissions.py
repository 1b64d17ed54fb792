"""What a token may allow, as a line: to what end, and what is to be said of it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from modstead.domain.account import Permission
from modstead.ui.kit.labels import Label
from modstead.ui.theme import Theme


class PermissionLine(QWidget):
    """22 high. `said` stands at the right, `mark` before the words."""

    def __init__(
        self,
        theme: Theme,
        permission: Permission,
        said: Label,
        *,
        mark: QWidget | None = None,
        indent: float = 0,
    ) -> None:
        super().__init__()
        purpose = permission.purpose[:1].upper() + permission.purpose[1:]
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(indent), 0, 0, 0)
        row.setSpacing(theme.px(8))
        if mark is not None:
            row.addWidget(mark)
        row.addWidget(Label(theme, purpose, elide=True), 1)
        row.addWidget(said)
        self.setFixedHeight(theme.px(22))
        self.setAccessibleName(f"{purpose}: {said.text()}")
