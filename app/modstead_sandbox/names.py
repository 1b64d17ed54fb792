"""The invented projects of the default catalogue (`projects.txt`), and the words that larger ones are made of."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Named:
    """One invented project.

    Attributes:
        loaders: for mods a code of letters (F fabric, Q quilt, N neoforge, O forge; - for a project without
            versions), for the rest the loaders' names.
        art: a motif and a palette.
    """

    title: str
    author: str
    loaders: str
    categories: tuple[str, ...]
    art: tuple[str, str]
    description: str
    kind: str = "mod"


def _read(table: str) -> tuple[Named, ...]:
    rows = []
    for line in table.splitlines():
        kind, title, author, loaders, categories, art, description = (
            cell.strip() for cell in line.split("|")
        )
        motif, _, palette = art.partition(":")
        rows.append(
            Named(title, author, loaders, tuple(categories.split()), (motif, palette), description, kind)
        )
    return tuple(rows)


_DATA = files("modstead_sandbox")

NAMED = _read(_DATA.joinpath("projects.txt").read_text(encoding="utf-8"))
"""The projects of the default catalogue, in the order of their identifiers."""

AUTHORS: dict[str, str] = {
    "fernhollow": "Birds, bogs and other small things.",
    "saltmarsh": "Lives where the tide comes in twice a day.",
    "hollowreed": "Cloth, boxes and libraries. Answers letters on Sundays.",
    "juniper.co": "Maps and mail. We are three people and a cat.",
    "emberlyn": "I like lamps.",
    "tarnwick": "Milliseconds, mostly.",
    "oakapple": "Fields, trees and fair prices.",
    "vesper": "Stone, wood, brass. Patience.",
}

FIRST_WORDS, LAST_WORDS = (
    tuple(block.split()) for block in _DATA.joinpath("words.txt").read_text(encoding="ascii").split("\n\n")
)

OPENINGS = (
    "Adds",
    "Brings back",
    "Makes room for",
    "Takes care of",
    "A better way to use",
    "For everybody who likes",
    "Finally:",
)
SUBJECTS = (
    "old stairs and new cellars",
    "small machines with visible gears",
    "long walks between villages",
    "orderly chests",
    "quiet farms by the water",
    "trade among neighbours",
    "lights that know when to go out",
    "animals with habits",
    "weather worth watching",
    "tools that last",
    "maps on real paper",
    "bread, cheese and soup",
)
ENDINGS = (
    "without changing the rest of the game.",
    "with settings for every part.",
    "and nothing else.",
    "on the client alone.",
    "that servers can afford.",
    "in the style of the game.",
    "with sixteen colours.",
)
