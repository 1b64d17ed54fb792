"""The arguments of the commands for a game that breaks."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import MOD_HELP, Command, Commands, folder, no_target, target, yes

BISECT_ACTIONS = {
    "start": "turn half of the mods off",
    "fails": "the trouble came",
    "works": "it did not come",
    "skip": "it cannot be told",
    "go-on": "make the folder as the question needs it",
    "stop": "put everything back",
    "status": "say where the search stands",
}


def _bisect(command: argparse.ArgumentParser) -> None:
    folder(command)
    no_target(command)
    told = "; ".join(f"{name}: {meaning}" for name, meaning in BISECT_ACTIONS.items())
    command.add_argument(
        "action",
        nargs="?",
        default="status",
        choices=tuple(BISECT_ACTIONS),
        metavar="ACTION",
        help=f"{told}; default status",
    )
    command.add_argument(
        "--keep-on",
        type=values.name,
        action="append",
        default=[],
        metavar="MOD",
        help=f"start: leave it on throughout ({MOD_HELP}); repeat it for several",
    )
    command.add_argument(
        "--suspect",
        type=values.name,
        action="append",
        default=[],
        metavar="MOD",
        help="start: ask about it first; repeat it for several",
    )
    command.add_argument(
        "--leave-off", action="store_true", help="stop: put everything back but for the mod that was found"
    )
    yes(command)


def _folder(command: argparse.ArgumentParser) -> None:
    folder(command)
    target(command)


COMMANDS: Commands = (
    Command("good", "Remember that the game works with what a folder holds now", _folder),
    Command("trouble", "Say what a crash points at, and what changed since the game last worked", _folder),
    Command("bisect", "Find the mod that breaks the game, by halves", _bisect),
)
