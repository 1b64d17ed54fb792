"""The arguments of the commands about what was changed before."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import Command, Commands, agreed_to, folder
from modstead.domain.points import TIME_FORMS


def _undo(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument(
        "operation",
        nargs="?",
        type=values.name,
        metavar="OPERATION",
        help="its ID in the history; default the last",
    )


def _redo(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument(
        "operation",
        nargs="?",
        type=values.name,
        metavar="OPERATION",
        help="the ID of what was undone, or of its undo; default what was undone last",
    )


def _restore(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument(
        "point",
        type=values.name,
        metavar="OPERATION|TIME",
        help=f"an ID of the history, or a time: {TIME_FORMS}",
    )
    command.add_argument(
        "--before", action="store_true", help="as it was before that operation, not after it"
    )


COMMANDS: Commands = (
    Command("undo", "Take a change back, exactly", agreed_to(_undo, brings_files=False), planned=_undo),
    Command("redo", "Do again what was undone", agreed_to(_redo, brings_files=False), planned=_redo),
    Command(
        "restore",
        "Bring a folder back to a point in its history",
        agreed_to(_restore, brings_files=False),
        planned=_restore,
    ),
    Command("history", "List the changes made to a folder", folder),
)
