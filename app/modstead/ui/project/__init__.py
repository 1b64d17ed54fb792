"""The page of one project."""

from modstead.ui.project.page import ProjectPage

__all__ = ["ProjectPage"]
