"""The arguments of the command that saves sets of enabled mods and switches between them."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import Command, Commands, folder, no_target, yes

LOADOUT_ACTIONS = {
    "list": (0, "say which there are; the default"),
    "save": (1, "keep what is enabled now under that name"),
    "use": (1, "enable and disable what it says"),
    "show": (1, "say what it has on and off"),
    "rename": (2, "call it otherwise"),
    "remove": (1, "forget it; no file is touched"),
}
"""What can be done, with how many names it takes."""


def _loadout(command: argparse.ArgumentParser) -> None:
    command.usage = "%(prog)s [-h] [--yes] [--json] FOLDER [ACTION [NAME ...]]"
    folder(command)
    no_target(command)
    told = "; ".join(f"{name}: {meaning}" for name, (_, meaning) in LOADOUT_ACTIONS.items())
    command.add_argument(
        "action", choices=tuple(LOADOUT_ACTIONS), nargs="?", default="list", metavar="ACTION", help=told
    )
    command.add_argument("names", type=values.name, nargs="*", metavar="NAME", help="the loadout's name")
    yes(command)


def _loadout_terms(command: argparse.ArgumentParser) -> None:
    folder(command)
    no_target(command)
    command.add_argument("name", type=values.name, metavar="NAME", help="the loadout that is to be used")


COMMANDS: Commands = (
    Command(
        "loadout",
        "Save which mods are enabled, and switch between such sets",
        _loadout,
        planned=_loadout_terms,
    ),
)
