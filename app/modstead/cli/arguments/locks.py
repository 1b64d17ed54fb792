"""The arguments of the commands that write and compare lock files."""

import argparse

from modstead.cli.arguments.common import Command, Commands, folder, locked_folder, target


def _lock(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument(
        "--anew", action="store_true", help="also in the place of a lock file that cannot be read"
    )
    target(command)


COMMANDS: Commands = (
    Command("lock", "Write down what a game holds, for others to share", _lock),
    Command("drift", "Say how a game differs from its lock file", locked_folder),
)
