"""A search for the mod that breaks a game, in a real folder."""

from pathlib import Path

import pytest

from backends import with_services
from jars import make_jar
from modstead.domain.bisect import Answer, Question, VerdictKind, follow
from modstead.domain.bisect_folder import MeddlingKind
from modstead.domain.changes import plan_enable
from modstead.domain.instance import Instance, Loader
from modstead.domain.plan import PlanKind
from modstead.errors import FolderChanged, ModsteadError, PlanError, UndoImpossible
from modstead.instances.bisect_record import NAME, read
from modstead.services.bisects import Bisect
from modstead.services.bundle import Services
from modstead_sandbox.server import Handle

Tree = dict[str, bytes]


@pytest.fixture
def game(tmp_path: Path) -> Instance:
    """Eight mods, the last of which needs the first; two more are disabled."""
    folder = tmp_path / "game" / "mods"
    folder.mkdir(parents=True)
    for place in range(8):
        needs = ', "depends": {"mod0": "*"}' if place == 7 else ""
        text = f'{{"schemaVersion": 1, "id": "mod{place}", "version": "1.{place}"{needs}}}'
        make_jar(folder / f"mod{place}.jar", {"fabric.mod.json": text})
    for name in ("old", "older"):
        text = f'{{"schemaVersion": 1, "id": "{name}", "version": "1"}}'
        make_jar(folder / f"{name}.jar.disabled", {"fabric.mod.json": text})
    return Instance(folder, "Meadow", "", Loader.FABRIC, "", "1.21.4")


def tree(game: Instance) -> Tree:
    return {path.name: path.read_bytes() for path in game.folder.iterdir()}


def note(game: Instance) -> Path:
    return game.folder.parent / ".modstead" / "mods" / "journal" / NAME


async def begun(services: Services, game: Instance) -> Bisect:
    library = await services.library.scan_quick(game)
    return await services.bisects.begin(await services.bisects.plan_start(library))


def fails(game: Instance, culprit: str) -> Answer:
    return Answer.FAILS if (game.folder / culprit).exists() else Answer.WORKS


async def played(services: Services, game: Instance, culprit: str) -> Bisect:
    found = await begun(services, game)
    while found.question:
        on = {path.name for path in game.folder.iterdir() if path.suffix == ".jar"}
        assert on == found.question.on
        assert "mod7.jar" not in on or "mod0.jar" in on
        found = await services.bisects.answer(game, fails(game, culprit))
    return found


@pytest.mark.parametrize("culprit", ["mod0.jar", "mod3.jar", "mod7.jar"])
def test_the_culprit_is_found_and_all_is_put_back(
    sandbox: Handle, tmp_path: Path, game: Instance, culprit: str
) -> None:
    before = tree(game)

    async def work(services: Services) -> None:
        found = await played(services, game, culprit)
        assert found.verdict
        assert (found.verdict.kind, found.verdict.files) == (VerdictKind.CULPRIT, (culprit,))
        await services.bisects.stop(game)
        assert tree(game) == before
        assert await services.bisects.status(game) is None
        assert not note(game).exists()
        kinds = {entry.kind for entry in await services.operations.history(game.folder)}
        assert kinds == {PlanKind.BISECT}

    with_services(sandbox, tmp_path / "home", work)


def test_the_culprit_can_be_left_off_with_what_needs_it(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    before = tree(game)

    async def work(services: Services) -> None:
        await played(services, game, "mod0.jar")
        await services.bisects.stop(game, leave_off=True)
        off = {path.name for path in game.folder.iterdir() if path.suffix == ".disabled"}
        assert off == {"mod0.jar.disabled", "mod7.jar.disabled", "old.jar.disabled", "older.jar.disabled"}
        assert await services.bisects.status(game) is None
        await services.operations.undo(game)
        assert tree(game) == before

    with_services(sandbox, tmp_path / "home", work)


def test_a_search_goes_on_in_another_process_and_with_another_database(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    before = tree(game)
    with_services(sandbox, tmp_path / "home", lambda services: begun(services, game))
    culprit = "mod5.jar"
    for turn in range(5):

        async def answer(services: Services) -> Bisect:
            found = await services.bisects.status(game)
            assert found
            return found if found.verdict else await services.bisects.answer(game, fails(game, culprit))

        found = with_services(sandbox, tmp_path / f"home{turn}", answer)
    assert found.verdict
    assert found.verdict.files == (culprit,)
    with_services(sandbox, tmp_path / "other", lambda services: services.bisects.stop(game))
    assert tree(game) == before


def test_the_history_alone_puts_all_back(sandbox: Handle, tmp_path: Path, game: Instance) -> None:
    before = tree(game)

    async def work(services: Services) -> None:
        started = await begun(services, game)
        assert started.question
        note(game).write_bytes(b"{")
        found = await services.bisects.status(game)
        assert found
        assert (found.record, found.question) == (None, None)
        assert found.left_off == {f"mod{place}.jar" for place in range(8)} - started.question.on
        with pytest.raises(PlanError):
            await services.bisects.go_on(game)
        with pytest.raises(PlanError):
            await services.bisects.answer(game, Answer.WORKS)
        await services.bisects.stop(game)
        assert tree(game) == before
        assert await services.bisects.status(game) is None

    with_services(sandbox, tmp_path / "home", work)


def test_a_search_that_is_over_is_passed_over_by_undo(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    before = tree(game)

    async def work(services: Services) -> None:
        library = await services.library.scan_quick(game)
        await services.operations.apply(plan_enable(library, ["mod1.jar"], enabled=False))
        await begun(services, game)
        await services.bisects.stop(game)
        history = await services.operations.history(game.folder)
        over = [entry for entry in history if entry.search]
        assert len(over) == len(history) - 1 == 2
        assert {entry.search for entry in over} == {over[0].operation_id}
        assert not any(entry.undoable or entry.not_kept for entry in over)
        with pytest.raises(UndoImpossible):
            await services.operations.undo(game, over[0].operation_id)
        await services.operations.undo(game)
        assert tree(game) == before

    with_services(sandbox, tmp_path / "home", work)


def test_a_step_that_was_undone_in_a_search_that_is_over_is_not_done_again(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    before = tree(game)

    async def work(services: Services) -> None:
        await begun(services, game)
        await services.operations.undo(game)
        await services.bisects.go_on(game)
        await services.bisects.stop(game)
        assert tree(game) == before
        with pytest.raises(UndoImpossible, match="nothing to do again"):
            await services.operations.redo_plan(game)

    with_services(sandbox, tmp_path / "home", work)


def test_a_step_that_was_noted_but_not_taken_is_taken_by_going_on(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    before = tree(game)

    async def work(services: Services) -> None:
        found = await begun(services, game)
        await services.operations.undo(game)
        assert tree(game) == before
        interrupted = await services.bisects.status(game)
        assert interrupted
        assert interrupted.unsettled
        with pytest.raises(FolderChanged):
            await services.bisects.answer(game, Answer.WORKS)
        again = await services.bisects.go_on(game)
        assert again.question == found.question
        assert again.is_as_asked
        await services.bisects.stop(game)
        assert tree(game) == before

    with_services(sandbox, tmp_path / "home", work)


def test_an_answer_that_cannot_be_acted_on_is_not_taken(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    async def work(services: Services) -> None:
        found = await begun(services, game)
        assert found.question
        assert found.record
        later = follow(found.record.search, [Answer.WORKS])
        assert isinstance(later, Question)
        hindrance = game.folder / min(later.on - found.question.on)
        hindrance.mkdir()
        with pytest.raises(ModsteadError):
            await services.bisects.answer(game, Answer.WORKS)
        hindrance.rmdir()
        again = await services.bisects.status(game)
        assert again
        assert again.question == found.question
        assert again.is_as_asked

    with_services(sandbox, tmp_path / "home", work)


def test_what_others_do_meanwhile_is_told_and_spoils_no_answer(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    async def work(services: Services) -> None:
        found = await begun(services, game)
        assert found.question
        off = sorted(path.name for path in game.folder.iterdir() if path.name.startswith("mod"))
        one = next(name for name in off if name.endswith(".disabled"))
        (game.folder / one).rename(game.folder / one.removesuffix(".disabled"))
        lost = next(name for name in sorted(found.question.on) if name != "mod0.jar")
        (game.folder / lost).unlink()
        make_jar(game.folder / "mine.jar", {"fabric.mod.json": '{"id": "mine", "version": "1"}'})
        seen = await services.bisects.status(game)
        assert seen
        assert {item.kind for item in seen.meddlings} == {
            MeddlingKind.ADDED,
            MeddlingKind.ENABLED,
            MeddlingKind.REMOVED,
        }
        with pytest.raises(FolderChanged, match=r"was enabled|not as the search"):
            await services.bisects.answer(game, Answer.FAILS)
        again = await services.bisects.go_on(game)
        assert again.is_as_asked
        assert [item.kind for item in again.meddlings] == [MeddlingKind.ADDED]
        stopped = await services.bisects.stop(game)
        assert {(item.kind, item.file) for item in stopped.meddlings} == {
            (MeddlingKind.REMOVED, lost),
            (MeddlingKind.ADDED, "mine.jar"),
        }
        assert {path.name for path in game.folder.iterdir()} == {
            *(f"mod{place}.jar" for place in range(8) if f"mod{place}.jar" != lost),
            "mine.jar",
            "old.jar.disabled",
            "older.jar.disabled",
        }

    with_services(sandbox, tmp_path / "home", work)


def test_what_stands_in_the_way_of_one_file_keeps_no_other_from_coming_back(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    before = tree(game)

    async def work(services: Services) -> None:
        found = await begun(services, game)
        assert found.question
        off = min({f"mod{place}.jar" for place in range(8)} - found.question.on)
        (game.folder / off).mkdir()
        stopped = await services.bisects.stop(game)
        assert [note.subject for note in stopped.failed] == [off]
        assert {path.name for path in game.folder.iterdir() if path.is_file()} == before.keys() - {off} | {
            f"{off}.disabled"
        }
        (game.folder / off).rmdir()
        left = await services.bisects.status(game)
        assert left
        assert (left.record, left.left_off) == (None, {off})
        await services.bisects.stop(game)
        assert tree(game) == before

    with_services(sandbox, tmp_path / "home", work)


def test_kept_ones_stay_on_and_suspects_come_first(sandbox: Handle, tmp_path: Path, game: Instance) -> None:
    async def work(services: Services) -> None:
        library = await services.library.scan_quick(game)
        start = await services.bisects.plan_start(library, kept=["mod3.jar"], suspects=["mod7.jar"])
        found = await services.bisects.begin(start)
        assert found.question
        assert found.question.on == {"mod3.jar", "mod0.jar", "mod7.jar"}
        with pytest.raises(PlanError, match="under way"):
            await services.bisects.plan_start(await services.library.scan_quick(game))
        await services.bisects.stop(game)

    with_services(sandbox, tmp_path / "home", work)


def test_nothing_can_be_searched_or_stopped_where_there_is_nothing(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    async def work(services: Services) -> None:
        for action in (services.bisects.stop, services.bisects.go_on):
            with pytest.raises(PlanError, match="No search"):
                await action(game)
        for path in game.folder.glob("mod*.jar"):
            path.unlink()
        with pytest.raises(PlanError, match="nothing to search"):
            await services.bisects.plan_start(await services.library.scan_quick(game))

    with_services(sandbox, tmp_path / "home", work)


def test_notes_that_an_archive_may_bring_are_refused() -> None:
    good = '{"format": 1, "at": "2026-01-01T00:00:00Z", "units": [%s]}'
    assert read((good % '{"files": ["a.jar"]}').encode())
    for units in (
        '{"files": ["../a.jar"]}',
        '{"files": []}',
        '{"files": ["a.jar"], "needs": [0]}',
        '{"files": ["a.jar"]}, {"files": ["a.jar"]}',
        '{"files": ["a.jar"]}, {"files": ["b.jar"], "needs": [-1]}',
    ):
        assert read((good % units).encode()) is None
    for content in (None, b"", b"\xff", b"[" * 100_000, b'{"format": 2}'):
        assert read(content) is None
