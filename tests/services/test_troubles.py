"""A game that broke: what its files say beside what changed, in a real folder."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import crashes
from backends import with_services
from jars import make_jar
from modstead.domain.changes import plan_enable
from modstead.domain.crash_reading import read_crash
from modstead.domain.good_state import SinceKind
from modstead.domain.instance import ContentKind, Instance, Library, Loader
from modstead.domain.plan import NoteKind
from modstead.errors import ModsteadError, NothingLeftToUndo
from modstead.instances.crash_files import LONGEST, class_holders, read_crash_files
from modstead.instances.good_record import NAME, read, seen_read
from modstead.services.bundle import Services
from modstead_sandbox.server import Handle


@pytest.fixture
def game(tmp_path: Path) -> Instance:
    mods = tmp_path / "game" / "mods"
    mods.mkdir(parents=True)
    for mod_id in ("alder", "windward", "tidalcore"):
        add(mods, mod_id)
    return Instance(mods, "Meadow", "", Loader.FABRIC, "", "1.21.4", root=tmp_path / "game")


def add(mods: Path, mod_id: str, version: str = "1.0.0", **members: str) -> None:
    text = f'{{"schemaVersion": 1, "id": "{mod_id}", "version": "{version}"}}'
    make_jar(mods / f"{mod_id}.jar", {"fabric.mod.json": text, **members})


def write(game: Instance, path: str, content: str | bytes, *, at: datetime | None = None) -> Path:
    assert game.root
    file = game.root / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    if at:
        os.utime(file, (at.timestamp(), at.timestamp()))
    return file


async def scanned(services: Services, game: Instance) -> Library:
    return await services.library.scan_quick(game)


def test_the_suspect_that_changed_since_it_worked_stands_first(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    async def work(services: Services) -> None:
        state = await services.troubles.mark_good(await scanned(services, game))
        assert len(state.files) == 3
        later = datetime(2100, 1, 1, tzinfo=UTC)
        write(game, "logs/latest.log", crashes.FABRIC_MIXIN.replace("driftglass", "alder"), at=later)
        add(game.folder, "windward", "2.0.0")
        (game.folder / "tidalcore.jar").rename(game.folder / "tidalcore.jar.disabled")
        extra = crashes.FABRIC_ENTRYPOINT.replace("2026-03-04", "2100-03-04")
        write(game, "crash-reports/crash-2100-03-04_12.13.14-client.txt", extra)
        found = await services.troubles.trouble(await scanned(services, game))
        assert [(item.file, item.changed) for item in found.blame.suspects] == [
            ("windward.jar", True),
            ("alder.jar", False),
        ]
        assert {(item.kind, item.title) for item in found.changes} == {
            (SinceKind.UPDATED, "windward"),
            (SinceKind.DISABLED, "tidalcore"),
        }
        assert found.crash
        assert found.crash.source == "crash-2100-03-04_12.13.14-client.txt"

    with_services(sandbox, tmp_path / "home", work)


def test_the_way_back_to_when_it_worked_names_what_was_done_by_hand(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    async def work(services: Services) -> None:
        troubles = services.troubles
        await troubles.mark_good(await scanned(services, game))
        with pytest.raises(NothingLeftToUndo):
            await troubles.plan_back(game)
        plan = plan_enable(await scanned(services, game), ["alder.jar"], enabled=False)
        await services.operations.apply(plan)
        (game.folder / "windward.jar").unlink()
        back = await troubles.plan_back(game)
        assert [operation.file_name for operation in back.operations] == ["alder.jar"]
        told = [(note.kind, note.subject) for note in back.notes]
        assert told == [(NoteKind.UNRESOLVED, "windward.jar")]
        assert back.notes[0].text.startswith("windward was removed by hand")
        applied = await services.operations.apply(back, leave_out_failures=True)
        assert [note.subject for note in applied.failed] == ["windward.jar"]
        assert (game.folder / "alder.jar").exists()
        again = await troubles.plan_back(game)
        assert not again.operations
        assert [note.subject for note in again.notes] == ["windward.jar"]

    with_services(sandbox, tmp_path / "home", work)


def test_a_mark_can_be_taken_back(sandbox: Handle, tmp_path: Path, game: Instance) -> None:
    async def work(services: Services) -> None:
        troubles = services.troubles
        first = await troubles.mark_good(await scanned(services, game))
        add(game.folder, "windward", "2.0.0")
        await troubles.mark_good(await scanned(services, game))
        await troubles.remember(game.folder, first)
        assert await troubles.good(game.folder) == first
        await troubles.remember(game.folder, None)
        assert await troubles.good(game.folder) is None

    with_services(sandbox, tmp_path / "home", work)


def test_a_crash_from_before_the_good_state_is_none(sandbox: Handle, tmp_path: Path, game: Instance) -> None:
    async def work(services: Services) -> None:
        write(game, "crash-reports/crash-2026-03-04_12.13.14-server.txt", crashes.OUT_OF_MEMORY)
        assert (await services.troubles.trouble(await scanned(services, game))).crash
        await services.troubles.mark_good(await scanned(services, game))
        assert (await services.troubles.trouble(await scanned(services, game))).crash is None

    with_services(sandbox, tmp_path / "home", work)


def test_the_newest_report_is_the_one_that_says_so_and_comes_before_its_own_log(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    async def sources(services: Services) -> list[str]:
        return [
            item.source for item in (await services.troubles.trouble(await scanned(services, game))).crashes
        ]

    async def work(services: Services) -> None:
        new, old = (f"crash-2026-11-2{day}_14.00.00-server.txt" for day in (9, 8))
        text = "---- Minecraft Crash Report ----\nTime: 2026-11-2{} 14:00:00\nDescription: x"
        write(game, f"crash-reports/{new}", text.format(9), at=datetime(2026, 1, 1, tzinfo=UTC))
        write(game, f"crash-reports/{old}", text.format(8))
        write(game, "logs/latest.log", f"[14:00:01] [main/ERROR]: Crash report saved to: ./{new}")
        assert await sources(services) == [new, "latest.log"]
        write(game, "logs/latest.log", "Crash report saved to: crash-2026-11-29_18.00.00-server.txt")
        assert await sources(services) == ["latest.log", new]

    with_services(sandbox, tmp_path / "home", work)


def test_a_new_crash_report_is_told_of_until_somebody_looked(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    async def work(services: Services) -> None:
        assert await services.troubles.unseen(game) is None
        write(game, "crash-reports/crash-2026-03-04_12.13.14-client.txt", crashes.OUT_OF_MEMORY)
        assert await services.troubles.unseen(game)
        await services.troubles.look(game)
        assert await services.troubles.unseen(game) is None
        later = datetime(2100, 1, 1, tzinfo=UTC)
        write(game, "crash-reports/crash-2100-01-01_00.00.00-client.txt", crashes.OUT_OF_MEMORY, at=later)
        assert await services.troubles.unseen(game) == later

    with_services(sandbox, tmp_path / "home", work)


def test_what_was_put_away_in_one_section_is_put_away_in_all(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    folder = game.folder.parent / "resourcepacks"
    folder.mkdir()
    packs = replace(game, folder=folder, content=ContentKind.RESOURCE_PACK)

    async def work(services: Services) -> None:
        write(game, "crash-reports/crash-2026-03-04_12.13.14-client.txt", crashes.OUT_OF_MEMORY)
        assert await services.troubles.unseen(packs)
        await services.troubles.look(packs)
        assert await services.troubles.unseen(packs) is None
        assert await services.troubles.unseen(game) is None

    with_services(sandbox, tmp_path / "home", work)


def test_the_good_state_lies_beside_the_folder_and_survives_the_database(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    with_services(
        sandbox,
        tmp_path / "home",
        lambda services: _mark(services, game),
    )

    async def again(services: Services) -> None:
        good = await services.troubles.good(game.folder)
        assert good
        assert len(good.files) == 3
        assert await services.troubles.changes(await scanned(services, game)) == ()

    with_services(sandbox, tmp_path / "other", again)


async def _mark(services: Services, game: Instance) -> None:
    await services.troubles.mark_good(await scanned(services, game))


def test_a_state_that_cannot_be_written_is_not_remembered(
    sandbox: Handle, tmp_path: Path, game: Instance
) -> None:
    async def work(services: Services) -> None:
        assert game.root
        (game.root / ".modstead").write_text("in the way")
        library = await scanned(services, game)
        with pytest.raises(ModsteadError):
            await services.troubles.mark_good(library)
        assert await services.troubles.good(game.folder) is None
        await services.troubles.look(game)

    with_services(sandbox, tmp_path / "home", work)


def test_a_class_is_looked_for_in_the_jars(game: Instance) -> None:
    add(game.folder, "tidalcore", **{"com/example/tide/api/Wave.class": "x"})
    add(game.folder, "alder", **{"com/example/tide/api/Other.class": "x"})
    (game.folder / "broken.jar").write_bytes(b"no archive")
    names = ["alder.jar", "broken.jar", "tidalcore.jar", "gone.jar"]
    classes = ["com.example.tide.api.Wave", "com.example.tide.api.Wave$Crest", "com.example.tide.api.Lost"]
    found = class_holders(game.folder, names, [*classes, "net.minecraft.Main", "Loose"])
    assert found == {
        classes[0]: ("tidalcore.jar",),
        classes[1]: ("tidalcore.jar",),
        classes[2]: ("alder.jar", "tidalcore.jar"),
    }


def test_of_a_long_log_the_end_is_read_and_of_a_long_report_the_beginning(game: Instance) -> None:
    long = b"x" * LONGEST
    write(game, "logs/latest.log", long + b"\nthe end")
    write(game, "crash-reports/crash-1.txt", b"the beginning\n" + long)
    report, log = read_crash_files(game.folder.parent)
    assert (len(report.text), len(log.text)) == (LONGEST, LONGEST)
    assert report.text.startswith("the beginning")
    assert log.text.endswith("the end")


def test_java_itself_may_fall(game: Instance) -> None:
    write(
        game,
        "hs_err_pid4711.log",
        "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n",
    )
    assert game.root
    (report,) = read_crash_files(game.root)
    crash = read_crash(report)
    assert crash
    assert crash.headline == "A fatal error has been detected by the Java Runtime Environment:"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(game: Instance, encoding: str) -> None:
    text = crashes.FABRIC_INCOMPATIBLE.replace("\n", "\r\n").replace("Driftglass", "Dünenglas")
    write(game, "logs/latest.log", text.encode(encoding))
    (log,) = read_crash_files(game.folder.parent)
    assert "(driftglass) 2.0.0 is incompatible" in log.text


def test_what_is_no_ordinary_file_is_left_alone(game: Instance) -> None:
    assert game.root
    (game.root / "logs" / "latest.log").mkdir(parents=True)
    (game.root / "crash-reports").mkdir()
    os.mkfifo(game.root / "crash-reports" / "crash-1.txt")
    (game.root / "crash-reports" / "crash-2.txt").symlink_to("/dev/zero")
    (game.root / "crash-reports" / "notes.txt").write_text("no report")
    assert read_crash_files(game.root) == ()


def test_notes_that_an_archive_may_bring_are_refused() -> None:
    good = '{"format": 1, "at": "2026-01-01T00:00:00Z", "files": [{"name": "%s", "size": 1, "sha1": "%s"}]}'
    assert read((good % ("a.jar", "0" * 40)).encode())
    assert read((good % ("../a.jar", "0" * 40)).encode()) is None
    assert read((good % ("a.jar", "no hash")).encode()) is None
    for content in (None, b"", b"\xff", b"[" * 100_000, b'{"format": 2, "at": "2026-01-01T00:00:00Z"}'):
        assert read(content) is None
        assert seen_read(content[:3] if content else content) is None
    assert NAME == "good.json"
