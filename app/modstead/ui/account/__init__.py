"""The page of one's own account."""

from modstead.ui.account.page import AccountPage

__all__ = ["AccountPage"]
