"""What a command that publishes was asked for: held against what makes sense before anything is sent anywhere."""

import argparse
from collections.abc import Callable, Sequence

from modstead.cli.parser import UsageError
from modstead.domain.project import provider_in

_WITHOUT_ACCOUNT = "fields"
_CHANGED_BY_FIELDS = frozenset(
    {("edit", None), ("gallery", "edit"), ("versions", "edit"), ("members", "edit")}
)


def check(arguments: argparse.Namespace) -> None:
    """Raises UsageError where nothing is to be changed, or a field is said twice."""
    said = [*getattr(arguments, "set", ()), *getattr(arguments, "files_of", ())]
    names = [name for name, _ in said]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"{twice[:40]!r} is said twice. See: modstead publish --help")
    step = (arguments.action, getattr(arguments, "step", None))
    if step in _CHANGED_BY_FIELDS and not (said or arguments.add or arguments.remove):
        raise UsageError(
            "Say what to change: --set, --file, --add or --remove."
            f" See: modstead publish {arguments.action} --help"
        )


def platform_of(arguments: argparse.Namespace, project_in: Callable[[str], str | None], main: str) -> str:
    """The platform that the option or the projects' names and addresses name; else the `main` one.

    Raises:
        UsageError: they name several.
    """
    named = {arguments.platform} if arguments.platform else set()
    for text in _projects(arguments):
        found = project_in(text)
        name = found or text
        if "//" not in name and (provider := provider_in(name)):
            named.add(provider)
        elif found or not arguments.platform:
            named.add(main)
    if len(named) > 1:
        raise UsageError("All that is named must be on one platform. See: modstead publish --help")
    return next(iter(named), main)


def needs_account(arguments: argparse.Namespace) -> bool:
    """What can be said of a new project anybody may know."""
    return arguments.action != _WITHOUT_ACCOUNT or bool(arguments.project)


def _projects(arguments: argparse.Namespace) -> Sequence[str]:
    one = getattr(arguments, "project", None)
    return getattr(arguments, "projects", None) or ([one] if one else [])
