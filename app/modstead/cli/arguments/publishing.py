"""The arguments of `modstead publish`: an action, and what it is done to."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from modstead.cli.arguments import common, values
from modstead.cli.arguments.common import Command, Commands, platform

Add = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True, slots=True)
class Action:
    name: str
    help_text: str
    add_arguments: Add


def _publish(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action in _ACTIONS:
        added = actions.add_parser(
            action.name, help=action.help_text, description=f"{action.help_text}.", allow_abbrev=False
        )
        action.add_arguments(added)
        platform(added)
        added.add_argument(
            "--token-stdin",
            action="store_true",
            help="read the token from stdin, for this command alone, where there is no keyring",
        )
        # Without a default: the one that comes before the action must not be taken back.
        added.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help="print one JSON document on stdout",
        )


def _nothing(_action: argparse.ArgumentParser) -> None:
    """It is about all projects."""


def _project(action: argparse.ArgumentParser) -> None:
    action.add_argument(
        "project",
        type=values.name,
        metavar="PROJECT",
        help="an ID, a slug, guizhan:SLUG where that platform is on, or the address of its page",
    )


def _said(action: argparse.ArgumentParser) -> None:
    """What is to be said, field by field."""
    helps = {
        "--set": "say this; several names with commas between them",
        "--add": "add names to a field that lists some",
        "--remove": "take names out of a field that lists some",
    }
    for option, help_text in helps.items():
        action.add_argument(
            option,
            type=values.assignment,
            action="append",
            default=[],
            metavar="FIELD=VALUE",
            help=help_text,
        )


def _texts(action: argparse.ArgumentParser) -> None:
    action.add_argument(
        "--file",
        type=values.assignment,
        action="append",
        default=[],
        dest="files_of",
        metavar="FIELD=FILE",
        help="say what a text file holds, such as body=README.md",
    )


def _written(action: argparse.ArgumentParser) -> None:
    _said(action)
    _texts(action)
    common.sent(action)


def _fields(action: argparse.ArgumentParser) -> None:
    action.add_argument(
        "project",
        type=values.name,
        nargs="?",
        metavar="PROJECT",
        help="without one: of a new project, which needs no token",
    )
    action.add_argument("--versions", action="store_true", help="of its versions")


def _create(action: argparse.ArgumentParser) -> None:
    action.add_argument("--icon", type=values.path, metavar="FILE", help="a picture")
    _written(action)


def _edit(action: argparse.ArgumentParser) -> None:
    _project(action)
    _written(action)


def _icon(action: argparse.ArgumentParser) -> None:
    _project(action)
    icon = action.add_mutually_exclusive_group(required=True)
    icon.add_argument("icon", type=values.path, nargs="?", metavar="FILE", help="a picture")
    icon.add_argument("--none", action="store_true", help="take the icon away")
    common.sent(action)


def _gallery(action: argparse.ArgumentParser) -> None:
    action.usage = (
        "%(prog)s [-h] [--json] PROJECT [add FILE | edit PICTURE | delete PICTURE] [--set FIELD=VALUE]"
    )
    _project(action)
    action.add_argument(
        "step", choices=("list", "add", "edit", "delete"), nargs="?", default="list", help="default: list"
    )
    action.add_argument(
        "picture", type=values.name, nargs="?", metavar="PICTURE", help="a file, or its number in the list"
    )
    _written(action)


def _anyway(action: argparse.ArgumentParser) -> None:
    action.add_argument(
        "--anyway", action="store_true", help="send a file that is not the archive that it is called"
    )


def _version(action: argparse.ArgumentParser) -> None:
    _project(action)
    action.add_argument(
        "files", type=values.path, nargs="+", metavar="FILE", help="the first one is the one to install"
    )
    _anyway(action)
    _written(action)


def _versions(action: argparse.ArgumentParser) -> None:
    action.usage = "%(prog)s [-h] [--json] PROJECT [show | edit | delete VERSION] [--set FIELD=VALUE]"
    _project(action)
    action.add_argument(
        "step", choices=("list", "show", "edit", "delete"), nargs="?", default="list", help="default: list"
    )
    action.add_argument(
        "version", type=values.name, nargs="?", metavar="VERSION", help="its number, or its ID"
    )
    _written(action)


def _files(action: argparse.ArgumentParser) -> None:
    action.usage = "%(prog)s [-h] [--json] PROJECT VERSION [add FILE ... | delete NAME]"
    _project(action)
    action.add_argument("version", type=values.name, metavar="VERSION", help="its number, or its ID")
    action.add_argument(
        "step", choices=("list", "add", "delete"), nargs="?", default="list", help="default: list"
    )
    action.add_argument(
        "files",
        type=values.path,
        nargs="*",
        metavar="FILE",
        help="to be added, or the name of one that is there",
    )
    _anyway(action)
    common.sent(action)


def _members(action: argparse.ArgumentParser) -> None:
    action.usage = (
        "%(prog)s [-h] [--json] PROJECT [invite | edit | remove | transfer USER | join] [--set FIELD=VALUE]"
    )
    _project(action)
    action.add_argument(
        "step",
        choices=("list", "invite", "edit", "remove", "transfer", "join"),
        nargs="?",
        default="list",
        help="default: list; transfer makes somebody else the owner, for good; join accepts an invitation",
    )
    action.add_argument("user", type=values.name, nargs="?", metavar="USER", help="a name or an ID")
    _written(action)


def _bulk(action: argparse.ArgumentParser) -> None:
    action.add_argument(
        "projects", type=values.name, nargs="+", metavar="PROJECT", help="an ID or a slug of each"
    )
    _said(action)
    common.sent(action)


def _submit(action: argparse.ArgumentParser) -> None:
    _project(action)
    common.sent(action)


def _delete(action: argparse.ArgumentParser) -> None:
    _project(action)
    action.add_argument(
        "--name", type=values.name, metavar="TITLE", help="the project's title, in full; else it is asked for"
    )
    action.add_argument("--dry-run", action="store_true", help="only say what would be deleted")


_ACTIONS = (
    Action("projects", "List your projects, drafts too", _nothing),
    Action("fields", "List what can be said of a project or a version, and what it may be", _fields),
    Action("show", "Show what a project says of itself", _project),
    Action("create", "Make a project, as a draft that only you see", _create),
    Action("edit", "Change what a project says of itself", _edit),
    Action("icon", "Change a project's icon", _icon),
    Action("gallery", "List a project's pictures, and change them", _gallery),
    Action("version", "Publish a version; what the file says of itself is filled in", _version),
    Action("versions", "List a project's versions, and change or delete them", _versions),
    Action("files", "List a version's files, and change them", _files),
    Action("members", "List a project's team, and change it", _members),
    Action("bulk", "Make the same change to several projects", _bulk),
    Action("submit", "Have the platform's moderators look at a draft", _submit),
    Action("delete", "Delete a project with all its versions, for good", _delete),
)

COMMANDS: Commands = (Command("publish", "Publish projects and versions, and change them", _publish),)
