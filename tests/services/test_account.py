"""Signing in and out, and what becomes of a token that is refused, cannot be checked or cannot be kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from accounts import ORIGIN, OTHER, OUT_OF_REACH, PLAYER, REVOKED, Keyring, Platform
from modstead.domain.account import Grant
from modstead.errors import KeyringUnusable, ModsteadError, ScopeMissing, Unauthorized, Unreachable
from modstead.services.account import SIGNED_OUT, AccountService, Standing
from modstead.services.settings import SettingsService

NO_KEYRING = KeyringUnusable("The system's keyring cannot be used.", "This system has none.")


class Scene:
    def __init__(
        self, folder: Path, keyring: Keyring | None = None, platform: Platform | None = None
    ) -> None:
        self.keyring = keyring or Keyring()
        self.platform = platform or Platform()
        self.settings_path = folder / "settings.json"
        self.account = AccountService(self.platform, self.keyring, SettingsService(self.settings_path))
        self.told: list[Standing] = []
        self.account.changed.listen(self.told.append)


def play(folder: Path, act: Callable[[Scene], Awaitable[None]], **parts: Keyring | Platform) -> Scene:
    scene = Scene(folder, **parts)  # type: ignore[arg-type]
    asyncio.run(act(scene))  # type: ignore[arg-type]
    return scene


def test_a_checked_token_is_kept_and_taken_up_again(tmp_path: Path) -> None:
    async def first(scene: Scene) -> None:
        assert not scene.account.kept
        standing = await scene.account.sign_in(PLAYER)
        assert standing.user
        assert standing.user.username == "player"
        assert standing.grants["USER_READ"] is Grant.YES
        assert standing.not_kept is None
        assert scene.account.kept

    signed_in = play(tmp_path, first)
    assert signed_in.keyring.kept == {ORIGIN: PLAYER}
    assert signed_in.told == [signed_in.account.standing]
    assert "mrp_" not in signed_in.settings_path.read_text()

    async def again(scene: Scene) -> None:
        assert scene.account.kept
        assert (await scene.account.restore()).user == signed_in.account.standing.user

    play(tmp_path, again, keyring=signed_in.keyring)


@pytest.mark.parametrize("before", [None, PLAYER])
@pytest.mark.parametrize(
    ("token", "fails", "error"),
    [
        (REVOKED, {}, Unauthorized),
        (OTHER, {"me": OUT_OF_REACH}, Unreachable),
        (OTHER, {"grants": OUT_OF_REACH}, Unreachable),
    ],
)
def test_a_token_that_fails_its_check_changes_nothing(
    tmp_path: Path, before: object, token: object, fails: dict[str, object], error: type[ModsteadError]
) -> None:
    async def act(scene: Scene) -> None:
        if before:
            await scene.account.sign_in(PLAYER)
        standing = scene.account.standing
        scene.platform.fails = fails  # type: ignore[assignment]
        with pytest.raises(error):
            await scene.account.sign_in(token)  # type: ignore[arg-type]
        assert scene.account.standing is standing
        assert scene.platform.token is before
        assert list(scene.keyring.kept.values()) == ([before] if before else [])

    play(tmp_path, act)


def test_without_a_keyring_a_token_lasts_for_the_run_and_that_is_said(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.keyring.broken = NO_KEYRING
        standing = await scene.account.sign_in(PLAYER)
        assert standing.user
        assert standing.not_kept is NO_KEYRING
        assert not scene.account.kept
        await scene.account.sign_out()
        assert scene.account.standing == SIGNED_OUT

    assert not play(tmp_path, act).settings_path.exists()


def test_a_token_for_one_run_is_not_put_into_the_keyring(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        assert (await scene.account.sign_in(PLAYER, keep=False)).user
        assert scene.keyring.asked == 0

    play(tmp_path, act)


def test_a_held_token_is_asked_about_only_where_that_is_needed(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        assert not await AccountService(
            scene.platform, Keyring(), SettingsService(scene.settings_path)
        ).hold()
        assert await scene.account.hold()
        await scene.account.signed(lambda: scene.platform.follow("id-copper"))
        assert scene.platform.calls == ["follow"]
        scene.platform.missing = {"USER_READ"}
        with pytest.raises(Unauthorized):
            await scene.account.as_user(lambda user: scene.platform.followed(user.id))
        assert scene.platform.calls == ["follow", "me"]
        scene.platform.missing = set()
        await scene.account.signed(lambda: scene.platform.unfollow("id-copper"))
        await scene.account.as_user(lambda user: scene.platform.followed(user.id))
        assert scene.platform.calls == ["follow", "me", "unfollow", "me", "followed"]

    play(tmp_path, act, keyring=Keyring(PLAYER))


def test_signing_out_forgets_the_token_everywhere(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        await scene.account.sign_in(PLAYER)
        await scene.account.sign_out()
        assert scene.account.standing == SIGNED_OUT
        assert scene.platform.token is None
        assert not scene.keyring.kept
        assert not scene.account.kept
        with pytest.raises(Unauthorized, match="not signed in"):
            await scene.account.as_user(lambda user: scene.platform.followed(user.id))
        assert scene.platform.calls == ["me", "grants"]

    play(tmp_path, act)


def test_a_token_that_cannot_be_deleted_is_told_of_and_not_used(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        await scene.account.sign_in(PLAYER)
        scene.keyring.broken = NO_KEYRING
        with pytest.raises(KeyringUnusable, match="may still be") as caught:
            await scene.account.sign_out()
        assert "Revoke it" in caught.value.remedy
        assert scene.platform.token is None
        assert scene.account.kept

    play(tmp_path, act)


def test_a_kept_token_waits_until_the_platform_is_within_reach(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.platform.fails = {"me": OUT_OF_REACH}
        with pytest.raises(Unreachable):
            await scene.account.restore()
        assert scene.account.standing == Standing(held=True)
        scene.platform.fails = {}
        assert (await scene.account.restore()).user
        assert scene.keyring.asked == 1

    play(tmp_path, act, keyring=Keyring(kept=PLAYER))


@pytest.mark.parametrize("keyring", [Keyring(), Keyring(kept=REVOKED)])
def test_nothing_kept_or_nothing_good_signs_nobody_in(tmp_path: Path, keyring: Keyring) -> None:
    async def act(scene: Scene) -> None:
        if keyring.kept:
            with pytest.raises(Unauthorized):
                await scene.account.restore()
        else:
            assert await scene.account.restore() == SIGNED_OUT
        assert scene.account.standing.refused is bool(keyring.kept)
        assert scene.account.standing.user is None

    play(tmp_path, act, keyring=keyring)


def test_a_token_revoked_meanwhile_is_asked_for_anew(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        await scene.account.sign_in(PLAYER)
        del scene.platform.users[PLAYER]
        with pytest.raises(Unauthorized):
            await scene.account.as_user(lambda user: scene.platform.followed(user.id))
        assert scene.account.standing.refused
        assert scene.account.standing.user is None
        assert scene.platform.token is None
        calls = len(scene.platform.calls)
        with pytest.raises(Unauthorized, match="no longer takes your token"):
            await scene.account.as_user(lambda user: scene.platform.followed(user.id))
        assert len(scene.platform.calls) == calls
        await scene.account.sign_in(OTHER)
        assert not scene.account.standing.refused

    play(tmp_path, act)


@pytest.mark.parametrize("out_of_reach", [False, True])
def test_a_token_that_lacks_a_permission_stays_good_for_the_rest(tmp_path: Path, out_of_reach: bool) -> None:
    async def act(scene: Scene) -> None:
        await scene.account.sign_in(PLAYER)
        scene.platform.missing = {"NOTIFICATION_READ"}
        if out_of_reach:
            scene.platform.fails = {"me": OUT_OF_REACH}
        with pytest.raises(Unauthorized):
            await scene.account.as_user(lambda user: scene.platform.notifications(user.id))
        standing = scene.account.standing
        assert standing.user
        assert not standing.refused
        assert standing.grants["NOTIFICATION_READ"] is (Grant.YES if out_of_reach else Grant.NO)

    play(tmp_path, act)


def test_what_a_token_was_used_for_tells_what_it_allows(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        await scene.account.sign_in(PLAYER)
        assert "USER_WRITE" not in scene.account.standing.grants

        async def follow(_user: object) -> None:
            scene.platform.seen["USER_WRITE"] = Grant.YES

        await scene.account.as_user(follow)
        assert scene.account.standing.grants["USER_WRITE"] is Grant.YES
        assert scene.told[-1] is scene.account.standing

    play(tmp_path, act)


def test_a_permission_that_is_missing_is_told_by_what_it_is_good_for(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        await scene.account.sign_in(PLAYER)

        async def follow(_user: object) -> None:
            scene.platform.seen["USER_WRITE"] = Grant.NO
            raise ScopeMissing("The token does not allow following Ltnhl2JP.", scope="USER_WRITE")

        with pytest.raises(ScopeMissing, match="follow projects") as caught:
            await scene.account.as_user(follow)
        assert "Ltnhl2JP" not in str(caught.value)
        assert scene.account.standing.grants["USER_WRITE"] is Grant.NO

    play(tmp_path, act)


def test_an_answer_for_who_signed_out_meanwhile_is_given_to_nobody(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        await scene.account.sign_in(PLAYER)

        async def leave(_user: object) -> str:
            await scene.account.sign_out()
            return "a secret of the player's"

        with pytest.raises(Unauthorized, match="meanwhile"):
            await scene.account.as_user(leave)

    play(tmp_path, act)


def test_who_asks_for_the_kept_token_meanwhile_waits_for_it(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        both = await asyncio.gather(scene.account.restore(), scene.account.restore())
        assert [standing.user is not None for standing in both] == [True, True]
        assert scene.keyring.asked == 1
        assert scene.platform.calls == ["me", "grants"]

    play(tmp_path, act, keyring=Keyring(kept=PLAYER))
