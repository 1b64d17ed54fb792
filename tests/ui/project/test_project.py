"""The project page over the real services and the sandbox."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget

from modstead.domain.instance import Instance, Library, Loader
from modstead.ui.kit.labels import Label, Link
from modstead.ui.project import ProjectPage
from modstead.ui.project.side import FitCard, IdRow
from modstead.ui.project.versions import VersionRow
from modstead.ui.project_states import InstalledProject, Running
from modstead.ui.theme import Theme
from modstead_sandbox.faults import Fault
from modstead_sandbox.server import Handle
from ui.stage import MEADOW, Stage, Watch, on_stage, settled

Scene = Callable[[Stage, ProjectPage], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture
def play(theme: Theme, sandbox: Handle, tmp_path: Path) -> Play:
    """Opens Lanternworks in an empty folder, waits until everything is there, and runs a scene."""

    def run(scene: Scene) -> None:
        async def act(stage: Stage) -> None:
            services = stage.services
            page = ProjectPage(
                theme,
                services.projects,
                services.installs,
                services.search,
                states=stage.states,
                images=stage.images,
            )
            page.resize(1127, 751)
            page.show()
            page.set_library(Library(MEADOW))
            complete = Watch(page.description.completed)
            page.open_project("lanternworks", "Browse · 9,412 mods")
            await settled(page.scope)
            await complete.until()
            try:
                await scene(stage, page)
            finally:
                await page.close_tasks()
                page.hide()
                page.deleteLater()

        on_stage(theme, sandbox, tmp_path, act)

    return run


def tab(page: ProjectPage, key: str) -> QWidget:
    page.tabs.button(key).click()
    return page.parts.currentWidget()


def side_parts(page: ProjectPage) -> list[QWidget]:
    """What stands in the side panel now, with everything in it."""
    page.side._fill()
    body = page.side.body
    items = [item for place in range(body.count()) if (item := body.itemAt(place))]
    rows = [widget for item in items if (widget := item.widget())]
    return [part for row in rows for part in (row, *row.findChildren(QWidget))]


def side_words(page: ProjectPage) -> str:
    return "\n".join(part.accessibleName() for part in side_parts(page))


def fit_card(page: ProjectPage) -> FitCard:
    return next(part for part in side_parts(page) if isinstance(part, FitCard))


def version_row(page: ProjectPage, number: int) -> VersionRow:
    return page.version_model.rows[number]


def test_the_header_says_who_it_is(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        assert page.header.title.accessibleName() == "Lanternworks by emberlyn"
        assert page.header.summary.accessibleName().startswith("Hang, chain and dye lanterns.")
        assert page.header.back_link.text() == "Browse · 9,412 mods"
        assert page.header.button.main.text().startswith("Install ")
        assert page.description.toPlainText().strip().startswith("A warmer night")

    play(scene)


def test_the_models_hold_qt_s_promises(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        mode = QAbstractItemModelTester.FailureReportingMode.Fatal
        models = (page.version_model, page.dependency_model, page.gallery_model)
        testers = [QAbstractItemModelTester(model, mode) for model in models]
        page.version_filter.button("all").click()
        stage.states.set_offline(True)
        page.open_project("tidal-core")
        await settled(page.scope)
        assert len(testers) == 3

    play(scene)


def test_it_says_first_whether_it_fits(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        assert fit_card(page).accessibleName().endswith("fits Fabric 1.21.4")
        words = side_words(page)
        assert "Client: Required" in words
        assert "Loaders: " in words
        assert "Licence: " in words
        assert "emberlyn, Owner" in words
        assert "Tidal Core, " in words

    play(scene)


def test_what_comes_along_is_named_with_its_size(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        captions = [part.text() for part in side_parts(page) if isinstance(part, Label)]
        assert any(" new, " in caption and caption.endswith("KB") for caption in captions)
        required = [row for row in page.dependency_model.rows if row.state == "Comes along"]
        assert required
        stage.states._installed = {required[0].project_id: InstalledProject("v", "1.0")}
        stage.states.changed.emit()
        row = next(row for row in page.dependency_model.rows if row.project_id == required[0].project_id)
        assert (row.state, row.good) == ("Installed", True)

    play(scene)


def test_versions_are_those_that_fit_until_all_are_asked_for(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        tab(page, "versions")
        assert page.version_filter.current() == "fitting"
        fitting = page.version_model.rows
        assert fitting
        assert all("fabric" in row.version.loaders for row in fitting)
        assert all("1.21.4" in row.version.game_versions for row in fitting)
        page.version_filter.button("all").click()
        everything = page.version_model.rows
        assert len(everything) > len(fitting)
        refused = [row for row in everything if row.button.kind == "off"]
        assert refused
        assert all(row.hint for row in refused)
        dates = [row.version.published for row in everything if row.version.published]
        assert dates == sorted(dates, reverse=True)

    play(scene)


def test_each_version_can_be_installed_or_switched_to(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        asked = Watch(page.install_requested)
        tab(page, "versions")
        project = page.project
        assert project is not None
        second = version_row(page, 1).version
        page.versions.setCurrentIndex(page.version_model.index(1))
        QTest.keyClick(page.versions, Qt.Key.Key_Return)
        assert asked.values == [(project.project_id, second.id)]
        stage.states._installed = {project.project_id: InstalledProject(second.id, second.number)}
        stage.states.changed.emit()
        assert version_row(page, 1).installed
        assert version_row(page, 1).button.words == "Installed"
        assert version_row(page, 0).button.words == "Switch"
        assert page.header.button.main.text() == "Installed"
        rect = page.versions.visualRect(page.version_model.index(0))
        spot = QPoint(page.versions.width() - page.theme.px(14 + 10 + 50), rect.center().y())
        QTest.mouseClick(
            page.versions.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
        )
        assert asked.values[-1] == (project.project_id, version_row(page, 0).version.id)
        page.versions.setCurrentIndex(page.version_model.index(1))
        QTest.keyClick(page.versions, Qt.Key.Key_Return)
        assert len(asked.values) == 2
        sentence = page.version_model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "Release" in sentence
        assert sentence.endswith("Installed.")

    play(scene)


def test_the_button_follows_the_project_s_state(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        project = page.project
        assert project is not None
        asked, cancelled = Watch(page.install_requested), Watch(page.cancel_requested)
        main = page.header.button.main
        main.click()
        assert asked.values == [(project.project_id, "")]
        stage.states.set_running([project.project_id], Running(0.5))
        assert main.text() == "50 %"
        assert not main.isEnabled()
        page.header.cancel.click()
        assert cancelled.values == [project.project_id]
        stage.states.set_running([project.project_id], None)
        stage.states._installed = {project.project_id: InstalledProject("v", "3.0.0", "3.4.0")}
        stage.states.changed.emit()
        assert main.text().startswith("Update to ")
        stage.states.set_offline(True)
        assert not main.isEnabled()
        assert main.accessibleDescription() == "You are offline."
        assert page.banners.banner("offline") is not None

    play(scene)


def test_the_menu_beside_it_offers_other_versions(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        asked = Watch(page.install_requested)
        menu = page.header.versions_menu
        menu.aboutToShow.emit()
        versions = [action for action in menu.actions() if action.text() and action.text() != "All versions"]
        assert len(versions) == len(page.version_model.rows)
        versions[1].trigger()
        assert asked.values[0][1] == version_row(page, 1).version.id
        menu.actions()[-1].trigger()
        assert page.tabs.current() == "versions"

    play(scene)


def test_an_instance_that_nothing_fits_is_told_so(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        stage.states.set_instance(Instance(MEADOW.folder, "Old", "", Loader.FORGE, "", "1.7.10"))
        await settled(page.scope)
        assert fit_card(page).accessibleName().startswith("Nothing fits.")
        assert page.header.button.main.text() == "No 1.7.10 yet"
        assert page.version_model.rows == ()

    play(scene)


def test_the_gallery_shows_pictures_small_and_large(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        came = Watch(stage.images.ready)
        assert tab(page, "gallery") is page.gallery
        page.gallery.grab()
        await came.until()
        assert page.gallery_model.rowCount() == 6
        page.gallery.setCurrentIndex(page.gallery_model.index(0))
        QTest.keyClick(page.gallery, Qt.Key.Key_Return)
        assert page.viewer.isVisible()
        assert page.viewer.place == 0
        QTest.keyClick(page.viewer, Qt.Key.Key_Left)
        assert page.viewer.place == 5
        QTest.keyClick(page.viewer, Qt.Key.Key_Right)
        assert page.viewer.place == 0
        left = Watch(page.back)
        QTest.keyClick(page.viewer, Qt.Key.Key_Escape)
        assert not page.viewer.isVisible()
        assert left.values == []

    play(scene)


def test_changelogs_of_all_versions_come_as_one_reads(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        assert page.changelog.toPlainText() == ""
        tab(page, "changelog")
        complete = Watch(page.changelog.completed)
        await settled(page.scope)
        await complete.until()
        first = page.changelog.toPlainText()
        assert version_row(page, 0).version.number in first
        while not page.changelog.complete:
            page.changelog.verticalScrollBar().setValue(page.changelog.verticalScrollBar().maximum())
            before = len(complete.values)
            page.changelog._ask()
            await complete.until(lambda: len(complete.values) > before)  # noqa: B023
            await settled(page.scope)
        page.version_filter.button("all").click()
        shown = page.changelog.toPlainText()
        assert all(row.version.number in shown for row in page.version_model.rows)

    play(scene)


def test_dependencies_are_grouped_and_open_their_projects(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        assert tab(page, "dependencies") is page.dependencies
        rows = page.dependency_model.rows
        headings = [row.title for row in rows if row.heading]
        assert headings[0] == "Required"
        assert "Optional" in headings
        opened = Watch(page.project_opened)
        place = next(place for place, row in enumerate(rows) if row.project_id)
        page.dependencies.setCurrentIndex(page.dependency_model.index(place))
        QTest.keyClick(page.dependencies, Qt.Key.Key_Return)
        assert opened.values == [rows[place].project_id]
        page.dependencies._open(page.dependency_model.index(0))
        page.dependencies._open(QModelIndex())
        assert len(opened.values) == 1

    play(scene)


def test_links_to_projects_open_here_and_others_outside(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    outside: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: outside.append(QUrl(url).toString()))

    async def scene(stage: Stage, page: ProjectPage) -> None:
        opened = Watch(page.project_opened)
        page.description.anchorClicked.emit(QUrl("https://modrinth.com/mod/tidal-core"))
        page.description.anchorClicked.emit(QUrl("https://elsewhere.example/page"))
        page.description.anchorClicked.emit(QUrl("file:///etc/passwd"))
        assert opened.values == ["tidal-core"]
        assert outside == ["https://elsewhere.example/page"]
        links = [part for part in side_parts(page) if isinstance(part, Link)]
        next(link for link in links if link.text() == "Project page").click()
        assert outside[-1] == stage.services.projects.url(page.project)

    play(scene)


def test_the_id_and_the_link_can_be_copied(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        project = page.project
        assert project is not None
        next(part for part in side_parts(page) if isinstance(part, IdRow))._copy()
        assert QGuiApplication.clipboard().text() == project.project_id
        page.header.link_copied.emit()
        assert QGuiApplication.clipboard().text() == stage.services.projects.url(project)

    play(scene)


def test_escape_leads_back(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        left = Watch(page.back)
        page.activateWindow()
        page.description.setFocus()
        QTest.keyClick(page.description, Qt.Key.Key_Escape)
        await left.until()

    play(scene)


def test_a_project_that_is_not_there_says_so_and_retries(play: Play, sandbox: Handle) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        page.open_project("there-is-no-such-project")
        await settled(page.scope)
        assert page.states_pages.currentWidget() is page._failed_page
        assert page.failure.title.text()
        sandbox.fault("/v2/project/skylark-atlas", Fault(status=400), 1)
        page.open_project("skylark-atlas")
        await settled(page.scope)
        assert page.states_pages.currentWidget() is page._failed_page
        page.retry.click()
        await settled(page.scope)
        assert page.states_pages.currentWidget() is page._shown
        assert page.header.title.title == "Skylark Atlas"

    play(scene)


def test_a_part_that_fails_leaves_the_rest(play: Play, sandbox: Handle) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        sandbox.fault("/v2/project/*/version", Fault(status=400))
        page.open_project("quiet-villages")
        await settled(page.scope)
        banner = page.banners.banner("part")
        assert banner is not None
        assert page.description.toPlainText()
        sandbox.clear_faults()
        banner.buttons[0].click()
        await settled(page.scope)
        assert page.version_model.rowCount() > 0

    play(scene)


def test_a_narrow_page_has_its_details_behind_a_tab(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        assert page.side.isVisible()
        page.resize(820, 700)
        assert not page.side.isVisible()
        tab(page, "details")
        assert page.side.isVisible()
        page.resize(1127, 751)
        assert page.side.isVisible()
        assert page.tabs.current() == "description"

    play(scene)


def test_a_project_opens_at_the_tab_that_was_asked_for(play: Play) -> None:
    async def act(_stage: Stage, page: ProjectPage) -> None:
        page.open_project("tidal-core", tab="versions")
        await settled(page.scope)
        assert page.tabs.current() == "versions"
        assert page.versions.isVisible()

    play(act)


def test_another_project_starts_from_the_top(play: Play) -> None:
    async def scene(stage: Stage, page: ProjectPage) -> None:
        tab(page, "versions")
        complete = Watch(page.description.completed)
        page.open_project("tidal-core")
        assert page.project is None
        await settled(page.scope)
        await complete.until()
        assert page.tabs.current() == "description"
        assert page.header.title.title == "Tidal Core"
        assert "Lanternworks" not in page.header.title.accessibleName()

    play(scene)
