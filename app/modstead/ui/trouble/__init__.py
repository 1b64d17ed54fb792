"""The page that tells why a game broke."""

from modstead.ui.trouble.page import TroublePage

__all__ = ["TroublePage"]
