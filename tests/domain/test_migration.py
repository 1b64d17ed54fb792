"""What moving would mean for each mod and for all together: decided without a platform."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_values import instance, library, mod, needs, project, sha1, version, version_file
from modstead.domain.catalog import GameVersionTag
from modstead.domain.compatibility import Target
from modstead.domain.continuations import named_continuations
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import ContentKind, InstalledMod, Loader, ModFile
from modstead.domain.launchers import launcher_words
from modstead.domain.migration import (
    Cell,
    Continuation,
    Offered,
    Outlook,
    Readiness,
    judge_move,
    judge_unknown,
    suggested_targets,
    summary,
)
from modstead.domain.migration_plan import LeftBehind, MigrationChoices, moves_of
from modstead.domain.plan import Move, NoteKind
from modstead.domain.version import Channel, Version

TARGET = Target(Loader.FABRIC, "26.1")
SNAPSHOT = GameVersionTag("26.3-snapshot-1", "snapshot")
ORDER = GameVersions(
    (
        SNAPSHOT,
        GameVersionTag("26.2.1"),
        GameVersionTag("26.2", major=True),
        GameVersionTag("26.1", major=True),
        GameVersionTag("1.21.11"),
        GameVersionTag("1.21.9"),
        GameVersionTag("1.21", major=True),
    )
)


def newer(project_id: str = "AAAA", number: str = "2.0.0", **options: object) -> Version:
    return version(project_id, number, game_versions=("26.1",), **options)  # type: ignore[arg-type]


def judged(installed: InstalledMod, *versions: Version, pinned: bool = False) -> Cell:
    """With the last version admitted, if it is a release."""
    newest = versions[0] if versions else None
    admitted = next((item for item in versions if item.channel is Channel.RELEASE), None)
    return judge_move(installed, Offered(newest, admitted), TARGET, lambda _name: None, pinned=pinned)


def test_what_is_made_for_it_already_is_left_alone() -> None:
    both = mod(version(game_versions=("1.21.4", "26.1")))
    assert judged(both, newer()).readiness is Readiness.FITS
    assert judged(both, newer(), pinned=True).readiness is Readiness.FITS


def test_the_very_file_published_for_it_fits() -> None:
    old = mod(version())
    again = newer(files=(version_file("aaaa-1.0.0.jar"),))
    assert judged(old, again).readiness is Readiness.FITS


def test_a_version_of_the_followed_channel_is_ready_though_older() -> None:
    installed = mod(version(number="3.0.0", day=100))
    cell = judged(installed, newer(number="2.9.0", day=1))
    assert (cell.readiness, cell.version and cell.version.number) == (Readiness.READY, "2.9.0")


def test_a_beta_alone_is_told_as_such() -> None:
    cell = judged(mod(version()), newer(channel=Channel.BETA))
    assert cell.readiness is Readiness.BETA
    assert cell.reason == "Only a beta is there, 2.0.0; you follow releases for this mod."


@pytest.mark.parametrize(
    "answer",
    [
        None,
        newer("BBBB"),
        version(number="2.0.0", game_versions=("1.21.5",)),
        newer(loaders=("forge",)),
        newer(files=()),
    ],
)
def test_an_answer_that_is_none_is_not_taken(answer: Version | None) -> None:
    cell = judge_move(mod(version()), Offered(answer, answer), TARGET, lambda _name: None)
    assert cell.readiness is Readiness.NOT_YET
    assert cell.reason == "No version for Fabric 26.1 is published."


def test_a_name_that_must_not_be_written_is_none_to_take() -> None:
    cell = judge_move(mod(version()), Offered(newer(), newer()), TARGET, lambda _name: "No.")
    assert cell.readiness is Readiness.NOT_YET


def test_a_closed_project_is_told_of() -> None:
    installed = replace(mod(version()), project=replace(project(), status="archived"))
    assert judged(installed).reason.endswith("and its author has closed the project.")


def test_a_pin_holds_in_a_move_too() -> None:
    cell = judged(mod(version()), newer(), pinned=True)
    assert (cell.readiness, cell.reason) == (Readiness.PINNED, "Pinned at 1.0.0.")


def test_of_an_unknown_file_it_is_said_why() -> None:
    stray = InstalledMod(ModFile("stray.jar", 1, 1, sha1("stray")))
    assert judge_unknown(stray).reason == "It is of no known project."
    assert judge_unknown(replace(stray, chosen=True)).reason == "You said to leave it alone."
    assert judge_unknown(replace(stray, offers=(project(),))).reason.startswith("It may be Project AAAA")
    refused = judge_unknown(stray, "Its own manifest does not admit Fabric 26.1.")
    assert refused.refused
    assert refused.reason.endswith("does not admit Fabric 26.1.")


# -- all together


def cell(
    project_id: str,
    readiness: Readiness = Readiness.READY,
    *needed: str,
    enabled: bool = True,
) -> Cell:
    dependencies = tuple(map(needs, needed))
    installed = mod(version(project_id, dependencies=dependencies), enabled=enabled)
    if readiness is Readiness.FITS:
        return Cell(installed, readiness, installed.version)
    there = readiness in {Readiness.READY, Readiness.BETA, Readiness.PINNED}
    return Cell(installed, readiness, newer(project_id, dependencies=dependencies) if there else None, "Why.")


def outlook(*cells: Cell, absent: dict[str, str] | None = None) -> Outlook:
    return Outlook(TARGET, cells, absent or {})


CORE, NEEDY, CHAINED = (
    cell("CORE", Readiness.NOT_YET),
    cell("NEED", Readiness.READY, "CORE"),
    cell("LAST", Readiness.READY, "NEED"),
)


def test_who_is_not_there_holds_up_what_needs_it_through_chains() -> None:
    found = outlook(CORE, NEEDY, CHAINED, cell("FREE"))
    standing = found.standing()
    assert (standing.ready, standing.total, standing.is_ready) == (1, 4, False)
    assert standing.waiting == {
        "need-1.0.0.jar": ("Project CORE",),
        "last-1.0.0.jar": ("Project CORE",),
    }
    (blocker,) = standing.blockers
    assert (blocker.title, blocker.file, blocker.held_up) == (
        "Project CORE",
        "core-1.0.0.jar",
        ("Project NEED", "Project LAST"),
    )
    assert summary(found, standing) == (
        "1 of 4 mods is ready for Fabric 26.1. Waiting for Project CORE, which 2 others need."
    )


def test_mods_that_need_each_other_move_together_or_wait_together() -> None:
    one, other = cell("ONE", Readiness.READY, "TWO"), cell("TWO", Readiness.READY, "ONE")
    assert outlook(one, other).standing().is_ready
    waiting = cell("TWO", Readiness.READY, "ONE", "CORE")
    assert outlook(one, waiting, CORE).standing().ready == 0


def test_a_new_dependency_that_is_nowhere_to_be_had_blocks_too() -> None:
    found = outlook(NEEDY, absent={"CORE": "Tidal Core"})
    (blocker,) = found.standing().blockers
    assert (blocker.title, blocker.file, blocker.held_up) == ("Tidal Core", "", ("Project NEED",))
    assert outlook(NEEDY).standing().is_ready


def test_what_is_disabled_is_counted_and_blocks_nobody() -> None:
    asleep = replace(CORE, mod=cell("CORE", enabled=False).mod)
    standing = outlook(asleep, NEEDY).standing()
    assert (standing.ready, standing.total, standing.disabled) == (1, 1, 1)
    assert standing.blockers == ()


def test_unknown_files_keep_nobody_from_being_ready() -> None:
    stray = judge_unknown(InstalledMod(ModFile("stray.jar", 1, 1, sha1("stray"))))
    standing = outlook(stray, cell("FREE")).standing()
    assert (standing.is_ready, standing.unknown) == (True, 1)
    assert summary(outlook(stray), outlook(stray).standing()) == "There are no mods to move."


def test_betas_count_where_they_are_taken() -> None:
    found = outlook(cell("CORE", Readiness.BETA), NEEDY)
    assert found.standing().ready == 0
    assert found.standing(betas=True).is_ready
    assert summary(found, found.standing(betas=True)) == "All 2 mods are ready for Fabric 26.1."


def test_one_mod_alone_and_packs_are_told_of_as_such() -> None:
    alone = outlook(cell("FREE"))
    assert summary(alone, alone.standing()) == "The mod is ready for Fabric 26.1."
    packs = replace(outlook(CORE, cell("FREE")), target=Target(None, "26.1", ContentKind.RESOURCE_PACK))
    assert summary(packs, packs.standing()) == (
        "1 of 2 resource packs is ready for Minecraft 26.1. Waiting for Project CORE."
    )
    (note,) = moves_of(packs, MigrationChoices()).notes
    assert note.text == "Project CORE is disabled, since there is none for Minecraft 26.1."


def test_a_version_named_alone_tells_its_project() -> None:
    dependency = replace(needs("CORE"), project_id=None, version_id="core-9")
    needy = replace(NEEDY, version=newer("NEED", dependencies=(dependency,)))
    assert outlook(CORE, needy).standing().waiting == {}
    known = replace(outlook(CORE, needy), projects={"core-9": "CORE"})
    assert known.standing().waiting == {"need-1.0.0.jar": ("Project CORE",)}


IDS = ("A", "B", "C", "D", "E")


@st.composite
def outlooks(draw: st.DrawFn) -> Outlook:
    cells = []
    for project_id in IDS:
        needed = draw(st.lists(st.sampled_from([*IDS, "GONE"]), max_size=3, unique=True))
        cells.append(cell(project_id, draw(st.sampled_from(Readiness)), *needed, enabled=draw(st.booleans())))
    return outlook(*cells, absent={"GONE": "Gone"})


@given(outlooks(), st.sampled_from(LeftBehind), st.booleans())
def test_nothing_moves_without_what_it_needs(found: Outlook, left: LeftBehind, betas: bool) -> None:
    standing = found.standing(betas=betas)
    moves = moves_of(found, MigrationChoices(left, betas))
    enabled = {item.name for item in found.cells if item.mod.file.enabled}
    resting = [item for item, _ in moves.resting]
    told = [item.mod.file.name for item in (*moves.updates, *moves.asleep, *resting)]
    told += [item.file.name for item in (*(mod for mod, _ in moves.leaving), *moves.stays)]
    assert len(told) == len(set(told))
    assert enabled <= set(told)
    assert 0 <= standing.ready <= standing.total
    assert standing.is_ready == (standing.total > 0 and not standing.blockers)
    if left is LeftBehind.DISABLE:
        gone = {mod.project_id for mod, _ in moves.leaving} | {item.mod.project_id for item in resting}
        for update in moves.updates:
            assert gone.isdisjoint(item.project_id for item in update.version.dependencies)
        fitting = {item.name for item in found.cells if item.readiness is Readiness.FITS}
        assert len(moves.updates) + sum(mod.file.name in fitting for mod in moves.stays) == standing.ready
    else:
        assert moves.leaving == ()
        assert moves.resting == ()


# -- the plan


def test_what_is_not_there_is_disabled_or_kept_and_named() -> None:
    found = outlook(CORE, NEEDY, cell("FREE"), cell("PINS", Readiness.PINNED))
    moves = moves_of(found, MigrationChoices())
    assert [item.mod.title for item in moves.updates] == ["Project FREE"]
    assert [(item.title, why) for item, why in moves.leaving] == [("Project CORE", "why")]
    assert [(item.mod.title, why) for item, why in moves.resting] == [
        ("Project NEED", "waits for Project CORE")
    ]
    assert [item.title for item in moves.stays] == ["Project PINS"]
    assert [(note.kind, note.text) for note in moves.notes] == [
        (NoteKind.HELD_BACK, "Why. It is not made for Fabric 26.1, and stays all the same."),
        (
            NoteKind.INFO,
            "Project NEED comes in its new version, but disabled until what it waits for is there.",
        ),
        (NoteKind.INFO, "Project CORE is disabled, since the game would hardly start."),
    ]
    kept = moves_of(found, MigrationChoices(LeftBehind.KEEP))
    assert [item.mod.title for item in kept.updates] == ["Project NEED", "Project FREE"]
    assert kept.notes[0].text == "Why. Its file stays as it is."


def test_a_suggestion_is_taken_only_when_asked_for() -> None:
    other = Continuation(project("BBBB"), newer("BBBB"), "The page of Project AAAA names it.")
    found = outlook(replace(cell("AAAA", Readiness.CONTINUED), continuation=other))
    assert moves_of(found, MigrationChoices()).successors == ()
    moves = moves_of(found, MigrationChoices(continuations=True))
    assert [item.project.title for _, item in moves.successors] == ["Project BBBB"]
    assert "takes the place of" in moves.notes[0].text


def test_disabled_mods_are_renewed_and_stay_disabled() -> None:
    moves = moves_of(outlook(cell("AAAA", enabled=False), replace(CORE)), MigrationChoices())
    assert [item.mod.title for item in moves.asleep] == ["Project AAAA"]
    gone = outlook(replace(CORE, mod=cell("CORE", enabled=False).mod))
    assert moves_of(gone, MigrationChoices()).notes == ()


# -- targets, words, pages


def test_the_last_release_of_each_newer_line_suggests_itself() -> None:
    assert suggested_targets(ORDER, "1.21.9") == ("1.21.11", "26.1", "26.2.1")
    assert suggested_targets(ORDER, "1.21.11") == ("26.1", "26.2.1")
    assert suggested_targets(ORDER, "26.2.1") == ()
    assert suggested_targets(ORDER, SNAPSHOT.version) == ()
    assert suggested_targets(ORDER, None) == ("1.21.11", "26.1", "26.2.1")
    assert suggested_targets(ORDER, "0.0-unheard-of") == ("1.21.11", "26.1", "26.2.1")


def test_a_move_is_taken_back_by_its_inverse() -> None:
    move = Move(Loader.FABRIC, "1.21.4", Loader.QUILT, "26.1")
    assert move.inverse() == Move(Loader.QUILT, "26.1", Loader.FABRIC, "1.21.4")
    assert move.inverse().inverse() == move


def test_only_where_a_launcher_or_server_decides_is_something_left_to_do() -> None:
    move = Move(Loader.FABRIC, "1.21.4", Loader.FABRIC, "26.1")
    assert launcher_words(instance(), move) == ""
    words = launcher_words(replace(instance(), launcher="Prism Launcher"), move)
    assert words.startswith(
        "Prism Launcher decides what Meadow is started with. Set it to Fabric 26.1 there:"
    )
    assert launcher_words(replace(instance(), launcher="Some Launcher"), move)


def test_a_page_is_taken_at_its_word_only_in_lines_that_speak_of_an_end() -> None:
    body = (
        "See also <https://modrinth.com/mod/friend>.\n"
        "**Discontinued.** Use [Heather](https://modrinth.com/mod/heather), a fork.\n"
        "Continued at https://modrinth.com/mod/ivy."
    )
    assert tuple(named_continuations(body)) == (
        "https://modrinth.com/mod/heather",
        "https://modrinth.com/mod/ivy",
    )
    assert tuple(named_continuations("superseded by https://a.example/x " * 100)) == ()


@given(st.text(max_size=300))
def test_any_page_is_read(body: str) -> None:
    assert len(tuple(named_continuations(f"fork https://a.example/{body}"))) <= 8


def test_an_empty_folder_has_nothing_to_move() -> None:
    assert library().mods == ()
    assert not outlook().standing().is_ready
