"""The arguments of the commands that change a folder, and of those that say what its mods need."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import (
    MOD_HELP,
    Command,
    Commands,
    agreed_to,
    channel,
    folder,
    folder_terms,
    no_target,
    platform,
    target,
)


def _install(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "projects",
        type=values.project,
        nargs="+",
        metavar="PROJECT[@VERSION]",
        help="an ID or slug, and a version's ID or number",
    )
    command.add_argument("--into", type=values.path, required=True, metavar="FOLDER", help="the mods folder")
    target(command)
    channel(command)
    platform(command)


def _update(command: argparse.ArgumentParser) -> None:
    command.add_argument("--check", action="store_true", help="only look, change nothing")
    agreed_to(folder_terms)(command)


def _mods(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument("mods", type=values.name, nargs="+", metavar="MOD", help=MOD_HELP)
    no_target(command)


def _doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument("--fix", action="store_true", help="put right what can be, after asking")
    agreed_to(folder_terms)(command)


def _why(command: argparse.ArgumentParser) -> None:
    folder(command)
    command.add_argument("mod", type=values.name, metavar="MOD", help=MOD_HELP)
    target(command)


def _choose(command: argparse.ArgumentParser) -> None:
    command.usage = "%(prog)s [-h] [--json] FOLDER FILE (PROJECT | --leave-alone | --forget)"
    folder(command)
    no_target(command)
    command.add_argument("file", type=values.name, metavar="FILE", help=MOD_HELP)
    command.add_argument(
        "project",
        type=values.name,
        nargs="?",
        metavar="PROJECT",
        help="an ID, a slug or the address of its page",
    )
    command.add_argument("--leave-alone", action="store_true", help="it is of no platform; ask no more")
    command.add_argument("--forget", action="store_true", help="take your word on it back")


COMMANDS: Commands = (
    Command("install", "Install projects with what they need", agreed_to(_install), planned=_install),
    Command("update", "Update a whole folder", _update, planned=folder_terms),
    Command("remove", "Remove mods", agreed_to(_mods, brings_files=False), planned=_mods),
    Command("enable", "Enable mods", agreed_to(_mods, brings_files=False), planned=_mods),
    Command("disable", "Disable mods", agreed_to(_mods, brings_files=False), planned=_mods),
    Command("doctor", "Say what is wrong in a folder, and put it right", _doctor, planned=folder_terms),
    Command("why", "Say why a mod is there and what would break without it", _why),
    Command("choose", "Say what a file is that the platform does not know", _choose),
)
