"""What is said of a folder and its mods, what it means, and as plain data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_values import library, mod, project, sha1, version
from modstead.domain.catalog import GameVersionTag
from modstead.domain.game_versions import GameVersions
from modstead.domain.holding import groups_of, kept_together, under_policy
from modstead.domain.instance import InstalledMod, ModFile
from modstead.domain.policies import (
    NO_POLICY,
    Circumstances,
    FolderPolicies,
    ModPolicy,
    Policy,
    Snooze,
    Subject,
    is_awake,
    keys_of,
    pinned_words,
    snoozed_words,
    subject_of,
)
from modstead.domain.policy_data import from_data, to_data
from modstead.domain.updates import HeldBack, HeldBackKind, Update, UpToDate
from modstead.domain.version import Channel

TODAY = date(2026, 11, 23)
ORDER = GameVersions(tuple(GameVersionTag(number) for number in ("1.21.5", "1.21.4", "1.21.3", "1.21")))
NOW = Circumstances(TODAY, "1.21.4", ORDER)
A, B, C = (mod(version(name)) for name in ("AAAA", "BBBB", "CCCC"))
STRAY = InstalledMod(ModFile("stray.jar", 1, 1, sha1("stray")))

snoozes = st.one_of(
    st.builds(Snooze, version_id=st.text("abc1", min_size=1), version_number=st.text(max_size=9)),
    st.builds(lambda day: Snooze(until=day), st.dates()),
    st.builds(lambda name: Snooze(game_version=name), st.sampled_from(["1.21", "1.21.5", "9"])),
)
policies = st.builds(
    Policy, st.none() | st.booleans(), st.none() | st.sampled_from(Channel), st.none() | snoozes
)
keys = st.sampled_from(["modrinth:AAAA", "modrinth:BBBB", "modrinth:CCCC", f"sha1:{sha1('stray')}", "x:y"])


@st.composite
def folder_policies(draw: st.DrawFn) -> FolderPolicies:
    """Made as the application makes them: word by word."""
    said = FolderPolicies(draw(policies))
    mods = (A, B, C, STRAY)
    for policy, of in draw(st.lists(st.tuples(policies, st.sampled_from(mods)), max_size=4)):
        said = said.with_mod(of, lambda _before, policy=policy: policy)  # type: ignore[misc]
    for group in draw(st.lists(st.lists(st.sampled_from(mods), min_size=2, max_size=3), max_size=2)):
        said = said.joined(group)
    return said


def pinned(before: Policy) -> Policy:
    return replace(before, pinned=True)


@given(policies, policies)
def test_a_mods_own_word_goes_before_the_folders(own: Policy, folder: Policy) -> None:
    said = FolderPolicies(folder).with_mod(A, lambda _before: own)
    holds = said.of(A)
    assert holds.pinned == (folder.pinned if own.pinned is None else own.pinned)
    assert holds.channel == (own.channel or folder.channel)
    assert holds.snooze == (own.snooze or folder.snooze)
    assert said.of(B) == folder
    assert said.own(A) == own


@given(folder_policies())
def test_plain_data_is_read_back_as_it_was(said: FolderPolicies) -> None:
    data = to_data(said)
    assert from_data(data) == said
    assert (data == {}) == (not said)
    assert to_data(from_data(data)) == data


def test_plain_data_holds_nothing_that_a_toml_file_cannot() -> None:
    import tomllib

    import tomli_w

    said = (
        FolderPolicies(Policy(channel=Channel.BETA))
        .with_mod(A, lambda _before: Policy(pinned=True, snooze=Snooze(until=TODAY)))
        .joined((A, B))
    )
    text = tomli_w.dumps(to_data(said))
    assert from_data(tomllib.loads(text)) == said
    assert to_data(said)["mods"][1] == {"mod": "modrinth:BBBB", "title": "Project BBBB"}


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"folder": "beta"},
        {"folder": {"channel": "nightly"}},
        {"folder": {"channel": ["beta"]}},
        {"folder": {"pinned": "yes"}},
        {"folder": {"snooze": {}}},
        {"folder": {"snooze": {"until": "tomorrow"}}},
        {"folder": {"snooze": {"until": "2026-11-30", "game_version": "1.21.5"}}},
        {"folder": {"snooze": {"until": 5}}},
        {"mods": {}},
        {"mods": ["modrinth:AAAA"]},
        {"mods": [{"title": "No mod"}]},
        {"mods": [{"mod": "AAAA"}]},
        {"mods": [{"mod": "modrinth:" + "A" * 500}]},
        {"mods": [{"mod": "modrinth:AAAA"}, {"mod": "modrinth:AAAA"}]},
        {"together": [["modrinth:AAAA"]]},
        {"together": [["modrinth:AAAA", "modrinth:AAAA"]]},
        {"together": [["modrinth:AAAA", "modrinth:BBBB"], ["modrinth:AAAA", "modrinth:CCCC"]]},
        {"together": [["modrinth:AAAA", {}]]},
    ],
)
def test_data_of_another_form_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        from_data(data)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | keys,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["folder", "mods", "together", "mod", "pinned", "channel", "snooze", "until"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(json_values)
def test_any_data_is_read_or_refused(data: object) -> None:
    try:
        said = from_data(data)
    except ValueError:
        return
    assert from_data(to_data(said)) == said


def test_a_word_is_taken_back_without_a_trace() -> None:
    said = FolderPolicies().with_mod(A, pinned)
    assert said.mods == (ModPolicy(Subject("modrinth:AAAA"), Policy(pinned=True)),)
    assert not said.with_mod(A, lambda _before: NO_POLICY)


def test_a_file_that_is_recognised_later_keeps_what_was_said_of_it() -> None:
    known = replace(STRAY, project=project("BBBB"), chosen=True)
    said = FolderPolicies().with_mod(STRAY, pinned).joined((STRAY, A))
    assert said.of(known).pinned
    later = said.recognised((A, known))
    assert [item.subject.key for item in later.mods] == ["modrinth:BBBB"]
    assert later.of(B).pinned
    assert {item.key for item in later.group(A)} == {"modrinth:AAAA", "modrinth:BBBB"}
    assert later.recognised((A, known)) == later


def test_of_two_words_the_one_on_the_project_stays() -> None:
    known = replace(STRAY, project=project("BBBB"), chosen=True)
    said = FolderPolicies().with_mod(STRAY, pinned).with_mod(B, lambda _before: Policy(channel=Channel.BETA))
    assert said.recognised((known,)).own(B) == Policy(channel=Channel.BETA)


def test_a_hostile_title_is_kept_short_and_writable() -> None:
    hostile = replace(STRAY, file=replace(STRAY.file, name="\udcff" + "x" * 5000 + ".jar"))
    title = subject_of(hostile).title
    assert len(title) <= 200
    assert title.encode()
    assert keys_of(hostile) == (f"sha1:{sha1('stray')}",)


def test_groups_grow_together_and_part() -> None:
    said = FolderPolicies().joined((A, B)).joined((B, C))
    assert [item.key for item in said.group(A)] == ["modrinth:AAAA", "modrinth:BBBB", "modrinth:CCCC"]
    assert said.parted((A,)).group(A) == ()
    assert len(said.parted((A,)).group(B)) == 2
    assert not said.parted((A, B))
    assert said.group(STRAY) == ()


@pytest.mark.parametrize(
    ("snooze", "awake", "words"),
    [
        (Snooze(until=date(2026, 11, 30)), False, "Snoozed until 30 November."),
        (Snooze(until=date(2027, 1, 2)), False, "Snoozed until 2 January 2027."),
        (Snooze(until=TODAY), True, "Snoozed until 23 November."),
        (Snooze(game_version="1.21.5"), False, "Snoozed until Minecraft 1.21.5."),
        (Snooze(game_version="1.21.4"), True, "Snoozed until Minecraft 1.21.4."),
        (Snooze(game_version="1.21"), True, "Snoozed until Minecraft 1.21."),
        (Snooze(game_version="26.1"), False, "Snoozed until Minecraft 26.1."),
        (Snooze("AAAA-2.0", "2.0"), False, "Snoozed until there is another version than 2.0."),
        (Snooze("AAAA-1.9", "1.9"), True, "Snoozed until there is another version than 1.9."),
        (Snooze("AAAA-2.0"), False, "Snoozed until there is another version than AAAA-2.0."),
    ],
)
def test_a_snooze_says_until_when_and_ends(snooze: Snooze, awake: bool, words: str) -> None:
    assert is_awake(snooze, version(number="2.0"), NOW) is awake
    assert snoozed_words(snooze, TODAY) == words


def test_a_game_version_that_came_out_later_is_newer() -> None:
    assert Circumstances(TODAY, "26.2", ORDER).has_reached("1.21.5")
    assert not Circumstances(TODAY, "", ORDER).has_reached("1.21.5")
    assert not Circumstances(TODAY, "1.21.4").has_reached("1.21.3")
    assert Circumstances(TODAY, "1.21.4").has_reached("1.21.4")


def test_a_snooze_ends_at_one_thing_only() -> None:
    for wrong in (dict[str, Any](), {"version_id": "a", "until": TODAY}, {"version_number": "1"}):
        with pytest.raises(ValueError, match="exactly one"):
            Snooze(**wrong)


def update(of: InstalledMod) -> Update:
    assert of.project_id
    newer = version(of.project_id, "2.0", day=30)
    return Update(of, newer, newer.files[0])


def judged(policy: Policy) -> HeldBack | Update | UpToDate:
    return under_policy(update(A), FolderPolicies().with_mod(A, lambda _before: policy), NOW)


def test_policies_hold_updates_back_with_a_reason() -> None:
    held = judged(Policy(pinned=True, snooze=Snooze(until=date(2026, 11, 30))))
    assert held == HeldBack(A, update(A).version, HeldBackKind.PINNED, "Pinned at 1.0.0.")
    held = judged(Policy(snooze=Snooze(until=date(2026, 11, 30))))
    assert held == HeldBack(A, update(A).version, HeldBackKind.SNOOZED, "Snoozed until 30 November.")
    assert isinstance(judged(Policy(snooze=Snooze(until=TODAY))), Update)
    assert isinstance(judged(Policy(channel=Channel.BETA, pinned=False)), Update)
    assert pinned_words("") == "Pinned at what is installed."


def test_what_is_no_update_anyway_keeps_its_verdict() -> None:
    said = FolderPolicies(Policy(pinned=True))
    for verdict in (
        UpToDate(A),
        HeldBack(A, None, HeldBackKind.NONE, "None."),
        HeldBack(A, version(number="2"), HeldBackKind.OLDER, "Older."),
    ):
        assert under_policy(verdict, said, NOW) == verdict
    beta = HeldBack(A, version(number="2"), HeldBackKind.CHANNEL, "Only a beta.")
    held = under_policy(beta, said, NOW)
    assert isinstance(held, HeldBack)
    assert held.kind is HeldBackKind.PINNED


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (None, "Held back with Project BBBB, which has no update."),
        (HeldBackKind.NONE, "Held back with Project BBBB, which has no update."),
        (HeldBackKind.PINNED, "Held back with Project BBBB, which is pinned."),
        (HeldBackKind.SNOOZED, "Held back with Project BBBB, which is snoozed."),
        (HeldBackKind.FILE, "Held back with Project BBBB, which is held back."),
    ],
)
def test_a_group_waits_for_all_of_it(kind: HeldBackKind | None, words: str) -> None:
    said = FolderPolicies().joined((A, B))
    verdicts = (HeldBack(B, None, kind, "Why."),) if kind else (UpToDate(B),)
    kept, held = kept_together(library(A, B, C), (update(A), update(C)), verdicts, said)
    assert kept == (update(C),)
    assert held == (HeldBack(A, update(A).version, HeldBackKind.TOGETHER, words),)


def test_a_group_counts_only_what_is_there() -> None:
    said = FolderPolicies().joined((A, B))
    assert kept_together(library(A, C), (update(A),), (), said) == ((update(A),), ())
    assert groups_of(library(A, C), said) == ()
    assert groups_of(library(A, B, C), said) == ((A.file.name, B.file.name),)


subsets: Callable[..., st.SearchStrategy[list[InstalledMod]]] = st.lists


@given(folder_policies(), subsets(st.sampled_from([A, B, C]), unique_by=lambda item: item.file.name))
def test_every_group_is_updated_whole_or_not_at_all(said: FolderPolicies, newer: list[InstalledMod]) -> None:
    whole = library(A, B, C)
    kept, held = kept_together(whole, [update(item) for item in newer], (), said)
    names = {item.mod.file.name for item in kept}
    assert names | {item.mod.file.name for item in held} == {item.file.name for item in newer}
    for group in groups_of(whole, said):
        assert names.issuperset(group) or names.isdisjoint(group)
