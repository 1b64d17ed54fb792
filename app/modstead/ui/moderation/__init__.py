"""The page on which something is reported to a platform's moderators."""

from modstead.ui.moderation.page import ModerationPage

__all__ = ["ModerationPage"]
