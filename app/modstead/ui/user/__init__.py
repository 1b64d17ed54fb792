"""The page of a user."""

from modstead.ui.user.page import UserPage

__all__ = ["UserPage"]
