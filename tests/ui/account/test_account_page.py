"""The account's page: signing in, and each of its parts in each of its states."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from accounts import ORIGIN, OTHER, OUT_OF_REACH, PLAYER, REVOKED, Keyring, Platform, project
from modstead.domain.account import Message, Reportable, Thread
from modstead.domain.credentials import Token
from modstead.errors import KeyringUnusable
from modstead.services.account import AccountService
from modstead.ui.account import AccountPage
from modstead.ui.account.other import OtherAccount
from modstead.ui.kit.action_list import ActionRow
from modstead.ui.theme import Theme
from ui.account.scene import Play, Scene, rest, words_on
from ui.stage import on_qt, settled

NO_KEYRING = KeyringUnusable("The system's keyring cannot be used.", "It is locked.")


def paste(page: AccountPage, token: Token | str) -> None:
    text = token.reveal() if isinstance(token, Token) else token
    page.main.sign_in.field.setText(text)
    QTest.keyClick(page.main.sign_in.field, Qt.Key.Key_Return)


def rows(page: AccountPage) -> list[ActionRow]:
    return [row for row in page.main.notifications.model.rows if isinstance(row, ActionRow)]


def test_a_pasted_token_signs_in_and_is_shown_nowhere(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        assert page.main.pages.currentWidget() is page.main.sign_in
        assert page.main.sign_in.field.echoMode() is QLineEdit.EchoMode.Password
        assert not page.main.sign_in.check.isEnabled()
        assert not page.leave.isVisible()
        assert all(one.scope in words_on(page.main.sign_in) for one in scene.account.permissions)
        paste(page, PLAYER)
        assert page.main.sign_in.field.text() == ""
        assert not page.main.sign_in.field.isEnabled()
        await rest(page)
        assert page.main.pages.currentWidget() is page.main.inside
        assert page.header.caption.text() == "Signed in to Modrinth as player (A Player)"
        assert [hit.slug for hit in page.main.following.panel.model.hits] == ["tidal", "lantern"]
        assert scene.keyring.kept == {ORIGIN: PLAYER}
        assert page.main.banners.keys() == ()
        assert PLAYER.reveal() not in words_on(page)

    play(act, signed_in=False)


@pytest.mark.parametrize(
    ("token", "words"),
    [("tökens-are-plain", "This is no token."), (REVOKED.reveal(), "does not take the token")],
)
def test_a_bad_token_is_told_without_repeating_it(play: Play, token: str, words: str) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        paste(page, token)
        await rest(page)
        assert page.main.pages.currentWidget() is page.main.sign_in
        assert page.main.sign_in.field.isEnabled()
        shown = page.main.sign_in.banners.banner("failed")
        assert shown
        assert words in shown.accessibleName()
        assert token not in shown.accessibleName() + words_on(page)
        paste(page, PLAYER)
        await rest(page)
        assert scene.account.standing.user

    play(act, signed_in=False)


def test_that_a_token_lasts_for_the_run_alone_is_said_once(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        scene.keyring.broken = NO_KEYRING
        paste(page, PLAYER)
        await rest(page)
        banner = page.main.banners.banner("kept")
        assert banner
        assert "until Modstead is closed" in banner.accessibleName()
        assert "It is locked." in banner.accessibleName()
        banner.closed.emit()
        await scene.account.check()
        assert page.main.banners.banner("kept") is None

    play(act, signed_in=False)


@pytest.mark.parametrize("token", [PLAYER, REVOKED])
def test_a_kept_token_is_taken_up_when_the_page_is_shown(play: Play, token: Token) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        page.hide()
        scene.settings.change(signed_in=ORIGIN)
        scene.platform.fails = {"me": OUT_OF_REACH}
        page.show()
        await rest(page)
        assert page.main.inside.currentWidget() is page.main.inside.failure
        assert page.leave.isVisible()
        scene.platform.fails = {}
        page.main.inside.retry.click()
        await rest(page)
        good = token is PLAYER
        assert (scene.account.standing.user is not None) is good
        assert page.main.pages.currentWidget() is (page.main.inside if good else page.main.sign_in)
        banner = page.main.sign_in.banners.banner("failed")
        assert (banner is None) is good
        assert banner is None or "no longer takes your token" in banner.accessibleName()

    play(act, signed_in=False, keyring=Keyring(token))


def test_a_keyring_that_gives_nothing_leaves_the_field_to_paste_into(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        page.hide()
        scene.settings.change(signed_in=ORIGIN)
        scene.keyring.broken = NO_KEYRING
        page.show()
        await rest(page)
        assert page.main.pages.currentWidget() is page.main.sign_in
        assert page.main.sign_in.banners.banner("failed")

    play(act, signed_in=False)


def test_a_token_that_ends_meanwhile_asks_for_a_new_one(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        del scene.platform.users[PLAYER]
        page.main.open_tab("notifications")
        await rest(page)
        assert page.main.pages.currentWidget() is page.main.sign_in
        assert scene.account.standing.refused
        assert page.main.following.panel.model.hits == ()
        paste(page, OTHER)
        await rest(page)
        assert "other" in page.header.caption.text()
        page.main.open_tab("following")
        await rest(page)
        assert page.main.following.panel.currentWidget() is page.main.following.panel.empty

    play(act)


def test_signing_out_shows_nothing_of_the_user_any_more(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        page.main.open_tab("notifications")
        await rest(page)
        assert rows(page)
        page.leave.click()
        await rest(page)
        assert page.main.pages.currentWidget() is page.main.sign_in
        assert not rows(page)
        assert not page.main.following.loaded.loaded
        assert not page.main.reports.reports
        assert page.main.profile.name.text() == ""
        assert "player" not in page.header.caption.text()

    play(act)


def test_the_tabs_count_what_changes_while_they_are_not_looked_at(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        await rest(page)
        page.main.open_tab("profile")
        await scene.community.follow(project("copper"))
        assert page.main.tabs.button("following").accessibleName() == "Followed projects, 3"
        await scene.community.notifications()
        assert page.main.tabs.button("notifications").accessibleName() == "Notifications, 1"

    play(act)


@pytest.mark.parametrize("tab", ["following", "notifications", "reports"])
def test_what_cannot_be_loaded_is_told_with_retry_and_stays_where_it_was_there(play: Play, tab: str) -> None:
    call = {"following": "followed", "notifications": "notifications", "reports": "open_reports"}[tab]

    async def act(scene: Scene, page: AccountPage) -> None:
        part = {
            "following": page.main.following,
            "notifications": page.main.notifications,
            "reports": page.main.reports,
        }[tab]
        part.forget()
        scene.platform.fails = {call: OUT_OF_REACH}
        page.main.open_tab(tab)
        part.refresh()
        await rest(page)
        assert part.loaded.currentWidget() is part.loaded.failure
        assert "cannot be reached" in words_on(part.loaded.failure)
        scene.platform.fails = {}
        part.loaded.retry.click()
        await rest(page)
        assert part.loaded.currentWidget() is part.loaded.content
        scene.platform.fails = {call: OUT_OF_REACH}
        page.reload.click()
        await rest(page)
        assert part.loaded.currentWidget() is part.loaded.content
        banner = part.banners.banner("load")
        assert banner
        scene.platform.fails = {}
        banner.buttons[0].click()
        await rest(page)
        assert part.banners.banner("load") is None

    play(act)


@pytest.mark.parametrize("tab", ["following", "notifications", "reports"])
def test_where_there_is_nothing_that_is_said(play: Play, tab: str) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        scene.platform.follows.clear()
        scene.platform.inbox.clear()
        scene.platform.reports.clear()
        part = {
            "following": page.main.following,
            "notifications": page.main.notifications,
            "reports": page.main.reports,
        }[tab]
        page.main.open_tab(tab)
        part.refresh()
        await rest(page)
        assert part.loaded.currentWidget() is part.loaded.empty

    play(act)


def test_followed_projects_open_and_install(play: Play) -> None:
    async def act(_scene: Scene, page: AccountPage) -> None:
        opened: list[str] = []
        installed: list[str] = []
        page.project_opened.connect(opened.append)
        page.install_requested.connect(installed.append)
        shown = page.main.following.panel.list
        QTest.keyClick(shown, Qt.Key.Key_Return)
        QTest.keyClick(shown, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert (opened, installed) == (["id-tidal"], ["id-tidal"])

    play(act)


def test_notifications_are_read_opened_and_deleted_by_keys(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        opened: list[str] = []
        page.project_opened.connect(opened.append)
        page.main.open_tab("notifications")
        await rest(page)
        assert [(row.key, row.chip, row.button) for row in rows(page)] == [
            ("n2", "New", "Mark as read"),
            ("n1", "", ""),
        ]
        assert page.main.tabs.button("notifications").accessibleName() == "Notifications, 1"
        shown = page.main.notifications.list
        QTest.keyClick(shown, Qt.Key.Key_Space)
        await rest(page)
        assert scene.platform.inbox["n2"].read
        assert page.main.tabs.button("notifications").accessibleName() == "Notifications"
        assert not page.main.notifications.read_all.isEnabled()
        QTest.keyClick(shown, Qt.Key.Key_Return)
        assert opened == ["tidal"]
        QTest.keyClick(shown, Qt.Key.Key_Delete)
        await rest(page)
        assert list(scene.platform.inbox) == ["n1"]

    play(act)


def test_all_notifications_are_marked_and_what_was_read_deleted(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        page.main.open_tab("notifications")
        await rest(page)
        page.main.notifications.delete_read.click()
        await rest(page)
        assert list(scene.platform.inbox) == ["n2"]
        page.main.notifications.read_all.click()
        await rest(page)
        assert scene.platform.inbox["n2"].read

    play(act)


def test_a_change_that_fails_is_told_above_the_list(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        page.main.open_tab("notifications")
        await rest(page)
        scene.platform.missing = {"NOTIFICATION_WRITE"}
        page.main.notifications.read_all.click()
        await rest(page)
        assert rows(page)
        (key,) = page.main.notifications.banners.keys()
        banner = page.main.notifications.banners.banner(key)
        assert banner
        assert "does not take the token" in banner.accessibleName()
        assert page.main.pages.currentWidget() is page.main.inside

    play(act)


def test_reports_are_read_and_answered(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        await scene.community.report(Reportable.USER, "u-other", "malicious", "Rude.")
        closed = (Message("m2", kind="thread_closure"), Message("m3", kind="deleted"))
        scene.platform.talk["t1"] = Thread("t1", (*scene.platform.talk["t1"].messages, *closed))
        page.main.open_tab("reports")
        await rest(page)
        talk = page.main.reports.talk
        for words in (
            "Tidal",
            "Spam",
            "Rubbish.",
            "The moderators of Modrinth",
            "We look into it.",
            "Closed the report.",
        ):
            assert words in words_on(talk)
        talk.field.setPlainText("Thank you.")
        scene.platform.fails = {"write": OUT_OF_REACH}
        talk.send.click()
        await rest(page)
        assert talk.field.text() == "Thank you."
        assert page.main.reports.banners.banner("send")
        scene.platform.fails = {}
        talk.send.click()
        await rest(page)
        assert talk.field.text() == ""
        assert "Thank you." in words_on(talk)
        assert "player" not in words_on(talk)
        talk.field.setPlainText("For the other one.")
        QTest.keyClick(page.main.reports.list, Qt.Key.Key_Down)
        assert "Rude." in words_on(talk)
        assert talk.field.text() == ""
        assert not talk.field.isEnabled()

    play(act)


def test_reports_without_their_threads_say_why(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        scene.platform.missing = {"THREAD_READ"}
        page.main.open_tab("reports")
        await rest(page)
        assert page.main.reports.banners.banner("unread")
        assert "Rubbish." in words_on(page.main.reports.talk)

    play(act)


def test_a_profile_is_saved_and_what_the_token_may_do_is_shown(play: Play) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        page.main.open_tab("profile")
        profile = page.main.profile
        assert profile.name.text() == "A Player"
        assert not profile.save.isEnabled()
        assert "Not known until it is used" in words_on(profile)
        profile.bio.setPlainText("I mine.")
        assert profile.save.isEnabled()
        scene.platform.fails = {"edit_profile": OUT_OF_REACH}
        profile.save.click()
        await rest(page)
        assert profile.banners.banner("save")
        assert profile.bio.text() == "I mine."
        scene.platform.fails = {}
        profile.save.click()
        await rest(page)
        assert scene.platform.users[PLAYER].bio == "I mine."
        assert not profile.save.isEnabled()

    play(act)


@pytest.mark.parametrize("seen", [True, False])
def test_what_is_followed_elsewhere_comes_to_the_list(play: Play, seen: bool) -> None:
    async def act(scene: Scene, page: AccountPage) -> None:
        if not seen:
            page.main.open_tab("profile")
        await scene.community.follow(scene.platform.projects["id-copper"])
        page.main.open_tab("following")
        await rest(page)
        assert {hit.slug for hit in page.main.following.panel.model.hits} == {"tidal", "lantern", "copper"}
        assert page.main.tabs.button("following").accessibleName() == "Followed projects, 3"
        assert scene.platform.calls.count("followed") == 2

    play(act)


def test_another_platform_s_account_stands_beside_and_by_itself(theme: Theme, tmp_path: Path) -> None:
    async def work() -> None:
        scene = Scene(theme, tmp_path)
        await scene.account.sign_in(PLAYER)
        platform = Platform()
        platform.id, platform.title, platform.origin = (
            "guizhan",
            "Guizhan Resources",
            "https://guizhan.example",
        )
        other = AccountService(platform, scene.keyring, scene.settings)
        page = scene.page(others=(other,))
        try:
            assert page.platforms.isVisible()
            assert page.header.caption.text() == "Signed in to Modrinth as player (A Player)"
            page.open_platform("guizhan")
            view = page.views.currentWidget()
            assert isinstance(view, OtherAccount)
            assert page.header.caption.text() == ""
            assert not page.leave.isVisible()
            assert view.pages.currentWidget() is view.sign_in
            view.sign_in.field.setText(OTHER.reveal())
            QTest.keyClick(view.sign_in.field, Qt.Key.Key_Return)
            await settled(view.scope)
            assert page.header.caption.text() == "Signed in to Guizhan Resources as other"
            assert "Allowed" in words_on(view.grants)
            assert scene.keyring.kept == {ORIGIN: PLAYER, platform.origin: OTHER}
            page.leave.click()
            await settled(view.scope)
            assert scene.keyring.kept == {ORIGIN: PLAYER}
            page.open_platform("modrinth")
            assert "as player" in page.header.caption.text()
        finally:
            await page.close_tasks()
            await scene.scope.close()
            page.close()
            page.deleteLater()

    on_qt(work)


def test_one_platform_alone_needs_no_choice(play: Play) -> None:
    async def act(_scene: Scene, page: AccountPage) -> None:
        assert not page.platforms.isVisible()

    play(act)
