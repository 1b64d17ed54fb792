"""The report on dropped items: what they are, whether they fit, what to do with each."""

from modstead.ui.report.page import ReportPage

__all__ = ["ReportPage"]
