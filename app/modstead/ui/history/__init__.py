"""History: every change to a folder, each undoable."""

from modstead.ui.history.page import HistoryPage

__all__ = ["HistoryPage"]
