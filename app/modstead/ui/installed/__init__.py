"""The Mods page."""

from modstead.ui.installed.page import InstalledPage

__all__ = ["InstalledPage"]
