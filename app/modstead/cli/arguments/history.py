"""The arguments of the commands about what was changed before."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import Command, Commands, folder, yes
from modstead.domain.points import TIME_FORMS


def _undo(command: argparse.ArgumentParser) -> None:
    _undo_terms(command)
    yes(command)


def _undo_terms(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument(
        "operation",
        nargs="?",
        type=values.name,
        metavar="OPERATION",
        help="its ID in the history; default the last",
    )


def _redo(command: argparse.ArgumentParser) -> None:
    _redo_terms(command)
    yes(command)


def _redo_terms(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument(
        "operation",
        nargs="?",
        type=values.name,
        metavar="OPERATION",
        help="the ID of what was undone, or of its undo; default what was undone last",
    )


def _restore(command: argparse.ArgumentParser) -> None:
    _restore_terms(command)
    yes(command)


def _restore_terms(command: argparse.ArgumentParser) -> None:
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
    Command("undo", "Take a change back, exactly", _undo, planned=_undo_terms),
    Command("redo", "Do again what was undone", _redo, planned=_redo_terms),
    Command("restore", "Bring a folder back to a point in its history", _restore, planned=_restore_terms),
    Command("history", "List the changes made to a folder", folder),
)
