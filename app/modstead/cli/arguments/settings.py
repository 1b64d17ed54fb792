"""The arguments of `modstead settings`."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import Command, Commands


def _settings(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "name", type=values.name, nargs="?", metavar="NAME", help="one of those that are listed without it"
    )
    command.add_argument(
        "value", type=values.text, nargs="?", metavar="VALUE", help='what to set it to; "" for nothing'
    )


COMMANDS: Commands = (Command("settings", "List the settings, or set one", _settings),)
