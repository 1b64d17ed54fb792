"""The page that finds the mod which breaks a game."""

from modstead.ui.bisect.page import BisectPage

__all__ = ["BisectPage"]
