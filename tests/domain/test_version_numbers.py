"""One version, written by a manifest, by its publisher, and by the many habits of the field."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from modstead.domain.version_numbers import same_number

GAME_VERSIONS = ("1.20", "1.20.1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mc1.20.1-0.5.3", "0.5.3"),
        ("0.5.3+1.20.1", "v0.5.3"),
        ("0.5.3+mc1.20.1", "mc1.20.1-0.5.3-fabric"),
        ("1.20.1-12.3.4", "12.3.4"),
        ("[1.20] BetterF3 7.0.2", "7.0.2"),
        ("sodium-fabric-0.5.3+mc1.20.1", "0.5.3"),
        ("fabric1.20.1-2.0", "2.0"),
        ("1.20.x-2.0", "2.0"),
        ("release 1.2", "1.2"),
        ("1.0", "1.0.0"),
        ("1.2.0-beta.1", "1.2.0-beta.1+fabric"),
        # A mod may well be numbered like the game.
        ("1.20.1", "mc1.20.1-1.20.1"),
        ("1.20.1-1.20.1", "1.20.1"),
    ],
)
def test_one_version_written_in_two_ways(one: str, other: str) -> None:
    assert same_number(one, other, GAME_VERSIONS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.5.3", "0.5.4"),
        ("0.5.3-beta.1", "0.5.3"),
        ("0.5.3+build.2", "0.5.3+build.3"),
        ("0.5.3+1.21", "0.5.3"),
        ("mc1.21-0.5.3", "mc1.20.1-0.5.3"),
        ("mc1.20.1", "0.5.3"),
        ("1.2.3.4", "1.2.3"),
        ("", ""),
        ("${version}", "${version}"),
        ("unspecified", "unspecified"),
        ("9" * 10_000, "9" * 10_000),
    ],
)
def test_two_versions(one: str, other: str) -> None:
    assert not same_number(one, other, GAME_VERSIONS)


STYLES = (
    "{core}",
    "v{core}",
    "{core}+{game}",
    "{core}+mc{game}",
    "{core}-{loader}",
    "{core}+{game}-{loader}",
    "mc{game}-{core}",
    "mc{game}-{core}-{loader}",
    "{game}-{core}",
    "{loader}-{game}-{core}",
    "[{game}] {core}",
    "Example Mod {core} ({loader} {game})",
)
numbers = st.lists(st.integers(0, 30), min_size=2, max_size=4).map(lambda parts: ".".join(map(str, parts)))
stages = st.sampled_from(("", "-alpha.1", "-beta.2", "-rc1", "+build.7"))
cores = st.tuples(numbers, stages).map("".join)
written = st.builds(
    lambda style, game, loader: (style, game, loader),
    st.sampled_from(STYLES),
    st.sampled_from(GAME_VERSIONS),
    st.sampled_from(("fabric", "forge", "neoforge", "quilt", "paper")),
)


def write(core: str, how: tuple[str, str, str]) -> str:
    style, game, loader = how
    return style.format(core=core, game=game, loader=loader)


def is_like_the_game(core: str) -> bool:
    number = core.partition("-")[0].partition("+")[0]
    return any(version == number or version.startswith(f"{number}.") for version in GAME_VERSIONS)


@given(cores, written, written)
def test_every_habit_is_seen_through(
    core: str, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assume(not is_like_the_game(core))
    assert same_number(write(core, one), write(core, other), GAME_VERSIONS)


def ending(core: str) -> tuple[list[int], str]:
    number, sign, stage = core.partition("-") if "-" in core else core.partition("+")
    parts = [int(part) for part in number.split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return parts, sign and stage


@given(cores, cores, written, written)
def test_two_numbers_never_become_one(
    core: str, another: str, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assume(ending(core) != ending(another))
    assume(not is_like_the_game(core))
    assume(not is_like_the_game(another))
    assert not same_number(write(core, one), write(another, other), GAME_VERSIONS)


@given(st.text(max_size=40), st.text(max_size=40), st.lists(st.text(max_size=10), max_size=3))
def test_any_text_is_taken(one: str, other: str, game_versions: list[str]) -> None:
    same = same_number(one, other, game_versions)
    assert same == same_number(other, one, game_versions)
