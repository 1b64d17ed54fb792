"""What an account is good for, over a platform that tests make up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from accounts import OTHER, OUT_OF_REACH, PLAYER, Keyring, Platform, project
from modstead.domain.account import ProfileChange, Reportable
from modstead.domain.project import Project, ProjectRef
from modstead.domain.version import Version
from modstead.errors import (
    ModsteadError,
    NotFound,
    OutcomeUnknown,
    ReportRefused,
    RequestRefused,
    Unauthorized,
    Unreachable,
)
from modstead.services.account import AccountService
from modstead.services.community import CommunityService
from modstead.services.settings import SettingsService


class Scene:
    def __init__(self, folder: Path) -> None:
        self.platform = Platform()
        self.account = AccountService(self.platform, Keyring(), SettingsService(folder / "settings.json"))
        catalog: Any = SimpleNamespace(projects=self._projects, versions_by_id=self._versions)
        self.community = CommunityService(self.account, self.platform, catalog)
        self.changes: list[None] = []
        self.community.follows_changed.listen(self.changes.append)

    async def _projects(self, ids: set[str]) -> dict[str, Any]:
        if "catalog" in self.platform.fails:
            raise self.platform.fails["catalog"]
        return {one: self.platform.projects[one] for one in ids}

    async def _versions(self, ids: set[str]) -> dict[str, Version]:
        return {one: Version("modrinth", one, "id-tidal", "2.0", "Tidal 2.0") for one in ids}


def play(folder: Path, act: Callable[[Scene], Awaitable[None]]) -> None:
    async def signed_in() -> None:
        scene = Scene(folder)
        await scene.account.sign_in(PLAYER)
        await act(scene)

    asyncio.run(signed_in())


def test_followed_projects_come_newest_first_and_are_known_from_then_on(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        assert [one.slug for one in await scene.community.followed()] == ["tidal", "lantern"]
        assert await scene.community.follows("id-tidal")
        assert not await scene.community.follows("id-copper")
        assert scene.platform.calls.count("followed") == 1

    play(tmp_path, act)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    ("slug", "follow"), [("copper", True), ("tidal", False), ("tidal", True), ("copper", False)]
)
def test_following_and_not_following_are_there_in_the_end(
    tmp_path: Path, slug: str, follow: bool, known: bool
) -> None:
    async def act(scene: Scene) -> None:
        if known:
            await scene.community.followed()
        change = scene.community.follow if follow else scene.community.unfollow
        await change(project(slug))
        assert (f"id-{slug}" in scene.platform.follows) is follow
        assert await scene.community.follows(f"id-{slug}") is follow
        assert scene.changes

    play(tmp_path, act)


def test_a_follow_that_is_refused_for_another_reason_is_told(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.platform.fails = {"follow": RequestRefused("Modrinth refused the request.")}
        with pytest.raises(RequestRefused):
            await scene.community.follow(project("copper"))
        assert not await scene.community.follows("id-copper")

    play(tmp_path, act)


def test_what_is_followed_is_another_user_s_own_affair(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        assert await scene.community.follows("id-tidal")
        told = len(scene.changes)
        await scene.account.sign_in(OTHER)
        assert len(scene.changes) == told + 1
        assert not await scene.community.follows("id-tidal")
        await scene.account.sign_out()
        with pytest.raises(Unauthorized):
            await scene.community.follows("id-tidal")

    play(tmp_path, act)


def test_notifications_are_read_and_deleted_one_by_one_or_all(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        found = await scene.community.notifications()
        assert [(one.id, one.read) for one in found] == [("n2", False), ("n1", True)]
        await scene.community.mark_read(found)
        assert all(one.read for one in await scene.community.notifications())
        await scene.community.mark_read(await scene.community.notifications())
        await scene.community.delete_notifications(found[:1])
        assert [one.id for one in await scene.community.notifications()] == ["n1"]
        await scene.community.delete_notifications(())
        assert (
            scene.platform.calls.count("mark_read") == scene.platform.calls.count("delete_notifications") == 1
        )

    play(tmp_path, act)


def test_a_report_is_sent_with_a_known_reason_and_words(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        report = await scene.community.report(Reportable.VERSION, "v1", "malicious", " It phones home.\n")
        assert (report.item, report.item_id, report.text) == ("version", "v1", "It phones home.")

    play(tmp_path, act)


@pytest.mark.parametrize(
    ("reason", "text"), [("rude", "Words."), ("", "Words."), ("spam", ""), ("spam", " \n")]
)
def test_a_report_that_nobody_could_act_on_is_not_sent(tmp_path: Path, reason: str, text: str) -> None:
    async def act(scene: Scene) -> None:
        with pytest.raises(ReportRefused):
            await scene.community.report(Reportable.USER, "u-other", reason, text)
        assert "report" not in scene.platform.calls

    play(tmp_path, act)


def test_open_reports_say_what_they_are_about_and_what_was_answered(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        await scene.community.report(Reportable.VERSION, "v1", "malicious", "It phones home.")
        await scene.community.report(Reportable.USER, "u-other", "spam", "Rude.")
        found = await scene.community.open_reports()
        assert [one.subject for one in found.reports] == ["Tidal", "Tidal 2.0", "other"]
        thread = found.reports[0].thread
        assert thread
        assert [one.text for one in thread.messages] == ["We look into it."]
        answered = await scene.community.write("t1", " Thank you. ")
        assert answered.messages[-1].text == "Thank you."
        assert answered.author(answered.messages[-1]) == "player"
        assert answered.author(answered.messages[0]) == ""

    play(tmp_path, act)


@pytest.mark.parametrize("fails", ["catalog", "user", "THREAD_READ"])
def test_reports_are_there_also_where_names_or_threads_cannot_be_had(tmp_path: Path, fails: str) -> None:
    async def act(scene: Scene) -> None:
        await scene.community.report(Reportable.USER, "u-other", "spam", "Rude.")
        scene.platform.fails = {fails: OUT_OF_REACH}
        scene.platform.missing = {fails}
        found = await scene.community.open_reports()
        assert [one.report.id for one in found.reports] == ["r1", "r2"]
        assert (found.unread is not None) is (fails == "THREAD_READ")
        assert (found.reports[0].thread is None) is (fails == "THREAD_READ")
        assert found.reports[0].subject == ("Tidal" if fails == "THREAD_READ" else "id-tidal")

    play(tmp_path, act)


def test_a_user_s_page_is_there_for_everybody(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        await scene.account.sign_out()
        page = await scene.community.user_page("other")
        assert page.user.id == "u-other"
        assert [one.slug for one in page.projects] == ["tidal", "lantern", "copper"]

    play(tmp_path, act)


@pytest.mark.parametrize(
    "call",
    [
        lambda community: community.followed(),
        lambda community: community.notifications(),
        lambda community: community.open_reports(),
        lambda community: community.write("t1", "Hello?"),
        lambda community: community.follow(project("copper")),
        lambda community: community.report(Reportable.USER, "u", "spam", "Rude."),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_failures_pass_as_they_are(
    tmp_path: Path, call: Callable[[CommunityService], Awaitable[object]], signed_in: bool
) -> None:
    expected: type[ModsteadError] = Unreachable if signed_in else Unauthorized

    async def act(scene: Scene) -> None:
        if not signed_in:
            await scene.account.sign_out()
        names = ("followed", "notifications", "open_reports", "write", "follow", "report")
        scene.platform.fails = dict.fromkeys(names, OUT_OF_REACH)
        with pytest.raises(expected):
            await call(scene.community)

    play(tmp_path, act)


def test_what_lies_on_another_platform_is_neither_followed_nor_reported(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        theirs = Project(ProjectRef("guizhan", "guizhan:7"), "seven", "Seven")
        for attempt in (
            partial(scene.community.follow, theirs),
            partial(scene.community.unfollow, theirs),
            partial(scene.community.report, Reportable.PROJECT, "guizhan:7", "spam", "Rubbish."),
        ):
            with pytest.raises(NotFound, match="not on Modrinth"):
                await attempt()
        assert not {"follow", "unfollow", "report"} & set(scene.platform.calls)

    play(tmp_path, act)


def test_whether_a_follow_got_through_is_asked_where_nobody_knows(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        assert not await scene.community.follows("id-copper")
        scene.platform.fails = {"follow": OutcomeUnknown("Nobody knows.")}
        with pytest.raises(OutcomeUnknown):
            await scene.community.follow(project("copper"))
        scene.platform.follows.add("id-copper")
        assert await scene.community.follows("id-copper")

    play(tmp_path, act)


def test_a_changed_profile_is_read_again(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        standing = await scene.community.edit_profile(ProfileChange(bio="I mine."))
        assert standing.user
        assert (standing.user.name, standing.user.bio) == ("A Player", "I mine.")
        assert scene.account.standing is standing

    play(tmp_path, act)
