"""The account beside other pages: when the keyring is asked, and what a project's page is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from accounts import ORIGIN, OUT_OF_REACH, PLAYER, Keyring, project
from modstead.domain.account import Reportable
from modstead.domain.project import Project, ProjectRef
from modstead.errors import KeyringUnusable
from modstead.ui.kit.topbar import AccountButton
from modstead.ui.membership import Membership
from modstead.ui.theme import Theme
from ui.account.scene import Scene
from ui.stage import on_qt, settled


class Pages(QObject):
    """What the pages tell, and what they are told."""

    project_shown = Signal(object)
    follow_requested = Signal(object, bool)
    report_requested = Signal(object, str, str)
    user_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.told: list[bool | None] = []
        self.opened: list[Any] = []
        self.project = SimpleNamespace(show_followed=self.told.append)
        self.user = SimpleNamespace(open_user=self.opened.append)
        self.moderation = SimpleNamespace(open_report=lambda *what: self.opened.append(what))

    def made(self, _page: str) -> bool:
        return True


class Beside:
    def __init__(self, theme: Theme, folder: Path, keyring: Keyring | None = None) -> None:
        self.scene = Scene(theme, folder, keyring=keyring)
        self.pages = Pages()
        self.shown: list[str] = []
        self.window: Any = QWidget()
        self.window.theme = theme
        self.window.top = SimpleNamespace(account=AccountButton(theme))
        services: Any = SimpleNamespace(account=self.scene.account, community=self.scene.community)
        pages: Any = self.pages
        self.membership = Membership(self.window, services, pages, self.scene.images, show=self.shown.append)
        self.words: list[str] = []
        self.membership.told.connect(self.words.append)
        self.membership.warned.connect(self.words.append)

    async def rest(self) -> None:
        await settled(self.membership.scope)


Act = Callable[[Beside], Awaitable[None]]


def play(theme: Theme, folder: Path, act: Act, keyring: Keyring | None = None) -> None:
    async def work() -> None:
        beside = Beside(theme, folder, keyring)
        try:
            await act(beside)
        finally:
            await beside.membership.close()
            await beside.scene.scope.close()

    on_qt(work)


def test_who_never_signed_in_is_asked_for_no_keyring(theme: Theme, tmp_path: Path) -> None:
    async def act(at: Beside) -> None:
        at.pages.project_shown.emit(project("lantern"))
        await at.rest()
        assert at.scene.keyring.asked == 0
        assert at.pages.told == [None]
        at.pages.report_requested.emit(Reportable.PROJECT, "id-lantern", "Lantern")
        assert at.shown == ["account"]
        assert at.words == ["Sign in to report Lantern"]

    play(theme, tmp_path, act, Keyring(PLAYER))


def test_the_kept_token_is_taken_up_with_the_first_project(theme: Theme, tmp_path: Path) -> None:
    async def act(at: Beside) -> None:
        at.scene.settings.change(signed_in=ORIGIN)
        at.pages.project_shown.emit(project("lantern"))
        await at.rest()
        assert at.pages.told[-1] is True
        name = "Account, signed in as player"
        assert at.window.top.account.accessibleName() == f"{name}, 1 unread notification"
        await at.scene.community.mark_read(await at.scene.community.notifications())
        await at.scene.community.notifications()
        assert at.window.top.account.accessibleName() == name
        at.pages.project_shown.emit(project("copper"))
        await at.rest()
        assert at.pages.told[-1] is False
        assert at.scene.keyring.asked == 1

    play(theme, tmp_path, act, Keyring(PLAYER))


@pytest.mark.parametrize("projects", [1, 3])
def test_a_keyring_that_is_not_unlocked_is_not_asked_again(
    theme: Theme, tmp_path: Path, projects: int
) -> None:
    async def act(at: Beside) -> None:
        at.scene.settings.change(signed_in=ORIGIN)
        at.scene.keyring.broken = KeyringUnusable("The system's keyring cannot be used.")
        for _ in range(projects):
            at.pages.project_shown.emit(project("lantern"))
            await at.rest()
        assert at.scene.keyring.asked == 1
        assert set(at.pages.told) == {None}
        assert at.words == []

    play(theme, tmp_path, act)


def test_following_is_told_and_a_failure_takes_it_back(theme: Theme, tmp_path: Path) -> None:
    async def act(at: Beside) -> None:
        await at.scene.account.sign_in(PLAYER)
        copper = project("copper")
        at.pages.project_shown.emit(copper)
        await at.rest()
        at.pages.follow_requested.emit(copper, True)
        await at.rest()
        assert at.pages.told[-1] is True
        assert at.words == ["You follow Copper"]
        at.scene.platform.fails = {"unfollow": OUT_OF_REACH}
        at.pages.follow_requested.emit(copper, False)
        await at.rest()
        assert at.pages.told[-1] is True
        assert "cannot be reached" in at.words[-1]
        at.pages.user_opened.emit("u-other")
        at.pages.report_requested.emit(Reportable.USER, "u-other", "other")
        assert at.shown == ["user", "moderation"]
        assert at.pages.opened == ["u-other", (Reportable.USER, "u-other", "other")]
        await at.scene.account.sign_out()
        assert at.pages.told[-1] is None

    play(theme, tmp_path, act)


def test_a_project_of_another_platform_cannot_be_followed(theme: Theme, tmp_path: Path) -> None:
    async def act(at: Beside) -> None:
        await at.scene.account.sign_in(PLAYER)
        at.pages.project_shown.emit(Project(ProjectRef("guizhan", "guizhan:7"), "seven", "Seven"))
        await at.rest()
        assert at.pages.told == []
        assert "followed" not in at.scene.platform.calls

    play(theme, tmp_path, act)
