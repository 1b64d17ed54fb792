"""The arguments of the command that moves a folder to another game version or loader."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import Command, Commands, anyway, channel, folder, no_target, yes
from modstead.domain.instance import Loader


def _migrate(command: argparse.ArgumentParser) -> None:
    _terms(command)
    asked = command.add_mutually_exclusive_group()
    asked.add_argument(
        "--check", action="store_true", help="only look; without versions at those that suggest themselves"
    )
    asked.add_argument(
        "--tell-me", action="store_true", help="remember to say so once every mod is ready for it"
    )
    asked.add_argument("--off", action="store_true", help="say nothing of that any more")
    yes(command)
    anyway(command)


def _terms(command: argparse.ArgumentParser) -> None:
    folder(command)
    no_target(command)
    command.add_argument(
        "--game-version",
        type=values.game_version,
        action="append",
        default=[],
        dest="to_game_versions",
        metavar="VERSION",
        help="the one to move to; with --check repeat it for several",
    )
    command.add_argument(
        "--loader",
        choices=[loader.value for loader in Loader],
        dest="to_loader",
        help="another loader to move to",
    )
    channel(command)
    command.add_argument(
        "--keep", action="store_true", help="keep enabled what is not there for it; default it is disabled"
    )
    command.add_argument(
        "--continuations", action="store_true", help="let the projects that are suggested take a place"
    )


COMMANDS: Commands = (
    Command("migrate", "Move a folder to another Minecraft, or another loader", _migrate, planned=_terms),
)
