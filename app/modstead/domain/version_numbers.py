"""Telling whether two version numbers mean the same version, however each place writes it."""

import re
from collections.abc import Callable, Collection

from modstead.domain.instance import Loader

_BREAKS = re.compile(r"[\s\-+_()\[\]{},;/~!]+")
_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)*")
_LONGEST = 200
_NOT_OF_THE_NUMBER = frozenset(
    {
        "mc",
        "minecraft",
        "mod",
        "jar",
        "all",
        "universal",
        "release",
        "final",
        "neo",
        "bungee",
        "liteloader",
        "rift",
    }
    | set(Loader)
)
# A loader or "mc" written together with a game version: "mc1.20.1", "fabric1.20".
_WITH_GAME_VERSION = re.compile(r"(?:mc|minecraft|fabric|forge|neoforge|quilt)\.?v?(\d[\dx.]*)")
_STAGE = re.compile(r"(?:alpha|beta|rc|pre|snapshot|build|dev|hotfix|patch|[a-z])\.?\d*")


def same_number(one: str, other: str, game_versions: Collection[str] = ()) -> bool:
    """Whether both mean one version of a project: "mc1.20.1-0.5.3", "0.5.3+1.20.1" and "v0.5.3" do.

    `game_versions` are those that the published version is made for; only these are left out of account. What tells
    builds and stages apart ("beta.1", "build.12") counts. Nothing equals an empty number or one that was never filled
    in (`${version}`).
    """
    if not _is_number(one) or not _is_number(other):
        return False
    first = _essence(one, game_versions)
    return bool(first) and first == _essence(other, game_versions)


def bare_number(number: str, game_versions: Collection[str] = ()) -> str:
    """What a published number says of the mod's own version: "0.5.3" of "mc1.20.1-0.5.3-fabric"."""
    return "-".join(_words(number, game_versions)) if _is_number(number) else number


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST and "${" not in text and _DIGIT.search(text) is not None


def _essence(number: str, game_versions: Collection[str]) -> tuple[str, ...]:
    """The words that tell this version from the project's others, each spelt in one way."""
    return tuple(map(_plain, _words(number, game_versions)))


def _words(number: str, game_versions: Collection[str]) -> list[str]:
    words = [word for word in _BREAKS.split(number.strip().lower()) if word]
    words = [word[1:] if re.match(r"v\d", word) else word for word in words]
    words = _without(words, lambda word: word in _NOT_OF_THE_NUMBER)
    words = _without(words, lambda word: _is_written_with_loader(word, game_versions))
    words = _without(words, lambda word: _is_game_version(word, game_versions))
    while len(words) > 1 and _is_of_a_name(words[0]):
        words = words[1:]
    return words


def _without(words: list[str], leaves: Callable[[str], bool]) -> list[str]:
    """The words but for those that leave; the last numeric one always stays, as it must be the number itself."""
    kept = [word for word in words if not leaves(word)]
    if any(_DIGIT.match(word) for word in kept):
        return kept
    last = next((place for place in reversed(range(len(words))) if _DIGIT.search(words[place])), None)
    return [word for place, word in enumerate(words) if place == last or not leaves(word)]


def _is_of_a_name(word: str) -> bool:
    """Whether a word before the number can only be of the project's own name."""
    return word[0].isalpha() and not _STAGE.fullmatch(word) and not _WITH_GAME_VERSION.fullmatch(word)


def _is_written_with_loader(word: str, game_versions: Collection[str]) -> bool:
    match = _WITH_GAME_VERSION.fullmatch(word)
    return match is not None and _is_game_version(match[1], game_versions)


def _is_game_version(word: str, game_versions: Collection[str]) -> bool:
    if word in game_versions:
        return True
    if word.endswith(".x"):
        line = word.removesuffix(".x")
        return any(version == line or version.startswith(f"{line}.") for version in game_versions)
    return "." in word and any(version.startswith(f"{word}.") for version in game_versions)


def _plain(word: str) -> str:
    """Without zeros at the end, which loaders take for the same: "1.0" is "1.0.0"."""
    if not _NUMBER.fullmatch(word):
        return word
    parts = [part.lstrip("0") or "0" for part in word.split(".")]
    while len(parts) > 1 and parts[-1] == "0":
        parts.pop()
    return ".".join(parts)
