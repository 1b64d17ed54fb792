"""What is wrong in the folder, problem by problem, each with what puts it right."""

from modstead.ui.installed.problems.view import ProblemsView

__all__ = ["ProblemsView"]
