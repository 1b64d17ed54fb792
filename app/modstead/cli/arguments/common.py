"""What several commands understand alike, and what a command is here."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from modstead.cli.arguments import values
from modstead.domain.instance import Loader
from modstead.domain.version import Channel

MOD_HELP = "its file, mod ID, slug, project ID or title"

AddArguments = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and what adds its arguments; `planned` adds those of `modstead plan`, if that can print it."""

    name: str
    help_text: str
    add_arguments: AddArguments
    planned: AddArguments | None = None


Commands = tuple[Command, ...]


def folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder", type=values.path, metavar="FOLDER", help="a mods folder, or the instance around it"
    )


def target(command: argparse.ArgumentParser) -> None:
    loaders = [loader.value for loader in Loader]
    command.add_argument("--loader", choices=loaders, help="instead of the detected one")
    command.add_argument(
        "--game-version",
        type=values.game_version,
        metavar="VERSION",
        help="instead of the detected one, such as 1.21.4",
    )


def no_target(command: argparse.ArgumentParser) -> None:
    """What is detected has to do, since nothing is chosen for it."""
    command.set_defaults(loader=None, game_version=None)


def channel(command: argparse.ArgumentParser) -> None:
    channels = [channel.value for channel in Channel]
    command.add_argument("--channel", choices=channels, help="the least stable channel to take versions from")


def platform(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--platform",
        type=values.text,
        default="",
        metavar="NAME",
        help="such as guizhan, where it is on; default Modrinth. NAME:PROJECT names it for one project",
    )


def anyway(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--anyway", action="store_true", help="also where the new files say that the game would not start"
    )


def yes(command: argparse.ArgumentParser) -> None:
    command.add_argument("--yes", "-y", action="store_true", help="do it without asking")
    command.add_argument(
        "--while-running", action="store_true", help="also if Minecraft seems to be running from the folder"
    )


def sent(command: argparse.ArgumentParser) -> None:
    command.add_argument("--yes", "-y", action="store_true", help="send it without asking")
    command.add_argument("--dry-run", action="store_true", help="only show what would be different")


def agreed_to(terms: AddArguments, *, brings_files: bool = True) -> AddArguments:
    """The arguments of a command that carries out what its terms ask for, once that was agreed to."""

    def add_arguments(command: argparse.ArgumentParser) -> None:
        terms(command)
        yes(command)
        if brings_files:
            anyway(command)

    return add_arguments


def folder_terms(command: argparse.ArgumentParser) -> None:
    folder(command)
    target(command)
    channel(command)


def mod_or_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "mod", type=values.name, nargs="?", metavar="MOD", help=f"{MOD_HELP}; default the whole folder"
    )


def off(command: argparse._ActionsContainer, help_text: str) -> None:
    command.add_argument("--off", action="store_true", help=help_text)


def locked_folder(command: argparse.ArgumentParser) -> None:
    folder(command)
    lock_file(command)
    target(command)


def lock_file(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--lock", type=values.path, metavar="FILE", help="instead of the game's own lock file"
    )


def nothing(_command: argparse.ArgumentParser) -> None:
    """There are none, or, for the sandbox, it reads them itself."""
