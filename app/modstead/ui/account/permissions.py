"""What a token may allow, as a line: to what end, and what is to be said of it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.account import Grant, Permission
from modstead.services.account import AccountService, Standing
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import IconMark
from modstead.ui.theme import Theme

_GRANTS = {
    Grant.YES: ("check-circle", "good", "Allowed"),
    Grant.NO: ("error", "bad", "Not allowed"),
    Grant.UNKNOWN: ("unknown", "text_3", "Not known until it is used"),
}


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


class Grants(QWidget):
    """What the token in use may do, as far as that is known."""

    def __init__(self, theme: Theme, account: AccountService) -> None:
        super().__init__()
        self.theme = theme
        self._account = account
        self._lines = QVBoxLayout()
        known = "Whether it may write is known only when it does: nothing is changed to find out."
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._lines)
        column.addWidget(Label(theme, known, role="caption", colour="text_3", wrap=True))

    def show_standing(self, standing: Standing) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for permission in self._account.permissions:
            icon, colour, words = _GRANTS[standing.grants.get(permission.scope, Grant.UNKNOWN)]
            said = Label(self.theme, words, role="caption", colour=colour)
            mark = IconMark(self.theme, icon, colour=colour)
            line = PermissionLine(self.theme, permission, said, mark=mark)
            line.setToolTip(permission.scope)
            self._lines.addWidget(line)
