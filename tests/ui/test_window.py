"""The whole window over the real services, a real folder and real HTTP: what no single page can show."""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from backends import environment
from jars import FABRIC, fabric_manifest, make_jar
from modstead.application.backend import open_backend
from modstead.domain.changes import plan_enable
from modstead.domain.credentials import Token
from modstead.domain.instance import InstalledMod, Loader
from modstead.paths import Paths
from modstead.ui.desk import Desk
from modstead.ui.installed.model import Show
from modstead.ui.instance_menu import InstanceEntry
from modstead.ui.kit.banners import Banner
from modstead.ui.loader_banner import LoaderBanner
from modstead.ui.session import furnish
from modstead.ui.shell import Shell, first_palette
from modstead_sandbox.faults import Fault
from modstead_sandbox.guizhan.assumptions import PREFIX as GUIZHAN
from modstead_sandbox.moving import MOVES_TO, moving_instance
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle
from modstead_sandbox.troubled import TroubledInstance, troubled_instance
from programs import HOLD, program
from ui.stage import on_qt

PATIENCE = 20.0


@pytest.fixture
def written(sandbox: Handle, tmp_path: Path) -> SampleInstance:
    return sample_instance(tmp_path / "Meadow", sandbox.catalogue, sandbox.contents)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def until(condition: Callable[[], object]) -> None:
    """Let the loop turn until it is so: what is waited for has no one signal."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0)


def in_window(
    sandbox: Handle,
    home: Path,
    act: Callable[[Desk], Awaitable[None]],
    *,
    sample_command: tuple[str, ...] = (),
    guizhan: bool = False,
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    async def live() -> None:
        where = environment(sandbox, home)
        where |= {"MODSTEAD_GUIZHAN_URL": f"{sandbox.url}{GUIZHAN}"} if guizhan else {}
        async with open_backend(where) as backend:
            shell = Shell(first_palette("light", app))
            shell.resize(1280, 800)
            shell.show()
            with_sample = replace(backend, sample_command=sample_command)
            desk = furnish(app, shell, with_sample, Paths.from_environment(where))
            try:
                await act(desk)
            finally:
                await desk.close()
                shell.close()
                shell.deleteLater()

    on_qt(live)


async def opened(desk: Desk, written: SampleInstance) -> None:
    desk.start(written.mods_folder)
    await until(lambda: desk.mods.check is not None and not desk.mods.state.scanning)


async def update_begun(desk: Desk) -> None:
    desk.mods.title_bar.update_button.main.click()
    await until(lambda: desk.pages.review.plan is not None)
    desk.pages.review.footer.primary.click()
    await until(lambda: desk.changes.plan is not None)


def test_an_update_is_undone_from_the_toast(sandbox: Handle, written: SampleInstance, tmp_path: Path) -> None:
    before = contents(written.mods_folder)

    async def act(desk: Desk) -> None:
        await opened(desk, written)
        assert desk.window.rail.entry("mods").badge == len(written.updates)
        await update_begun(desk)
        assert desk.window.current_page() == "progress"
        await until(lambda: desk.changes.plan is None)
        assert desk.window.current_page() == "mods"
        assert "updated" in desk.window.toast.text
        assert contents(written.mods_folder) != before
        desk.window.toast._acted()
        await until(lambda: "Undone" in desk.window.toast.text)
        assert contents(written.mods_folder) == before
        await until(lambda: desk.window.rail.entry("mods").badge == len(written.updates))

    in_window(sandbox, tmp_path / "home", act)


def test_a_version_that_is_skipped_and_then_is_not_stays_in_the_review(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        desk.mods.title_bar.update_button.main.click()
        review = desk.pages.review
        await until(lambda: review.plan is not None)
        ticked = review.model.ticked
        item = next(item for item in review.model.items if item.can_be_skipped)
        review.list.skip_asked.emit(item)
        await until(lambda: "Skipped" in desk.window.toast.text)
        assert review.model.ticked == ticked - {item.key}
        await until(lambda: desk.mods.check and len(desk.mods.check.updates) == len(written.updates) - 1)
        desk.window.toast._acted()
        await until(lambda: review.model.ticked == ticked)
        await until(lambda: review.plan is not None)
        assert desk.window.current_page() == "review"

    in_window(sandbox, tmp_path / "home", act)


def test_back_to_a_point_of_the_history_and_forward_again(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        instance, operations = desk.folders.instance, desk.services.operations
        assert instance is not None
        library = desk.mods.library
        assert library is not None
        first, second = [mod.file.name for mod in library.mods if mod.file.enabled][:2]
        point = (await operations.apply(plan_enable(library, [first], enabled=False))).operation_id
        then = contents(written.mods_folder)
        await operations.apply(plan_enable(library, [second], enabled=False))
        now = contents(written.mods_folder)
        desk.show("history")
        await until(lambda: desk.pages.history.model.total == 2)
        desk.pages.history.go_back_to(point)
        await until(lambda: desk.window.current_page() == "review")
        assert contents(written.mods_folder) == now
        desk.pages.review.footer.primary.click()
        await until(lambda: desk.window.toast.text.startswith("Went back"))
        assert contents(written.mods_folder) == then
        desk.window.toast._acted()
        await until(lambda: "Undone" in desk.window.toast.text)
        assert contents(written.mods_folder) == now

    in_window(sandbox, tmp_path / "home", act)


def test_cancelling_leaves_the_folder_as_it_was(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    before = contents(written.mods_folder)
    sandbox.fault("/data/*", Fault(latency=60_000))

    async def act(desk: Desk) -> None:
        await opened(desk, written)
        await update_begun(desk)
        desk.pages.progress.cancel_button.click()
        await until(lambda: desk.changes.plan is None)
        assert "Cancelled" in desk.window.toast.text
        assert desk.window.current_page() == "mods"

    in_window(sandbox, tmp_path / "home", act)
    assert contents(written.mods_folder) == before


def test_closing_the_window_stops_a_change_first(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    before = contents(written.mods_folder)
    sandbox.fault("/data/*", Fault(latency=60_000))

    async def act(desk: Desk) -> None:
        await opened(desk, written)
        await update_begun(desk)
        shell = desk.window.window()
        shell.close()
        assert shell.isVisible()
        await until(lambda: not shell.isVisible())

    in_window(sandbox, tmp_path / "home", act)
    assert contents(written.mods_folder) == before


def test_a_damaged_file_can_be_left_out(sandbox: Handle, written: SampleInstance, tmp_path: Path) -> None:
    victim = written.updates[0]
    assert victim.project
    sandbox.fault(f"/data/{victim.project.id}/*", Fault(wrong_hash=True))

    async def act(desk: Desk) -> None:
        await opened(desk, written)
        await update_begun(desk)
        await until(lambda: desk.mods.banners.banner("stopped"))
        banner = desk.mods.banners.banner("stopped")
        assert banner
        assert victim.project
        assert victim.project.title in banner.accessibleName()
        (leave,) = (button for button in banner.buttons if button.text() == "Leave it out")
        leave.click()
        await until(lambda: desk.mods.banners.banner("left out"))

    in_window(sandbox, tmp_path / "home", act)
    after = contents(written.mods_folder)
    assert victim.file in after
    assert sum(mod.file in after for mod in written.updates) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="a running game is found by /proc")
def test_a_running_game_is_left_alone_unless_one_insists(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    before = contents(written.mods_folder)

    async def act(desk: Desk) -> None:
        await opened(desk, written)
        with program("java", tmp_path, HOLD, written.mods_folder / written.updates[0].file):
            await update_begun(desk)
            await until(lambda: desk.mods.banners.banner("stopped"))
            assert contents(written.mods_folder) == before
            banner = desk.mods.banners.banner("stopped")
            assert banner
            assert "Meadow seems to be running. Close the game, then try again." in banner.accessibleName()
            assert [button.text() for button in banner.buttons] == ["Details", "Change it anyway", "Retry"]
            banner.buttons[-2].click()
            await until(lambda: "updated" in desk.window.toast.text)

    in_window(sandbox, tmp_path / "home", act)
    assert contents(written.mods_folder) != before


def test_what_brings_others_along_is_read_before_it_is_installed(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        desk.window.focus_search()
        QTest.keyClicks(desk.window.top.search, "windward")
        QTest.keyClick(desk.window.top.search, Qt.Key.Key_Return)
        await until(lambda: desk.window.current_page() == "browse" and desk.pages.browse.model.hits)
        desk.pages.browse.results.setFocus()
        QTest.keyClick(desk.pages.browse.results, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: desk.window.current_page() == "review" and desk.pages.review.plan is not None)
        assert desk.pages.review.footer.total.text() == "1 mod, 1 new dependency"
        desk.pages.review.footer.primary.click()
        await until(lambda: "Windward Sails installed" in desk.window.toast.text)
        assert desk.window.current_page() == "browse"
        project = desk.pages.browse.model.hits[0].ref.project_id
        await until(lambda: desk.states.installed(project))

    in_window(sandbox, tmp_path / "home", act)
    names = contents(written.mods_folder)
    assert any(name.startswith("windward-sails") for name in names)
    assert any(name.startswith("tidal-core") for name in names)


def test_what_another_platform_has_is_found_installed_and_kept_apart(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        desk.window.show_page("browse")
        browse = desk.pages.browse
        await until(lambda: browse.model.hits)
        browse.platform.chosen.emit("guizhan")
        browse.search_for("persimmon")
        await until(lambda: [hit.slug for hit in browse.model.hits] == ["persimmon-crates"])
        browse.results.act_on_current()
        await until(lambda: "installed" in desk.window.toast.text.lower())
        await until(lambda: any(mod.title == "Persimmon Crates" for mod in library(desk)))
        (mod,) = (mod for mod in library(desk) if mod.title == "Persimmon Crates")
        assert mod.version is not None
        assert (mod.version.provider, mod.file.name in contents(written.mods_folder)) == ("guizhan", True)
        assert desk.states.installed(mod.version.project_id) is not None

    def library(desk: Desk) -> tuple[InstalledMod, ...]:
        return desk.mods.library.mods if desk.mods.library else ()

    in_window(sandbox, tmp_path / "home", act, guizhan=True)


def test_a_conflict_is_reviewed_first(sandbox: Handle, written: SampleInstance, tmp_path: Path) -> None:
    before = contents(written.mods_folder)

    async def act(desk: Desk) -> None:
        await opened(desk, written)
        desk.course.install(("emberglass-renderer",))
        await until(lambda: desk.window.current_page() == "review" and desk.pages.review.plan is not None)
        assert desk.pages.review.plan
        assert desk.pages.review.plan.conflicts
        desk.window.back_requested.emit()
        await until(lambda: desk.window.current_page() == "mods")

    in_window(sandbox, tmp_path / "home", act)
    assert contents(written.mods_folder) == before


def test_back_returns_to_the_results_as_they_were(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        desk.show("browse")
        await until(lambda: len(desk.pages.browse.model.hits) > 10)
        bar = desk.pages.browse.results.verticalScrollBar()
        await until(lambda: bar.maximum() > 200)
        bar.setValue(200)
        desk.open_project("lanternworks")
        await until(lambda: desk.pages.project.project is not None)
        desk.window.back_requested.emit()
        assert desk.window.current_page() == "browse"
        assert bar.value() == 200

    in_window(sandbox, tmp_path / "home", act)


def test_without_any_folder_the_first_page_is_shown_and_a_dropped_folder_opens(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        desk.start(None)
        await until(lambda: desk.window.current_page() == "welcome")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(written.folder))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
        QApplication.sendEvent(desk.window, enter)
        drop = QDropEvent(QPointF(300, 300), copy, data, left, none)
        QApplication.sendEvent(desk.window, drop)
        await until(lambda: desk.mods.library is not None and desk.mods.library.mods)
        assert desk.window.current_page() == "mods"

    in_window(sandbox, tmp_path / "home", act)


def test_the_first_page_offers_a_sample_where_there_is_one(sandbox: Handle, tmp_path: Path) -> None:
    opened_sample = tmp_path / "opened"

    async def without(desk: Desk) -> None:
        desk.start(None)
        await until(lambda: desk.window.current_page() == "welcome")
        assert desk.pages.welcome.sample.isHidden()

    async def with_it(desk: Desk) -> None:
        desk.start(None)
        await until(lambda: desk.window.current_page() == "welcome")
        desk.pages.welcome.sample.click()
        await until(opened_sample.exists)

    in_window(sandbox, tmp_path / "home", without)
    command = (sys.executable, "-c", f"open({str(opened_sample)!r}, 'w').close()")
    in_window(sandbox, tmp_path / "home", with_it, sample_command=command)


def test_the_folder_opened_last_is_opened_again(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def first(desk: Desk) -> None:
        await opened(desk, written)

    async def second(desk: Desk) -> None:
        desk.start(None)
        await until(lambda: desk.folders.instance is not None)
        assert desk.folders.instance
        assert desk.folders.instance.folder == written.mods_folder

    in_window(sandbox, tmp_path / "home", first)
    in_window(sandbox, tmp_path / "home", second)


def test_a_folder_that_is_gone_is_told(sandbox: Handle, tmp_path: Path) -> None:
    async def act(desk: Desk) -> None:
        desk.start(tmp_path / "nowhere")
        await until(lambda: desk.window.banners.banner("open"))
        assert desk.window.current_page() == "welcome"

    in_window(sandbox, tmp_path / "home", act)


def test_a_banner_goes_with_its_page_and_its_folder(
    sandbox: Handle, tmp_path: Path, written: SampleInstance
) -> None:
    other = tmp_path / "plain" / "mods"
    other.mkdir(parents=True)

    async def act(desk: Desk) -> None:
        await opened(desk, written)
        banners = desk.window.banners
        for key in ("install", "stopped"):
            banners.show_banner(key, Banner(desk.theme, "bad", "That could not be done."))
        desk.show("history")
        assert banners.keys() == ("stopped",)
        desk.folders.open(other)
        await until(lambda: banners.banner("loader"))
        assert banners.keys() == ("loader",)

    in_window(sandbox, tmp_path / "home", act)


def test_what_lacks_the_loader_leads_to_its_question(sandbox: Handle, tmp_path: Path) -> None:
    folder = tmp_path / "plain" / "mods"
    folder.mkdir(parents=True)

    async def act(desk: Desk) -> None:
        desk.start(folder)
        banners = desk.window.banners
        await until(lambda: banners.banner("loader"))
        banners.clear("loader")
        await until(lambda: desk.mods.library)
        desk.mods.check_updates()
        await until(lambda: banners.banner("loader"))
        banner = banners.banner("loader")
        assert isinstance(banner, LoaderBanner)
        await until(lambda: desk.window.window().focusWidget() is banner.loader)
        desk.course.install(("lantern",))
        await until(lambda: banners.banner("install lantern"))
        failed = banners.banner("install lantern")
        assert failed
        assert "--loader" not in failed.accessibleName()
        assert "Say it in the banner" in failed.accessibleName()

    in_window(sandbox, tmp_path / "home", act)


def test_escape_leaves_only_what_a_link_led_to(
    sandbox: Handle, tmp_path: Path, written: SampleInstance
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        desk.show("browse")
        desk.show("mods")
        QTest.keyClick(desk.window, Qt.Key.Key_Escape)
        assert desk.window.current_page() == "mods"
        desk.show("review")
        QTest.keyClick(desk.window, Qt.Key.Key_Escape)
        assert desk.window.current_page() == "mods"

    in_window(sandbox, tmp_path / "home", act)


def test_what_a_plain_folder_does_not_tell_is_asked_once(sandbox: Handle, tmp_path: Path) -> None:
    folder = tmp_path / "plain" / "mods"
    folder.mkdir(parents=True)

    async def first(desk: Desk) -> None:
        desk.start(folder)
        await until(lambda: desk.window.banners.banner("loader"))
        banner = desk.window.banners.banner("loader")
        assert isinstance(banner, LoaderBanner)
        banner.answered.emit(Loader.FABRIC, "1.21.4")
        await until(lambda: desk.states.target is not None)

    async def second(desk: Desk) -> None:
        desk.start(folder)
        await until(lambda: desk.states.target is not None)
        assert desk.window.banners.banner("loader") is None

    in_window(sandbox, tmp_path / "home", first)
    in_window(sandbox, tmp_path / "home", second)


def test_another_scheme_holds_at_once_and_after_a_restart(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        light = desk.theme.palette
        desk.services.settings.change(color_scheme="dark")
        assert desk.theme.palette is not light

    async def again(desk: Desk) -> None:
        assert desk.theme.scheme == "dark"

    in_window(sandbox, tmp_path / "home", act)
    in_window(sandbox, tmp_path / "home", again)


def test_the_instance_menu_lists_what_is_known(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        desk.window.top.instance.click()
        await until(desk.folders.menu.isVisible)
        entries = desk.folders.menu.model.rows
        assert isinstance(entries[0], InstanceEntry)
        assert entries[0].current
        desk.folders.menu.hide()

    in_window(sandbox, tmp_path / "home", act)


def test_one_change_that_nothing_speaks_against_happens_at_once_unless_all_are_read(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        asked = desk.mods.requests
        check = desk.mods.check
        assert check
        await until(lambda: not desk.mods.state.scope.busy)
        plain = next(item for item in check.updates if not item.version.dependencies)
        asked.update_mods((plain.mod.file.name,))
        await until(lambda: desk.window.toast.text.endswith("updated"))
        await until(lambda: not desk.mods.state.scope.busy and desk.window.current_page() == "mods")
        check, library = desk.mods.check, desk.mods.library
        assert check
        assert library
        pair = [item.mod for item in check.updates[:2]]
        await desk.services.policies.together(library.instance.folder, pair)
        await until(lambda: not desk.mods.state.scope.busy and desk.mods.check and desk.mods.check.together)
        asked.update_mods((pair[0].file.name,))
        await until(lambda: desk.window.current_page() == "review" and desk.pages.review.plan)
        assert {item.key for item in desk.pages.review.model.items} == {mod.file.name for mod in pair}
        assert desk.pages.review.footer.primary.text() == "Update 2 mods"
        desk.back()
        names = [mod.file.name for mod in desk.mods.library.mods[:2]] if desk.mods.library else []
        asked.toggle(names, enabled=False)
        assert desk.window.current_page() == "review"
        assert desk.pages.review.footer.primary.text() == "Disable 2 mods"
        desk.back()
        desk.services.settings.change(review_changes=True)
        asked.toggle(names[:1], enabled=False)
        assert desk.window.current_page() == "review"
        assert desk.pages.review.footer.primary.text() == "Disable 1 mod"

    in_window(sandbox, tmp_path / "home", act)


@pytest.fixture
def troubled(sandbox: Handle, tmp_path: Path) -> TroubledInstance:
    return troubled_instance(tmp_path / "Thicket", sandbox.catalogue, sandbox.contents)


def test_all_that_can_be_fixed_is_reviewed_as_one_plan_and_done(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        desk.start(troubled.mods_folder)
        await until(lambda: desk.mods.state.findings.problems and not desk.mods.state.scope.busy)
        before = len(desk.mods.state.findings.alarms)
        desk.mods.show_only(Show.PROBLEMS)
        view = desk.mods.body.problems
        assert view
        view.fix_all.click()
        await until(lambda: desk.window.current_page() == "review" and desk.pages.review.plan is not None)
        assert desk.pages.review.header.title.text() == "Review changes"
        assert desk.pages.review.footer.primary.text().startswith("Apply ")
        desk.pages.review.footer.primary.click()
        await until(lambda: desk.changes.plan is None and desk.window.current_page() == "mods")
        await until(lambda: len(desk.mods.state.findings.alarms) < before)

    in_window(sandbox, tmp_path / "home", act)


def test_a_folder_that_goes_away_is_said_to_be_gone_and_shown_again_once_it_is_back(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        folder, elsewhere = written.mods_folder, tmp_path / "elsewhere"
        desk.start(folder)
        await until(lambda: desk.mods.library is not None and not desk.mods.state.scope.busy)
        folder.rename(elsewhere)
        await until(lambda: desk.mods.state.gone)
        assert desk.mods.states.isVisible()
        assert desk.mods.title_bar.caption.text() == "The folder is gone"
        assert not any(part.isVisible() for part in (desk.mods.panel, desk.mods.status, desk.mods.filters))
        assert desk.window.rail.entry("mods").badge == 0
        assert desk.states.button("any", "mod", (), ()).hint == "The folder of Meadow is gone."
        desk.course.install(("any",))
        complaint = desk.window.banners.banner("install")
        assert complaint
        assert complaint.accessibleName().startswith("The folder of Meadow is gone.")
        desk.show("history")
        await until(lambda: desk.pages.history.gone)
        assert desk.pages.history.banners.keys() == ()
        desk.back()
        desk.mods.check_updates()
        await until(lambda: not desk.mods.state.scanning)
        assert desk.mods.state.gone
        elsewhere.rename(folder)
        await until(desk.mods.table.isVisible)
        assert not desk.mods.state.gone
        assert desk.mods.panel.isVisible()
        await until(lambda: not desk.pages.history.gone)
        await until(lambda: desk.states.button("any", "mod", (), ()).shown.kind == "install")

    in_window(sandbox, tmp_path / "home", act)


def test_sections_are_opened_by_their_tabs_and_dropped_packs_go_to_theirs(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    packs = troubled.mods_folder.parent / "resourcepacks"
    pack = next(path for path in sorted(packs.iterdir()) if path.suffix == ".zip")
    dropped = Path(shutil.move(pack, tmp_path / pack.name))

    async def act(desk: Desk) -> None:
        desk.start(troubled.mods_folder)
        await until(lambda: desk.mods.library is not None and desk.folders.sections)
        tabs = desk.mods.sections.tabs
        desk.dropping.drop((dropped,), ())
        await until(lambda: desk.pages.report.banners.banner(str(packs)))
        banner = desk.pages.report.banners.banner(str(packs))
        assert banner
        banner.buttons[0].click()
        await until(lambda: desk.mods.library and desk.mods.library.instance.folder == packs)
        await until(lambda: desk.window.current_page() == "report" and desk.pages.report.model.items)
        await until(lambda: all(item.confidence for item in desk.pages.report.model.items))
        assert desk.pages.report.banners.keys() == ()
        desk.back()
        tabs.button(str(troubled.mods_folder)).click()
        await until(lambda: desk.mods.library and desk.mods.library.instance.folder == troubled.mods_folder)
        assert tabs.current() == str(troubled.mods_folder)

    in_window(sandbox, tmp_path / "home", act)


def test_a_pack_is_installed_from_browse_while_the_mods_are_open(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    packs = written.mods_folder.parent / "resourcepacks"
    pack = sandbox.catalogue.named("Linen Textures").id

    async def act(desk: Desk) -> None:
        await opened(desk, written)
        mods = contents(written.mods_folder)

        def button() -> str:
            return desk.states.button(pack, "resourcepack", ("minecraft",), ()).shown.kind

        await until(lambda: button() == "install")
        desk.show("browse")
        desk.course.install((pack,))
        await until(lambda: desk.window.toast.text.startswith("Linen Textures"))
        assert [path.suffix for path in packs.iterdir() if path.is_file()] == [".zip"]
        assert contents(written.mods_folder) == mods
        assert desk.folders.is_open(written.mods_folder)
        await until(lambda: button() == "installed")
        assert desk.window.current_page() == "browse"
        assert not desk.mods.sections.isHidden()

    in_window(sandbox, tmp_path / "home", act)


def test_a_pack_is_dropped_on_a_game_without_a_folder_of_packs(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    packs = written.mods_folder.parent / "resourcepacks"
    version = sandbox.catalogue.listed(sandbox.catalogue.named("Linen Textures"))[-1]
    dropped = tmp_path / version.files[0].filename
    dropped.write_bytes(sandbox.contents.data(version, version.files[0]))

    async def act(desk: Desk) -> None:
        await opened(desk, written)
        await until(lambda: desk.folders.awaited)
        desk.dropping.drop([dropped], [])
        await until(lambda: str(packs) in desk.pages.report.banners.keys())  # noqa: SIM118 - no mapping
        banner = desk.pages.report.banners.banner(str(packs))
        assert isinstance(banner, Banner)
        assert not packs.exists()
        banner.buttons[0].click()
        await until(lambda: desk.folders.is_open(packs))
        await until(lambda: desk.mods.library and desk.mods.library.instance.folder == packs)
        await until(desk.pages.report.footer.primary.isEnabled)
        desk.pages.report.accept()
        await until(lambda: dropped.name in contents_of(packs))

    def contents_of(folder: Path) -> set[str]:
        return {path.name for path in folder.iterdir()}

    in_window(sandbox, tmp_path / "home", act)


def test_the_keys_of_a_page_work_at_once_after_the_rail(
    sandbox: Handle, written: SampleInstance, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        desk.window.rail.entry("browse").click()
        await until(lambda: desk.window.current_page() == "browse")
        assert desk.pages.browse.field.hasFocus()
        desk.window.rail.entry("mods").click()
        assert desk.mods.table.list.hasFocus()

    in_window(sandbox, tmp_path / "home", act)


def test_a_folder_moves_to_another_minecraft_and_back(sandbox: Handle, tmp_path: Path) -> None:
    moving = moving_instance(tmp_path / "Harbour", sandbox.catalogue, sandbox.contents)
    plain = moving.mods_folder.rename(tmp_path / "plain")
    before = contents(plain)

    async def act(desk: Desk) -> None:
        desk.folders.open(plain, Loader.FABRIC, "1.21.4")
        await until(lambda: desk.mods.library and not desk.mods.state.scanning)
        (entry,) = desk.moving.entries()
        assert entry.act
        entry.act()
        assert desk.window.current_page() == "migration"
        page = desk.pages.migration
        await until(lambda: page.outlook is not None)
        page.footer.primary.click()
        await until(lambda: desk.window.current_page() == "review" and desk.pages.review.plan)
        assert desk.pages.review.header.title.text() == f"Move to Fabric {MOVES_TO}"
        assert desk.pages.review.footer.primary.text() == "Move 23 mods"
        desk.pages.review.footer.primary.click()
        await until(lambda: desk.folders.instance and desk.folders.instance.game_version == MOVES_TO)
        assert desk.window.toast.text.startswith(f"Moved to Fabric {MOVES_TO}: ")
        assert desk.window.banners.banner("left to do") is None
        await until(lambda: desk.window.current_page() == "mods" and not desk.mods.state.scanning)
        desk.window.toast._action.click()
        await until(lambda: desk.folders.instance and desk.folders.instance.game_version == "1.21.4")
        assert contents(plain) == before

    in_window(sandbox, tmp_path / "home", act)


def test_a_launchers_instance_is_to_be_moved_in_the_launcher_and_the_wish_is_told_when_all_is_there(
    sandbox: Handle, tmp_path: Path
) -> None:
    moving = moving_instance(tmp_path / "Harbour", sandbox.catalogue, sandbox.contents)
    for mod in moving.mods:
        if mod.case not in {"ready", "fits", "bare"}:
            (moving.mods_folder / mod.file).unlink()

    async def act(desk: Desk) -> None:
        desk.folders.open(moving.folder)
        await until(lambda: desk.mods.library and not desk.mods.state.scanning)
        assert desk.window.banners.banner("wish") is None
        library = desk.mods.library
        assert library
        (target,) = await desk.services.migration.targets(library.instance, (MOVES_TO,))
        await desk.services.migration.tell_me(library.instance.folder, target)
        desk.folders.open(moving.folder)
        await until(lambda: desk.window.banners.banner("wish"))
        banner = desk.window.banners.banner("wish")
        assert banner
        assert banner.accessibleName().startswith("All 20 mods are ready for Fabric 26.1.2.")
        banner.buttons[0].click()
        page = desk.pages.migration
        await until(lambda: page.outlook is not None)
        assert page.outlook
        assert page.outlook.target == target
        page.footer.primary.click()
        await until(lambda: desk.window.current_page() == "review" and desk.pages.review.plan)
        desk.pages.review.footer.primary.click()
        await until(lambda: desk.window.banners.banner("left to do"))
        left = desk.window.banners.banner("left to do")
        assert left
        assert "Set it to Fabric 26.1.2 there" in left.accessibleName()
        assert await desk.services.migration.wish(moving.mods_folder) is None
        desk.folders.open(moving.folder)
        await until(lambda: desk.window.banners.banner("left to do") not in {None, left})
        assert desk.mods.library
        assert desk.mods.library.instance.game_version == MOVES_TO
        await until(lambda: desk.mods.check and not desk.mods.state.checking)
        assert desk.mods.check
        assert desk.mods.check.updates == ()
        setup = moving.folder / "mmc-pack.json"
        setup.write_text(setup.read_text().replace("1.21.4", MOVES_TO))
        desk.folders.open(moving.folder)
        # The launcher's own word has the loader's version with it.
        await until(lambda: desk.folders.instance and desk.folders.instance.loader_version)
        await until(lambda: desk.mods.library and desk.mods.library.instance.loader_version)
        assert desk.folders.instance
        assert desk.folders.instance.game_version == MOVES_TO
        await until(lambda: not desk.moving.scope.busy)
        assert desk.window.banners.banner("left to do") is None

    in_window(sandbox, tmp_path / "home", act)


def test_an_account_in_the_window(sandbox: Handle, written: SampleInstance, tmp_path: Path) -> None:
    async def act(desk: Desk) -> None:
        account = desk.services.account
        desk.start(written.folder)
        await until(lambda: desk.mods.library)
        desk.open_project("lanternworks")
        header = desk.pages.project.header
        await until(lambda: desk.pages.project.project)
        assert not header.follow.isVisible()
        header.report_wanted.emit()
        assert desk.window.current_page() == "account"
        field = desk.pages.account.main.sign_in.field
        field.setText("mrp_sandbox_player")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: account.standing.user)
        assert desk.window.top.account.accessibleName() == "Account, signed in as mossfoot"
        desk.back()
        assert desk.window.current_page() == "project"
        await until(lambda: not header.follow.isHidden())
        assert header.follow.text() == "Follow"
        header.follow.click()
        await until(lambda: header.follow.text() == "Following")
        assert await desk.services.community.follows(desk.pages.project.project.project_id)
        header.report_wanted.emit()
        assert desk.window.current_page() == "moderation"
        desk.back()
        await until(lambda: desk.pages.project._members)
        desk.pages.project.side.user_opened.emit(desk.pages.project._members[0].user.id)
        assert desk.window.current_page() == "user"
        await until(lambda: desk.pages.user.projects.model.hits)
        await account.sign_out()
        assert header.follow.isHidden()
        assert desk.window.top.account.accessibleName() == "Account, nobody is signed in"

    in_window(sandbox, tmp_path / "home", act)


def test_a_file_dropped_on_a_project_of_one_s_own_is_for_that_and_else_for_the_folder(
    sandbox: Handle, tmp_path: Path, written: SampleInstance
) -> None:
    async def act(desk: Desk) -> None:
        await opened(desk, written)
        await desk.services.account.sign_in(Token("mrp_sandbox_creator"), keep=False)
        assert not desk.pages.made("studio")
        desk.window.rail.entry("studio").click()
        studio = desk.pages.studio.shown
        await until(lambda: studio.list.projects)
        file = make_jar(tmp_path / "tidal-core-9.jar", {FABRIC: fabric_manifest("tidal-core", "9.0.0")})
        desk.window.files_dropped.emit([file], [])
        assert desk.window.current_page() == "report"
        desk.back()
        assert desk.window.current_page() == "studio"
        studio.open_project("tidal-core")
        await until(lambda: studio.editor.project)
        assert desk.window.publishing_on() == "Tidal Core"
        desk.window.files_dropped.emit([file], [])
        await until(lambda: studio.version.form.boxes)
        assert desk.window.current_page() == "studio"
        assert studio.version.form.content()["version_number"] == "9.0.0"
        for view in (studio.editor, studio.list, studio.list):
            QTest.keyClick(studio.stack.currentWidget(), Qt.Key.Key_Escape)
            assert studio.stack.currentWidget() is view
        assert desk.window.current_page() == "studio"

    in_window(sandbox, tmp_path / "home", act)
