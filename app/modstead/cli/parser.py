"""What the command line understands."""

import argparse
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from modstead import __version__
from modstead.domain.instance import Loader
from modstead.domain.project import Sort
from modstead.domain.version import Channel

_LONGEST_MESSAGE = 300
_GAME_VERSION = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9._+∞ -]*")
_MOD_HELP = "its file, mod ID, slug, project ID or title"


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
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, help_text, add_arguments in _COMMANDS:
        command = commands.add_parser(name, help=help_text, description=f"{help_text}.", allow_abbrev=False)
        add_arguments(command)
        if name not in {"sandbox", "window"}:
            command.add_argument("--json", action="store_true", help="print one JSON document on stdout")
    return parser


def _folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder", type=_path, metavar="FOLDER", help="a mods folder, or the instance around it"
    )


def _target(command: argparse.ArgumentParser) -> None:
    loaders = [loader.value for loader in Loader]
    command.add_argument("--loader", choices=loaders, help="instead of the detected one")
    command.add_argument(
        "--game-version",
        type=_game_version,
        metavar="VERSION",
        help="instead of the detected one, such as 1.21.4",
    )


def _no_target(command: argparse.ArgumentParser) -> None:
    """What is detected has to do, since nothing is chosen for it."""
    command.set_defaults(loader=None, game_version=None)


def _channel(command: argparse.ArgumentParser) -> None:
    channels = [channel.value for channel in Channel]
    command.add_argument("--channel", choices=channels, help="the least stable channel to take versions from")


def _yes(command: argparse.ArgumentParser) -> None:
    command.add_argument("--yes", "-y", action="store_true", help="do it without asking")


def _scan(command: argparse.ArgumentParser) -> None:
    _folder(command)
    _target(command)


def _identify(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", type=_path, nargs="+", metavar="PATH", help="a JAR, or a folder of them")


def _search(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "query", type=_text, metavar="QUERY", help='words to search for; "" lists everything'
    )
    command.add_argument(
        "--type", default="mod", help="mod, resourcepack, shader, datapack, modpack or plugin"
    )
    command.add_argument("--loader", help="such as fabric")
    command.add_argument("--game-version", type=_game_version, metavar="VERSION", help="such as 1.21.4")
    command.add_argument(
        "--category", action="append", default=[], help="repeat it for several; !NAME leaves out"
    )
    command.add_argument("--sort", choices=[sort.value for sort in Sort], default=Sort.RELEVANCE.value)
    command.add_argument("--limit", type=_whole(1, 100), default=10, help="1 to 100, default 10")
    command.add_argument("--offset", type=_whole(0, 10**9), default=0, help="how many to pass over")


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "project", type=_name, metavar="PROJECT", help="an ID, a slug or the address of its page"
    )


def _install(command: argparse.ArgumentParser) -> None:
    _install_terms(command)
    _yes(command)


def _install_terms(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "projects",
        type=_project,
        nargs="+",
        metavar="PROJECT[@VERSION]",
        help="an ID or slug, and a version's ID or number",
    )
    command.add_argument("--into", type=_path, required=True, metavar="FOLDER", help="the mods folder")
    _target(command)
    _channel(command)


def _update(command: argparse.ArgumentParser) -> None:
    command.add_argument("--check", action="store_true", help="only look, change nothing")
    _folder_terms(command)
    _yes(command)


def _doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument("--fix", action="store_true", help="put right what can be, after asking")
    _folder_terms(command)
    _yes(command)


def _folder_terms(command: argparse.ArgumentParser) -> None:
    _folder(command)
    _target(command)
    _channel(command)


def _why(command: argparse.ArgumentParser) -> None:
    _folder(command)
    command.add_argument("mod", type=_name, metavar="MOD", help=_MOD_HELP)
    _target(command)


def _choose(command: argparse.ArgumentParser) -> None:
    command.usage = "%(prog)s [-h] [--json] FOLDER FILE (PROJECT | --leave-alone | --forget)"
    _folder(command)
    _no_target(command)
    command.add_argument("file", type=_name, metavar="FILE", help=_MOD_HELP)
    command.add_argument(
        "project", type=_name, nargs="?", metavar="PROJECT", help="an ID, a slug or the address of its page"
    )
    command.add_argument("--leave-alone", action="store_true", help="it is of no platform; ask no more")
    command.add_argument("--forget", action="store_true", help="take your word on it back")


def _undo(command: argparse.ArgumentParser) -> None:
    _undo_terms(command)
    _yes(command)


def _undo_terms(command: argparse.ArgumentParser) -> None:
    _folder(command)
    command.add_argument(
        "operation",
        nargs="?",
        type=_text,
        metavar="OPERATION",
        help="its ID in the history; default the last",
    )


def _lock(command: argparse.ArgumentParser) -> None:
    _folder(command)
    _target(command)


def _drift(command: argparse.ArgumentParser) -> None:
    _folder(command)
    _lock_file(command)
    _target(command)


def _apply(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder",
        type=_path,
        metavar="FOLDER|PLAN",
        help="a folder to make equal to its lock file, or a plan that `modstead plan` printed",
    )
    _lock_file(command)
    _target(command)
    _yes(command)


def _lock_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lock", type=_path, metavar="FILE", help="instead of the game's own lock file")


def _plan(command: argparse.ArgumentParser) -> None:
    planned = command.add_subparsers(dest="planned", metavar="COMMAND", parser_class=_Parser, required=True)
    for name, add_arguments in _PLANNED.items():
        help_text = f"Print what `modstead {name}` would do"
        inner = planned.add_parser(name, help=help_text, description=f"{help_text}.", allow_abbrev=False)
        add_arguments(inner)
        inner.add_argument("--json", action="store_true", help=argparse.SUPPRESS)


def _pin(command: argparse.ArgumentParser) -> None:
    _folder(command)
    _no_target(command)
    _mod_or_folder(command)
    _off(command, "let it be updated again")


def _follow(command: argparse.ArgumentParser) -> None:
    command.usage = "%(prog)s [-h] [--json] FOLDER ([MOD] CHANNEL | [MOD] --off)"
    _folder(command)
    _no_target(command)
    command.add_argument(
        "words",
        type=_name,
        nargs="*",
        metavar="CHANNEL",
        help=f"release, beta or alpha; a mod's name before it ({_MOD_HELP}), else it is the whole folder's",
    )
    _off(command, "follow what the folder does, or the channel of the installed version")


def _snooze(command: argparse.ArgumentParser) -> None:
    _folder(command)
    _mod_or_folder(command)
    until = command.add_mutually_exclusive_group()
    until.add_argument(
        "--version",
        action="store_true",
        dest="this_version",
        help="pass the newest version over; the default for a mod",
    )
    until.add_argument("--days", type=_whole(1, 3650), metavar="N", help="for so many days")
    until.add_argument(
        "--until",
        type=_game_version,
        metavar="GAME_VERSION",
        help="until the folder is on it, such as 1.21.5",
    )
    _off(until, "wake it")
    _target(command)


def _policies(command: argparse.ArgumentParser) -> None:
    _folder(command)
    _no_target(command)


def _together(command: argparse.ArgumentParser) -> None:
    _folder(command)
    _no_target(command)
    command.add_argument("mods", type=_name, nargs="+", metavar="MOD", help=_MOD_HELP)
    _off(command, "update each of them by itself again")


def _mod_or_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "mod", type=_name, nargs="?", metavar="MOD", help=f"{_MOD_HELP}; default the whole folder"
    )


def _off(command: argparse._ActionsContainer, help_text: str) -> None:
    command.add_argument("--off", action="store_true", help=help_text)


def _nothing(_command: argparse.ArgumentParser) -> None:
    """There are none, or, for the sandbox, it reads them itself."""


def _window(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=_path, nargs="?", metavar="FOLDER", help="the instance to open it on")
    command.add_argument(
        "--sample", action="store_true", help="look around with invented mods, without a network"
    )


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("an empty path names nothing")
    return Path(text)


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("that is not valid text") from None
    return text


def _name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty name names nothing")
    return _text(text)


def _project(text: str) -> str:
    """PROJECT, PROJECT@VERSION or the address of a page."""
    project, at, version = (part.strip() for part in text.partition("@"))
    if at and not project:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} names a version, but of no project")
    if at and not version:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} names no version after the @")
    return _name(text)


def _game_version(text: str) -> str:
    """Releases, snapshots and April's jokes: all have a digit, and few other characters."""
    if len(text) > 60 or not _GAME_VERSION.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no version of the game")
    return text


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number") from None
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{value} is not between {least} and {most}")
        return value

    return parse


_PLANNED: Mapping[str, Callable[[Any], None]] = {
    "install": _install_terms,
    "update": _folder_terms,
    "doctor": _folder_terms,
    "apply": _drift,
    "undo": _undo_terms,
}

_COMMANDS: tuple[tuple[str, str, Callable[[Any], None]], ...] = (
    ("window", "Open the window, on a folder if one is named", _window),
    (
        "instances",
        "List the games of the launchers on this computer, and the folders opened before",
        _nothing,
    ),
    ("scan", "List the mods of a folder and what they are", _scan),
    ("identify", "Say what JARs are", _identify),
    ("search", "Search the platform", _search),
    ("show", "Show a project and its versions", _show),
    ("install", "Install projects with what they need", _install),
    ("update", "Update a whole folder", _update),
    ("doctor", "Say what is wrong in a folder, and put it right", _doctor),
    ("why", "Say why a mod is there and what would break without it", _why),
    ("choose", "Say what a file is that the platform does not know", _choose),
    ("pin", "Keep a mod, or a whole folder, at what is installed", _pin),
    ("channel", "Choose how stable the versions must be that a mod or a folder is updated to", _follow),
    ("snooze", "Leave a mod, or a whole folder, without updates for a while", _snooze),
    ("together", "Update mods only together", _together),
    ("policies", "List what was said of a folder: pins, channels, snoozes, groups", _policies),
    ("lock", "Write down what a game holds, for others to share", _lock),
    ("drift", "Say how a game differs from its lock file", _drift),
    ("plan", "Print what another command would do, as JSON, and do nothing", _plan),
    ("apply", "Make a game equal to its lock file, or carry a printed plan out", _apply),
    ("undo", "Take a change back, exactly", _undo),
    ("history", "List the changes made to a folder", _folder),
    ("sandbox", "Run a local catalogue server with invented mods (see: modstead sandbox --help)", _nothing),
)
