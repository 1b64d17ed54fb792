"""Settings: every option where it can be changed at once, and what Modstead keeps and sends."""

from modstead.ui.settings_page.page import SettingsPage

__all__ = ["SettingsPage"]
