"""What the command line understands."""

import argparse
from typing import NoReturn

from modstead import __version__
from modstead.cli.arguments import (
    account,
    changes,
    history,
    loadouts,
    locks,
    looking,
    migration,
    plans,
    policies,
    publishing,
    settings,
    trouble,
    values,
)
from modstead.cli.arguments.common import Command, Commands, nothing

_LONGEST_MESSAGE = 300


class UsageError(Exception):
    """The command line was used wrongly; `str()` says how, in one sentence."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        shown = message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"
        raise UsageError(f"{shown[:1].upper()}{shown[1:].rstrip('.')}. See: {self.prog} --help")


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; the chosen one is in `command`."""
    parser = _Parser(
        prog="modstead",
        allow_abbrev=False,
        description="A mod manager for Minecraft. Without a command it opens its window.",
        epilog="Exit status: 0 done; 1 failed, nothing changed; 2 wrong usage; 3 done but for what is named as failed; "
        "4 a folder is not what its lock file says; 130 cancelled.",
    )
    parser.add_argument("--version", action="version", version=f"modstead {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command in _all():
        added = commands.add_parser(
            command.name,
            help=command.help_text,
            description=f"{command.help_text}.",
            allow_abbrev=False,
        )
        command.add_arguments(added)
        if command.name not in {"sandbox", "window"}:
            added.add_argument("--json", action="store_true", help="print one JSON document on stdout")
    return parser


def _window(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder", type=values.path, nargs="?", metavar="FOLDER", help="the instance to open it on"
    )
    command.add_argument(
        "--sample", action="store_true", help="look around with invented mods, without a network"
    )


def _all() -> Commands:
    """In the order in which the help lists them."""
    commands = (
        *looking.COMMANDS,
        *changes.COMMANDS,
        *migration.COMMANDS,
        *policies.COMMANDS,
        *loadouts.COMMANDS,
        *history.COMMANDS,
        *trouble.COMMANDS,
        *locks.COMMANDS,
        *plans.COMMANDS,
        *account.COMMANDS,
        *publishing.COMMANDS,
        *settings.COMMANDS,
    )
    return (
        Command("window", "Open the window, on a folder if one is named", _window),
        *commands,
        plans.plan_of(commands),
        Command(
            "sandbox",
            "Run a local catalogue server with invented mods (see: modstead sandbox --help)",
            nothing,
        ),
    )
