"""The page of who publishes."""

from modstead.ui.studio.page import StudioPage

__all__ = ["StudioPage"]
