"""The page of a user, and the one on which something is reported."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from accounts import OUT_OF_REACH, PLAYER
from modstead.domain.account import Reportable
from modstead.ui.kit.topbar import AccountButton
from modstead.ui.moderation import ModerationPage
from modstead.ui.theme import Theme
from modstead.ui.user import UserPage
from ui.account.scene import Scene, words_on
from ui.stage import on_qt, settled


def on_user(theme: Theme, folder: Path, act: Callable[[Scene, UserPage], Awaitable[None]]) -> None:
    async def work() -> None:
        scene = Scene(theme, folder)
        page = UserPage(theme, scene.community, scene.states, scene.images)
        page.resize(1000, 700)
        page.show()
        try:
            await act(scene, page)
        finally:
            await page.close_tasks()
            await scene.scope.close()
            page.close()
            page.deleteLater()

    on_qt(work)


def on_moderation(
    theme: Theme, folder: Path, act: Callable[[Scene, ModerationPage], Awaitable[None]]
) -> None:
    async def work() -> None:
        scene = Scene(theme, folder)
        await scene.account.sign_in(PLAYER)
        page = ModerationPage(theme, scene.community, scene.projects, "Modrinth")
        page.resize(1000, 700)
        page.show()
        try:
            await act(scene, page)
        finally:
            await page.close_tasks()
            page.close()
            page.deleteLater()

    on_qt(work)


def test_a_user_s_projects_open_and_install_without_an_account(theme: Theme, tmp_path: Path) -> None:
    async def act(_scene: Scene, page: UserPage) -> None:
        opened: list[str] = []
        installed: list[str] = []
        reported: list[tuple[object, str, str]] = []
        page.project_opened.connect(opened.append)
        page.install_requested.connect(installed.append)
        page.report_requested.connect(lambda *what: reported.append(what))
        page.open_user("other")
        assert not page.report.isVisible()
        await settled(page.scope)
        assert (page.header.title.text(), page.header.caption.text()) == ("other", "3 projects")
        QTest.keyClick(page.projects.list, Qt.Key.Key_Return)
        QTest.keyClick(page.projects.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert (opened, installed) == (["id-tidal"], ["id-tidal"])
        page.report.click()
        assert reported == [(Reportable.USER, "u-other", "other")]
        page.open_user("player")
        assert page.header.title.text() == ""
        await settled(page.scope)
        assert page.header.title.text() == "A Player"
        assert page.projects.currentWidget() is page.projects.empty

    on_user(theme, tmp_path, act)


def test_a_user_who_cannot_be_had_is_told_with_retry(theme: Theme, tmp_path: Path) -> None:
    async def act(scene: Scene, page: UserPage) -> None:
        scene.platform.fails = {"user": OUT_OF_REACH}
        page.open_user("other")
        await settled(page.scope)
        assert page.projects.currentWidget() is page.projects.failure
        scene.platform.fails = {}
        page.projects.retry.click()
        await settled(page.scope)
        assert page.projects.currentWidget() is page.projects.list
        scene.platform.fails = {"user": OUT_OF_REACH}
        page.open_user("other")
        await settled(page.scope)
        assert page.projects.currentWidget() is page.projects.list
        assert page.banners.banner("user")

    on_user(theme, tmp_path, act)


@pytest.mark.parametrize(
    ("place", "item"), [(0, ("project", "id-tidal")), (2, ("version", "v1"))], ids=["project", "version"]
)
def test_a_project_or_one_of_its_versions_is_reported(
    theme: Theme, tmp_path: Path, place: int, item: tuple[str, str]
) -> None:
    async def act(scene: Scene, page: ModerationPage) -> None:
        left: list[bool] = []
        page.left.connect(lambda: left.append(True))
        page.open_report(Reportable.PROJECT, "id-tidal", "Tidal")
        await settled(page.scope)
        assert page.header.title.text() == "Report Tidal"
        shown = [page.about.itemText(number) for number in range(page.about.count())]
        assert shown == ["All of Tidal", "Version 2.0", "Version 1.0"]
        page.about.setCurrentIndex(place)
        assert not page.footer.primary.isEnabled()
        page.reason.setCurrentIndex(1)
        assert not page.footer.primary.isEnabled()
        page.words.setPlainText("It phones home.")
        page.footer.primary.click()
        assert not page.footer.primary.isEnabled()
        await settled(page.scope)
        made = scene.platform.reports[-1]
        assert (made.item, made.item_id) == item
        assert (made.reason, made.text) == ("malicious", "It phones home.")
        assert left
        assert page.words.text() == ""

    on_moderation(theme, tmp_path, act)


def test_a_report_that_could_not_be_sent_keeps_its_words(theme: Theme, tmp_path: Path) -> None:
    async def act(scene: Scene, page: ModerationPage) -> None:
        scene.platform.fails = {"report_types": OUT_OF_REACH}
        page.open_report(Reportable.USER, "u-other", "other")
        await settled(page.scope)
        assert not page.about.isVisible()
        banner = page.banners.banner("reasons")
        assert banner
        scene.platform.fails = {"report": OUT_OF_REACH}
        banner.buttons[0].click()
        await settled(page.scope)
        page.reason.setCurrentIndex(0)
        page.words.setPlainText("Rude.")
        page.footer.primary.click()
        await settled(page.scope)
        banner = page.banners.banner("send")
        assert banner
        assert "cannot be reached" in words_on(page.banners)
        assert page.words.text() == "Rude."
        scene.platform.fails = {}
        page.footer.primary.click()
        await settled(page.scope)
        assert scene.platform.reports[-1].item == "user"

    on_moderation(theme, tmp_path, act)


def test_words_about_one_thing_are_not_sent_about_another(theme: Theme, tmp_path: Path) -> None:
    async def act(_scene: Scene, page: ModerationPage) -> None:
        page.open_report(Reportable.USER, "u-other", "other")
        await settled(page.scope)
        page.words.setPlainText("Rude.")
        page.open_report(Reportable.USER, "u-other", "other")
        assert page.words.text() == "Rude."
        page.open_report(Reportable.PROJECT, "id-tidal", "Tidal")
        await settled(page.scope)
        assert page.words.text() == ""
        assert page.reason.currentIndex() == -1

    on_moderation(theme, tmp_path, act)


def test_the_button_in_the_top_bar_says_whose_account_it_is(theme: Theme) -> None:
    button = AccountButton(theme)
    nobody = button.grab().toImage()
    assert button.accessibleName() == "Account, nobody is signed in"
    button.show_user("mossfoot")
    assert button.accessibleName() == "Account, signed in as mossfoot"
    assert button.grab().toImage() != nobody
