"""The review of a plan, and the page that shows how its carrying out gets on."""

from modstead.ui.review.page import ReviewPage
from modstead.ui.review.progress_page import ProgressPage

__all__ = ["ProgressPage", "ReviewPage"]
