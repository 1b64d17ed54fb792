"""The arguments of the commands that say how a mod or a folder is updated."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import (
    MOD_HELP,
    Command,
    Commands,
    folder,
    mod_or_folder,
    no_target,
    off,
    target,
)


def _pin(command: argparse.ArgumentParser) -> None:
    folder(command)
    no_target(command)
    mod_or_folder(command)
    off(command, "let it be updated again")


def _follow(command: argparse.ArgumentParser) -> None:
    command.usage = "%(prog)s [-h] [--json] FOLDER ([MOD] CHANNEL | [MOD] --off)"
    folder(command)
    no_target(command)
    command.add_argument(
        "words",
        type=values.name,
        nargs="*",
        metavar="CHANNEL",
        help=f"release, beta or alpha; a mod's name before it ({MOD_HELP}), else it is the whole folder's",
    )
    off(command, "follow what the folder does, or the channel of the installed version")


def _snooze(command: argparse.ArgumentParser) -> None:
    folder(command)
    mod_or_folder(command)
    until = command.add_mutually_exclusive_group()
    until.add_argument(
        "--version",
        action="store_true",
        dest="this_version",
        help="pass the newest version over; the default for a mod",
    )
    until.add_argument("--days", type=values.whole(1, 3650), metavar="N", help="for so many days")
    until.add_argument(
        "--until",
        type=values.game_version,
        metavar="GAME_VERSION",
        help="until the folder is on it, such as 1.21.5",
    )
    off(until, "wake it")
    target(command)


def _together(command: argparse.ArgumentParser) -> None:
    folder(command)
    no_target(command)
    command.add_argument("mods", type=values.name, nargs="+", metavar="MOD", help=MOD_HELP)
    off(command, "update each of them by itself again")


def _policies(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument(
        "--put-back", action="store_true", help="what held before a lock file's policies were taken"
    )
    no_target(command)


COMMANDS: Commands = (
    Command("pin", "Keep a mod, or a whole folder, at what is installed", _pin),
    Command(
        "channel", "Choose how stable the versions must be that a mod or a folder is updated to", _follow
    ),
    Command("snooze", "Leave a mod, or a whole folder, without updates for a while", _snooze),
    Command("together", "Update mods only together", _together),
    Command("policies", "List what was said of a folder: pins, channels, snoozes, groups", _policies),
)
