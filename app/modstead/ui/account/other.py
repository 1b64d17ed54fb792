"""The account at another platform, which is there for what one publishes: who is signed in, and what they may do."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from modstead.services.account import AccountService, Standing
from modstead.ui.account.permissions import Grants
from modstead.ui.account.view import AccountView
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import Line, ScrolledColumn
from modstead.ui.theme import Theme

_WIDTH = 600


class OtherAccount(AccountView):
    def __init__(self, theme: Theme, account: AccountService) -> None:
        box = QWidget()
        super().__init__(
            theme, account, ScrolledColumn(box), why="Publish your projects, and keep them in order."
        )
        self._box = box
        self.grants = Grants(theme, account)
        self._column = QVBoxLayout(self._box)
        self._column.addWidget(Label(theme, "What your token may do", role="heading"))
        self._column.addWidget(Line(theme))
        self._column.addWidget(self.grants)
        self._column.addStretch(1)
        theme.changed.connect(self._measure)
        self._measure()
        self._stand(account.standing)

    def show_standing(self, standing: Standing) -> None:
        super().show_standing(standing)
        self.grants.show_standing(standing)

    def _measure(self) -> None:
        px = self.theme.px
        self._box.setMaximumWidth(px(_WIDTH))
        self._column.setContentsMargins(px(20), px(16), px(20), px(24))
        self._column.setSpacing(px(6))
