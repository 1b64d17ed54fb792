"""The first start: the instances that are already on this computer, ready to be ticked."""

from modstead.ui.welcome.page import WelcomePage

__all__ = ["WelcomePage"]
