"""Version ranges against tables of facts: what each loader's own code answers."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modstead.domain.instance import ManifestKind
from modstead.domain.ranges import admits, admits_game, fabric, flexver, maven, minecraft, quilt, semver
from modstead.domain.ranges.words import in_words

# Predicate, versions that it admits, versions that it does not.
FABRIC = (
    ("*", "0.1 1.0.0 nightly ${version}", ""),
    ("", "0.1 nightly", ""),
    (
        ">=0.3.1-beta.2 <0.4.0",
        "0.3.1-beta.2 0.3.1-beta.2.1 0.3.4+build.125 0.4.0-alpha.1",
        "0.3.0 0.3.1-beta.1 0.4.0",
    ),
    (">=0.3.1-beta.2 <0.4.0-", "0.3.1-beta.3 0.3.7 0.3.4-beta.7", "0.3.1-beta.1 0.4.0-alpha.1 0.4.0"),
    (">=1.4-", "1.4-beta.2 1.4+build.125 1.4 1.4.2", "1.3 1.3.5 1.3-alpha.1"),
    ("<1.4", "1.3 1.3-alpha.1 1.4-beta.2", "1.4+build.125 1.4 1.4.0"),
    ("<1.4-", "1.3 1.3.5", "1.4-beta.2 1.4"),
    ("<1.21", "1.21-rc.1 1.20.6", "1.21 1.21.1"),
    (">=1.20", "1.20 1.20.0.0 1.21-rc.1", "1.20-rc.1 1.19.4"),
    ("1.20.x", "1.20 1.20.6 1.20-rc.1", "1.21 1.21-alpha.1 1.19.4"),
    ("2.x", "2.0.0 2.0.0-alpha.1 2.9.0-beta.2", "1.99.99 3.0.0 3.0.0-alpha.1"),
    ("2.X.*", "2.0.0 2.9", "3.0"),
    ("=2.*", "2.4", "3.0"),
    ("1.2.3.x", "1.2.3 1.2.9", "1.2.2 1.3.0"),
    ("1.2.x+build", "1.2.9", "1.3"),
    ("~1.2.3", "1.2.3 1.2.4 1.2.4-alpha.1", "1.2.2 1.2.3-rc.7 1.3.0 2.2.0"),
    ("~1.2", "1.2.0 1.2.1-alpha.3 1.2.6", "1.1.9 1.3.0 1.2.0-rc.2 1.3.0-alpha.3"),
    ("~1.2-", "1.2.0 1.2.0-rc.2", "1.1.9 1.3.0-alpha.3"),
    ("~1", "1.0.0 1.0.4", "0.9.9 1.1.5 3.0.5"),
    ("~1.2.3-beta.2", "1.2.3-beta.2 1.2.3-beta.2.1 1.2.3-rc.7 1.2.5", "1.2.3-beta.1.9 1.2.3-alpha.4 1.3.0"),
    ("^1.2.3", "1.2.3 1.3.0 1.2.4-beta.2", "1.2.2 1.2.3-beta.2 2.0.0"),
    ("^0.5", "0.5 0.9.1 0.5.1", "0.4.9 1.0"),
    ("^1-", "1.0.0-rc.5 1.99.99", "0.9.0 2.0.0-beta.2"),
    ("1.0", "1.0 1.0.0 1.0+mc1.20", "1.0.1 1.0-beta"),
    ("=1.0.0", "1 1.0", "1.1"),
    ("1.0+fabric", "1.0 1.0+forge", "1.1"),
    (">1.0.0-rc.9", "1.0.0-rc.10 1.0.0-rc.x 1.0.0", "1.0.0-rc.9 1.0.0-rc.1 1.0.0-beta.99"),
    (">=1.0-a.1", "1.0-a.1 1.0-a.1.0 1.0-a.b 1.0-b", "1.0-a 1.0-a.0"),
    (">1.0  <2.0", "1.5", "1.0 2.0"),
    ("1.20||1.21", "1.20||1.21", "1.20 1.21"),
    ("1.20,1.21", "1.20,1.21", "1.20"),
    ("nightly", "nightly", "nightly-2 1.0"),
    (">=nightly", "nightly", "1.0 nightlz"),
    (">=1.0", "1.0 2147483647", "2147483648 ${version} 1.0_1 v2.0 1.x"),
    ("1.2.x-alpha", "1.2.x-alpha", "1.2.0"),
    ("1.x.2", "1.x.2", "1.2 1.3.2"),
    ("x", "x", "1.0"),
    ("01.02", "1.2", "1.20"),
)
FABRIC_REFUSES = (">= 1.2", ">=1.x", "^1.x", ">nightly", "<1.x", "x.x", "*.*", "~", ">=1.0 <", ">")

QUILT = (
    ("*", "1.0 nightly", ""),
    ("1.0.0", "1.0.0 1.9.3 2.0.0-alpha.1", "0.9 1.0.0-rc.1 2.0.0"),
    ("^1.0.0", "1.0.0 1.9.3 2.0.0-alpha.1", "0.9 2.0.0"),
    ("^0.5", "0.5 0.9.1", "0.4 1.0"),
    ("~1.2.3", "1.2.3 1.2.9 1.3.0-beta.1", "1.2.2 1.3.0"),
    ("~1", "1 1.0.9", "1.1 2.0"),
    ("=1.0", "1.0.0 1.0+build", "1.0.1 1.0-rc.1"),
    (">=1.0", "1.0 2.0 1.1-beta", "1.0-beta 0.9"),
    (">1.0", "1.0.1", "1.0 1.0.0"),
    ("<=1.0", "1.0 1.0-rc.1 0.9", "1.0.1"),
    ("<1.0", "1.0-rc.1 0.9", "1.0"),
    ("<1.0-", "0.9", "1.0-rc.1 1.0"),
    ("1.20.x", "1.20 1.20.4 1.21-rc.1", "1.20-rc.1 1.21 1.19"),
    ("1.x", "1.0 1.99", "2.0 0.9"),
    ("nightly", "nightly nightly+5", "nightly-2 1.0"),
    (">=1.0 <2.0-", "1.0 1.9", "0.9 2.0-beta 2.0"),
    (">=b1.7", "b1.7 b1.8 b1.7.3", "b1.6"),
)
QUILT_REFUSES = ("^nightly", "~x", ">", "1.x.x", "", "  ", "^", "=")

MAVEN = (
    ("", "1.0 nightly", ""),
    ("*", "1.0", ""),
    ("1.0", "0.1 9.9", ""),
    ("[1.0]", "1.0 1.0.0 1", "1.0.1 0.9 1.0-beta"),
    ("[1.0,)", "1.0 1.0.1 2 1.0-1 1.0-fabric", "0.9 1.0-beta 1.0-SNAPSHOT 1.0-rc1"),
    ("(1.0,)", "1.0.1", "1.0 1.0.0 0.9"),
    ("(,1.0]", "0.9 1.0 1.0-alpha", "1.0.1"),
    ("(,1.0)", "0.9 1.0-beta", "1.0"),
    ("[1.0,2.0)", "1.0 1.9.9 2.0-beta", "0.9 2.0"),
    ("[1.20,1.20]", "1.20 1.20.0", "1.20.1"),
    ("[1.0, 2.0]", "1.5 2.0", "2.1"),
    ("(,1.0],[1.2,)", "0.9 1.0 1.2 5", "1.1"),
    ("[1.0,1.1) , [1.2,1.3)", "1.0 1.2.5", "1.1 1.3"),
    ("[1.16.5],[1.17.1]", "1.16.5 1.17.1", "1.17"),
    ("(,1.1),(1.1,)", "1.0 1.2", "1.1"),
    ("[47.2.0,)", "47.2.0 47.3.1", "47.1.99 9.9"),
    ("[21.1.0-beta,)", "21.1.0-beta 21.1.0 21.1.1-beta", "21.0.167"),
    ("[1.20.1-0.5,)", "1.20.1-0.5.1 1.20.1-47.2.0 1.20.2", "1.20.1-0.4 1.20"),
    ("[0.5.1,0.6.0)", "0.5.1.f 0.5.1+mc1.20.1", "0.5.0.i 0.6.0"),
    ("[5.0,6.0)", "0.0NONE", ""),
    ("[,]", "1.0", ""),
    (" [2.0,)", "1.0", ""),
)
MAVEN_REFUSES = (
    "[1.0",
    "[2.0,1.0]",
    "(1.0)",
    "[1.0)",
    "[1.0,2.0),x",
    "[1.0,3.0),[2.0,4.0)",
    "(1.0,1.0)",
    "[]",
)

SYNTAXES = {
    ManifestKind.FABRIC: (FABRIC, FABRIC_REFUSES),
    ManifestKind.QUILT: (QUILT, QUILT_REFUSES),
    ManifestKind.FORGE: (MAVEN, MAVEN_REFUSES),
    ManifestKind.NEOFORGE: (MAVEN, MAVEN_REFUSES),
}
FACTS = [
    (kind, text, version, answer)
    for kind, (facts, _) in SYNTAXES.items()
    for text, good, bad in facts
    for answer, versions in ((True, good), (False, bad))
    for version in versions.split()
]


@pytest.mark.parametrize(("kind", "text", "version", "answer"), FACTS)
def test_a_range_means_what_its_loader_means(
    kind: ManifestKind, text: str, version: str, answer: bool
) -> None:
    assert admits(kind, (text,), version) is answer


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, (_, refused) in SYNTAXES.items() for text in refused]
)
def test_what_a_loader_refuses_cannot_be_told(kind: ManifestKind, text: str) -> None:
    assert admits(kind, (text,), "1.0.0") is None


@settings(deadline=None)
@given(st.lists(st.sampled_from(FACTS), min_size=1, max_size=4), st.sampled_from(FACTS))
def test_ranges_are_any_of(
    facts: list[tuple[ManifestKind, str, str, bool]], asked: tuple[object, ...]
) -> None:
    kind, _, version, _ = asked
    assert isinstance(kind, ManifestKind)
    assert isinstance(version, str)
    ranges = tuple(text for of, text, *_ in facts if of is kind)
    told = [admits(kind, (text,), version) for text in ranges]
    assert admits(kind, ranges, version) is (not ranges or True in told)


@settings(deadline=None)
@given(st.sampled_from(FABRIC), st.sampled_from(FABRIC), st.sampled_from([fact[2] for fact in FACTS]))
def test_a_space_is_and(one: tuple[str, str, str], two: tuple[str, str, str], version: str) -> None:
    both = fabric.admits(f"{one[0]} {two[0]}", version)
    assert both is (fabric.admits(one[0], version) and fabric.admits(two[0], version))


VERSIONS = st.from_regex(
    r"[0-9]{1,2}(\.[0-9]{1,2}){0,3}(-([a-c0-9]{1,2}(\.[a-c0-9]{1,2}){0,2})?)?", fullmatch=True
)


@settings(deadline=None)
@given(VERSIONS, VERSIONS, VERSIONS)
def test_semantic_versions_have_one_order(one: str, two: str, three: str) -> None:
    first, second, third = (semver.parse(text) for text in (one, two, three))
    if first is None or second is None or third is None:
        return
    assert first.compare(second) == -second.compare(first)
    assert first.compare(first) == 0
    if first.compare(second) <= 0 <= third.compare(second):
        assert first.compare(third) <= 0


@settings(deadline=None)
@given(VERSIONS, st.text(alphabet="abc.+-019", max_size=8))
def test_the_build_counts_for_nothing(version: str, build: str) -> None:
    for kind in (ManifestKind.FABRIC, ManifestKind.QUILT):
        assert admits(kind, (f"={version}",), f"{version}+{build}")


HOSTILE = st.text(alphabet=st.sampled_from("0123456789.-+*xX<>=~^[](), ab²٣\t\n{}$|NONE\x00é"), max_size=300)


@settings(deadline=None)
@given(st.lists(HOSTILE, max_size=3), HOSTILE, st.sampled_from(tuple(ManifestKind)))
def test_nothing_that_stands_in_a_manifest_raises(
    ranges: list[str], version: str, kind: ManifestKind
) -> None:
    assert admits(kind, tuple(ranges), version) in {True, False, None}
    assert admits_game(kind, tuple(ranges), version) in {True, False, None}


@pytest.mark.parametrize(
    "text",
    ["1-" * 10_000, "1a" * 10_000, "." * 10_000, "[" * 10_000, "1.x" * 5_000, "9" * 10_000],
)
def test_endless_text_is_bounded(text: str) -> None:
    for kind in SYNTAXES:
        assert admits(kind, (text,), "1.0") is None
        assert admits(kind, ("[1.0,)",), text) is None
    assert maven.admits(f"[{text[:200]},)", "1.0") is None


def test_kinds_without_ranges_tell_nothing() -> None:
    assert admits(ManifestKind.VELOCITY, (), "1.0") is True
    assert admits(ManifestKind.VELOCITY, ("1.0",), "1.0") is None
    assert admits(ManifestKind.FABRIC, (">=1.0",), "") is None


@pytest.mark.parametrize(
    ("least", "version", "told"),
    [
        (">=1.22", "1.21.4", False),
        (">=1.21.5", "1.21.4", False),
        (">=1.21.4", "1.21.4", True),
        (">=1.21", "1.21.4", True),
        (">=1.13", "1.21", True),
        (">=1.21.0", "1.21", True),
        (">=1.21", "24w14a", None),
        (">=none", "1.21", None),
    ],
)
def test_servers_refuse_plugins_for_a_newer_game(least: str, version: str, *, told: bool | None) -> None:
    for kind in (ManifestKind.PLUGIN, ManifestKind.PAPER):
        assert admits_game(kind, (least,), version) is told


# In their order, oldest first.
GAME_VERSIONS = (
    ("a1.2.2a", "1.0.0-alpha.2.2.a"),
    ("a1.2.6", "1.0.0-alpha.2.6"),
    ("b1.0", "1.0.0-beta.0"),
    ("b1.3b", "1.0.0-beta.3.0.b"),
    ("b1.6", "1.0.0-beta.6.0.r"),
    ("b1.7.3", "1.0.0-beta.7.3"),
    ("1.0.0", "1.0.0"),
    ("12w07b", "1.2-alpha.12.7.b"),
    ("1.7.10-pre1", "1.7.10-rc.1"),
    ("1.7.10", "1.7.10"),
    ("1.RV-Pre1", "1.9.2-rv"),
    ("18w50a", "1.14-alpha.18.50.a"),
    ("19w14b", "1.14-alpha.19.14.b"),
    ("1.14.4-pre7", "1.14.4-rc.7"),
    ("20w14infinite", "1.16-alpha.20.13.inf"),
    ("20w20b", "1.16-alpha.20.20.b"),
    ("1.16-pre8", "1.16-rc.8"),
    ("1.16-rc1", "1.16-rc.9"),
    ("1.16", "1.16"),
    ("1.16.2-pre1", "1.16.2-beta.1"),
    ("1.16.2-rc1", "1.16.2-rc.1"),
    ("1.18_experimental-snapshot-2", "1.18-Experimental.2"),
    ("1.18-pre1", "1.18-beta.1"),
    ("1.19_deep_dark_experimental_snapshot-1", "1.19-Experimental.1"),
    ("23w13a_or_b", "1.20-alpha.23.13.ab"),
    ("24w14a", "1.20.5-alpha.24.14.a"),
    ("1.20.5-pre1", "1.20.5-beta.1"),
    ("24w21b", "1.21-alpha.24.21.b"),
    ("1.21-rc1", "1.21-rc.1"),
    ("1.21", "1.21"),
    ("24w33a", "1.21.2-alpha.24.33.a"),
    ("25w08a", "1.21.5-alpha.25.8.a"),
    ("25w46a", "1.21.11-alpha.25.46.a"),
    ("26.1-snapshot-1", "26.1-alpha.1"),
    ("26.1-pre-2", "26.1-pre.2"),
    ("26.1-rc-2", "26.1-rc.2"),
    ("26.1.1", "26.1.1"),
)


@pytest.mark.parametrize(("name", "version"), GAME_VERSIONS)
def test_game_versions_are_normalised_as_by_the_loader(name: str, version: str) -> None:
    assert minecraft.normalised(name) == version


def test_normalised_game_versions_keep_their_order() -> None:
    parsed = [semver.parse(version) for _, version in GAME_VERSIONS]
    for older, newer in pairwise(parsed):
        assert older is not None
        assert newer is not None
        assert older.compare(newer) < 0


@pytest.mark.parametrize(
    "name", ["", "1", "nightly", "99w99z", "1.21.", "24w30a", "rd-132211", "1.21-rc", "26.1-rc2"]
)
def test_unknown_game_versions_tell_nothing(name: str) -> None:
    assert minecraft.normalised(name) is None
    assert admits_game(ManifestKind.FABRIC, (">=1.0",), name) is None


def test_snapshots_are_asked_about_by_their_platform_names() -> None:
    assert admits_game(ManifestKind.FABRIC, (">=1.20.5-",), "24w14a") is True
    assert admits_game(ManifestKind.FABRIC, (">=1.20.5",), "24w14a") is False
    assert admits_game(ManifestKind.QUILT, ("1.21.x",), "1.21.4") is True
    assert admits_game(ManifestKind.NEOFORGE, ("[1.21,1.21.1]",), "1.21.4") is False


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("1.0", "1.1"),
        ("b1.7", "b1.7.3"),
        ("1.0-rc", "1.0"),
        ("1.9", "1.10"),
        ("a", "b"),
        ("1.0.0_1", "1.0.1"),
    ],
)
def test_flexver_sorts_as_people_do(older: str, newer: str) -> None:
    assert flexver.compare(older, newer) < 0 < flexver.compare(newer, older)
    assert flexver.compare(older, f"{older}+build") == 0


def test_digits_of_other_scripts_are_text() -> None:
    assert flexver.compare("1²", "1٣") < 0
    assert quilt.admits(">=1²", "1٣") is True
    assert fabric.admits(">=1²", "1²") is True


def test_quilt_falls_back_on_flexver_only_for_text() -> None:
    assert quilt.admits("<1.0.0_2", "1.0.0_1") is True
    assert quilt.admits("^1.0.0", "1.0.0_1") is True
    assert quilt.admits("^1.0.0", "0.9_1") is False


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (">=1.20.1", "1.20.1 or newer"),
        (">=1.21-", "1.21 or newer"),
        (">1.20", "newer than 1.20"),
        ("<1.21-0", "older than 1.21"),
        ("<=1.20.1", "1.20.1 or older"),
        ("=1.20.1", "1.20.1"),
        (">=1.20.1- <=1.20.1", "1.20.1"),
        (">=1.20 <1.21", "1.20 or newer, but older than 1.21"),
        (">1.20 <=1.21", "newer than 1.20, but not newer than 1.21"),
        (">=1.20 <=1.20.4", "1.20 to 1.20.4"),
        ("[1.20.1]", "1.20.1"),
        ("[47,)", "47 or newer"),
        ("(,2.0)", "older than 2.0"),
        ("[1.20, 1.21)", "1.20 or newer, but older than 1.21"),
        *((same, same) for same in ("1.20.x", "~1.21", "^0.5", "*", "1.20.1", "", "(,)", "[1,2),[3,4)")),
        *((same, same) for same in (">=1 >=2", ">=1 ~2", ">= 1.20", "${version}", "[", "=")),
    ],
)
def test_ranges_are_said_in_words_where_there_are_plain_ones(written: str, said: str) -> None:
    assert in_words(written) == said
