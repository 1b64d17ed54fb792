"""The Browse page: filters, results, and what to do where there are none."""

from modstead.ui.search.page import BrowsePage
from modstead.ui.search.state import BrowseState

__all__ = ["BrowsePage", "BrowseState"]
