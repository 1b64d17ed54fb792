"""An account at the sandbox, through the services that the application builds."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from backends import with_services
from memory_keyring import MemoryKeyring
from modstead.domain.account import Grant, ProfileChange, Reportable
from modstead.domain.credentials import Token
from modstead.domain.project import SearchQuery
from modstead.errors import Unauthorized
from modstead.services.bundle import Services
from modstead_sandbox.server import Handle

PLAYER = Token("mrp_sandbox_player")
READER = Token("mrp_sandbox_reader")


def signed_in(
    sandbox: Handle, home: Path, work: Callable[[Services], Awaitable[None]], token: Token = PLAYER
) -> None:
    async def first(services: Services) -> None:
        await services.account.sign_in(token)
        await work(services)

    with_services(sandbox, home, first)


def test_a_token_outlives_the_program_and_is_nowhere_on_the_disk(
    sandbox: Handle, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    async def first(services: Services) -> None:
        standing = await services.account.sign_in(PLAYER)
        assert standing.user
        assert standing.user.username == "mossfoot"
        assert standing.not_kept is None
        await services.community.followed()
        await services.community.notifications()
        await services.search.search(SearchQuery("lantern"))

    async def second(services: Services) -> None:
        assert services.account.kept
        assert (await services.account.restore()).user
        await services.account.sign_out()

    async def third(services: Services) -> None:
        assert not services.account.kept
        assert (await services.account.restore()).user is None

    with_services(sandbox, tmp_path, first)
    assert list(memory_keyring.kept.values()) == [PLAYER.reveal()]
    with_services(sandbox, tmp_path, second)
    assert not memory_keyring.kept
    with_services(sandbox, tmp_path, third)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if PLAYER.reveal().encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("token", "grants"),
    [
        (PLAYER, {"NOTIFICATION_READ": Grant.YES, "REPORT_READ": Grant.YES, "THREAD_READ": Grant.YES}),
        (READER, {"NOTIFICATION_READ": Grant.YES, "USER_WRITE": Grant.UNKNOWN}),
    ],
)
def test_what_a_token_may_do_is_found_out(
    sandbox: Handle, tmp_path: Path, token: Token, grants: dict[str, Grant]
) -> None:
    async def work(services: Services) -> None:
        assert grants.items() <= services.account.standing.grants.items()
        assert all(entry.method == "GET" for entry in sandbox.requests)

    signed_in(sandbox, tmp_path, work, token)


@pytest.mark.parametrize("token", ["mrp_sandbox_expired", "mrp_nobody-s-at-all"])
def test_a_token_that_is_not_good_is_told(sandbox: Handle, tmp_path: Path, token: str) -> None:
    async def work(services: Services) -> None:
        with pytest.raises(Unauthorized, match="does not take the token"):
            await services.account.sign_in(Token(token))
        assert services.account.standing.user is None

    with_services(sandbox, tmp_path, work)


def test_projects_are_followed_and_no_longer(sandbox: Handle, tmp_path: Path) -> None:
    async def work(services: Services) -> None:
        before = await services.community.followed()
        hits = (await services.search.search(SearchQuery(project_types=()))).hits
        known = {one.project_id for one in before}
        new = await services.projects.page(next(h.slug for h in hits if h.ref.project_id not in known))
        await services.community.follow(new)
        await services.community.follow(new)
        assert {one.project_id for one in await services.community.followed()} == known | {new.project_id}
        for project in (new, new):
            await services.community.unfollow(project)
        assert {one.project_id for one in await services.community.followed()} == known

    signed_in(sandbox, tmp_path, work)


def test_notifications_are_read_and_deleted(sandbox: Handle, tmp_path: Path) -> None:
    async def work(services: Services) -> None:
        found = await services.community.notifications()
        assert [one.read for one in found] == [False, False, True]
        assert services.search.project_in(found[0].link)
        await services.community.mark_read(found[:1])
        assert sum(not one.read for one in await services.community.notifications()) == 1
        await services.community.mark_read(found)
        assert all(one.read for one in await services.community.notifications())
        await services.community.delete_notifications(found[1:])
        assert [one.id for one in await services.community.notifications()] == [found[0].id]

    signed_in(sandbox, tmp_path, work)


def test_a_report_is_made_answered_and_seen(sandbox: Handle, tmp_path: Path) -> None:
    async def work(services: Services) -> None:
        project = await services.projects.page("lanternworks")
        reason = (await services.community.report_types())[0]
        made = await services.community.report(Reportable.PROJECT, project.project_id, reason, "Rubbish.")
        (shown,) = (await services.community.open_reports()).reports
        assert (shown.report.id, shown.subject) == (made.id, project.title)
        thread = await services.community.write(made.thread_id, "Please look.")
        assert (thread.messages[-1].text, thread.author(thread.messages[-1])) == ("Please look.", "mossfoot")

    signed_in(sandbox, tmp_path, work)


def test_a_profile_is_changed_and_seen_by_everybody(sandbox: Handle, tmp_path: Path) -> None:
    async def work(services: Services) -> None:
        standing = await services.community.edit_profile(ProfileChange(bio="I mine."))
        assert standing.user
        page = await services.community.user_page("mossfoot")
        assert (page.user.bio, page.projects) == ("I mine.", ())
        assert (await services.community.user_page("saltmarsh")).projects

    signed_in(sandbox, tmp_path, work)


def test_a_permission_that_is_missing_is_named(sandbox: Handle, tmp_path: Path) -> None:
    async def work(services: Services) -> None:
        project = await services.projects.page("lanternworks")
        with pytest.raises(Unauthorized) as caught:
            await services.community.follow(project)
        assert "USER_WRITE" in caught.value.remedy
        assert "mrp_" not in json.dumps(dict(caught.value.as_json()))
        assert services.account.standing.user
        assert not services.account.standing.refused

    signed_in(sandbox, tmp_path, work, READER)


def test_the_token_goes_with_what_is_the_user_s_own_and_with_nothing_else(
    sandbox: Handle, tmp_path: Path
) -> None:
    async def work(services: Services) -> None:
        page = await services.projects.page("lanternworks")
        version = (await services.projects.versions(page.project_id))[0]
        await services.search.search(SearchQuery("lantern"))
        await services.pictures.picture(page.icon_url or "")
        await services.community.user_page("saltmarsh")
        await services.community.follow(page)
        await services.community.notifications()
        carried = {one.path for one in sandbox.requests if "authorization" in one.headers}
        assert carried == {
            "/v2/user",
            f"/v2/user/{services.account.standing.user.id}/notifications",  # type: ignore[union-attr]
            "/v2/report",
            "/v2/threads",
            f"/v2/project/{page.project_id}/follow",
        }
        assert {one.path for one in sandbox.requests} > carried
        assert version.files

    signed_in(sandbox, tmp_path, work)
