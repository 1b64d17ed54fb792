"""The arguments of the commands that look at what there is."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import Command, Commands, folder, nothing, platform, target
from modstead.domain.project import Sort


def _scan(command: argparse.ArgumentParser) -> None:
    folder(command)
    target(command)


def _identify(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", type=values.path, nargs="+", metavar="PATH", help="a JAR, or a folder of them"
    )


def _search(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "query", type=values.text, metavar="QUERY", help='words to search for; "" lists everything'
    )
    command.add_argument(
        "--type", help="mod, resourcepack, shader, datapack, modpack or plugin; default the platform's first"
    )
    command.add_argument("--loader", help="such as fabric")
    command.add_argument("--game-version", type=values.game_version, metavar="VERSION", help="such as 1.21.4")
    command.add_argument(
        "--category", action="append", default=[], help="repeat it for several; !NAME leaves out"
    )
    command.add_argument("--sort", choices=[sort.value for sort in Sort], default=Sort.RELEVANCE.value)
    command.add_argument("--limit", type=values.whole(1, 100), default=10, help="1 to 100, default 10")
    command.add_argument("--offset", type=values.whole(0, 10**9), default=0, help="how many to pass over")
    platform(command)


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "project", type=values.name, metavar="PROJECT", help="an ID, a slug or the address of its page"
    )
    platform(command)


COMMANDS: Commands = (
    Command(
        "instances",
        "List the games of the launchers on this computer, and the folders opened before",
        nothing,
    ),
    Command("scan", "List the mods of a folder and what they are", _scan),
    Command("identify", "Say what JARs are", _identify),
    Command("search", "Search the platform", _search),
    Command("show", "Show a project and its versions", _show),
    Command("api", "List every operation of the platforms that Modstead speaks", nothing),
)
