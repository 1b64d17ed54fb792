"""The look that the page's tests share."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from modstead.ui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme("light", text_scale=1.0)
    theme.apply(qapp)
    QCursor.setPos(4000, 4000)
    yield theme
    qapp.setStyleSheet("")
