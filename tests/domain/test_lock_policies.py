"""Policies as the flat rows of a lock file: nothing is lost, and what makes no sense is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.domain.lock_policies import policies_of, rows_of
from modstead.domain.policies import NO_POLICY, FolderPolicies, ModPolicy, Policy, Snooze, Subject
from modstead.domain.version import Channel

SUBJECTS = [Subject(f"modrinth:{letter}", letter.upper()) for letter in "abcdef"]

snoozes = st.one_of(
    st.builds(Snooze, version_id=st.just("v1"), version_number=st.just("1")),
    st.builds(Snooze, until=st.dates(date(2026, 1, 1), date(2030, 1, 1))),
    st.builds(Snooze, game_version=st.just("1.21.5")),
)
policies = st.builds(
    Policy, st.none() | st.booleans(), st.none() | st.sampled_from(Channel), st.none() | snoozes
)


@st.composite
def folders(draw: st.DrawFn) -> FolderPolicies:
    said = {subject.key: draw(policies) for subject in SUBJECTS}
    mods = tuple(
        ModPolicy(subject, said[subject.key]) for subject in SUBJECTS if said[subject.key] != NO_POLICY
    )
    cut = draw(st.integers(0, len(SUBJECTS)))
    groups = tuple(tuple(group) for group in (SUBJECTS[:cut], SUBJECTS[cut:]) if len(group) > 1)
    return FolderPolicies(draw(policies), mods, draw(st.sampled_from(((), groups))))


@given(folders())
def test_policies_come_back_out_of_their_rows(said: FolderPolicies) -> None:
    rows = rows_of(said)
    assert policies_of(rows) == said
    assert all(isinstance(value, str | bool) for row in rows for value in row.values())


def test_nothing_said_is_no_row() -> None:
    assert rows_of(FolderPolicies()) == ()
    assert not policies_of(())


@pytest.mark.parametrize(
    "rows",
    [
        [{"pinned": True}, {"pinned": False}],
        [{"pinned": True, "together": "modrinth:a"}],
        [{"mod": "modrinth:a", "pinned": True}, {"mod": "modrinth:a", "pinned": False}],
        [{"mod": "modrinth:a", "snooze_until": "soon"}],
        [{"mod": "modrinth:a", "snooze_until": "2026-01-01", "snooze_game_version": "1.21"}],
        [{"mod": "a"}],
    ],
)
def test_what_makes_no_sense_is_refused(rows: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match=r"."):
        policies_of(rows)
