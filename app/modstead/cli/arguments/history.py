"""The arguments of the commands about what was changed before."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import Command, Commands, folder, yes


def _undo(command: argparse.ArgumentParser) -> None:
    _undo_terms(command)
    yes(command)


def _undo_terms(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument(
        "operation",
        nargs="?",
        type=values.text,
        metavar="OPERATION",
        help="its ID in the history; default the last",
    )


COMMANDS: Commands = (
    Command("undo", "Take a change back, exactly", _undo, planned=_undo_terms),
    Command("history", "List the changes made to a folder", folder),
)
