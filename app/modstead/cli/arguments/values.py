"""What one argument may be, read for `argparse`: what it refuses becomes one sentence."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

_GAME_VERSION = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9._+∞ -]*")


def path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("an empty path names nothing")
    return Path(text)


def text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("that is not valid text") from None
    return value


def name(value: str) -> str:
    if not value.strip():
        raise argparse.ArgumentTypeError("an empty name names nothing")
    return text(value)


def assignment(value: str) -> tuple[str, str]:
    """FIELD=VALUE, of which the value may be empty."""
    field, equals, said = text(value).partition("=")
    if not equals or not field.strip():
        raise argparse.ArgumentTypeError(f"{value[:40]!r} is not of the form FIELD=VALUE")
    return field.strip(), said


def project(value: str) -> str:
    """PROJECT, PROJECT@VERSION or the address of a page."""
    named, at, version = (part.strip() for part in value.partition("@"))
    if at and not named:
        raise argparse.ArgumentTypeError(f"{value[:40]!r} names a version, but of no project")
    if at and not version:
        raise argparse.ArgumentTypeError(f"{value[:40]!r} names no version after the @")
    return name(value)


def game_version(value: str) -> str:
    """Releases, snapshots and April's jokes: all have a digit, and few other characters."""
    if len(value) > 60 or not _GAME_VERSION.fullmatch(value):
        raise argparse.ArgumentTypeError(f"{value[:40]!r} is no version of the game")
    return value


def whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number") from None
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{value} is not between {least} and {most}")
        return value

    return parse
