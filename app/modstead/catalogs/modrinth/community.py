"""What Modrinth has for who is signed in: a profile, followed projects, notifications."""

import asyncio
from collections.abc import Awaitable, Collection, Mapping, Sequence

from msgspec import UNSET

from modstead.catalogs.api import in_chunks, nothing
from modstead.catalogs.checking import check_body
from modstead.catalogs.decoding import present
from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.bodies import ProfileEdit
from modstead.catalogs.modrinth.decode import NotificationAnswer, ProjectAnswer, UserAnswer
from modstead.catalogs.modrinth.operations import account as declared
from modstead.catalogs.modrinth.reports import ReportOperations
from modstead.catalogs.operations import Operation
from modstead.domain.account import Grant, Notification, Permission, ProfileChange
from modstead.domain.project import Freshness, Project, User
from modstead.errors import CatalogError, Unauthorized, UnreadableAnswer

IDS_PER_REQUEST = 100

PERMISSIONS = (
    Permission("USER_READ", "know you, and what you follow"),
    Permission("USER_WRITE", "follow projects, change your profile"),
    Permission("NOTIFICATION_READ", "show notifications"),
    Permission("NOTIFICATION_WRITE", "mark notifications as read, delete them"),
    Permission("REPORT_CREATE", "report projects, versions and users"),
    Permission("REPORT_READ", "show your reports"),
    Permission("THREAD_READ", "show what moderators write about them"),
    Permission("THREAD_WRITE", "answer moderators"),
    Permission("PROJECT_READ", "show your projects, drafts too", publishing=True),
    Permission("PROJECT_CREATE", "make projects", publishing=True),
    Permission("PROJECT_WRITE", "change your projects and their teams", publishing=True),
    Permission("PROJECT_DELETE", "delete your projects", publishing=True),
    Permission("VERSION_READ", "show your versions, drafts too", publishing=True),
    Permission("VERSION_CREATE", "publish versions", publishing=True),
    Permission("VERSION_WRITE", "change your versions", publishing=True),
    Permission("VERSION_DELETE", "delete your versions", publishing=True),
)
"""By the names that the platform's documents have for them."""


class CommunityOperations(ReportOperations):
    """The operations on one's own account and notifications.

    `_site` is the address of the pages for people, without a slash at its end.
    """

    _site: str

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return PERMISSIONS

    async def me(self) -> User:
        return await self._api.ask(declared.ME, _user, about="your account")

    async def grants(self, user: User) -> Mapping[str, Grant]:
        """What needs a permission to be read tells whether it is there; the rest would have to be tried out."""
        found = await asyncio.gather(
            _granted(self.notifications(user.id)), _granted(self.open_reports(1)), _granted(self.no_threads())
        )
        told = zip(("NOTIFICATION_READ", "REPORT_READ", "THREAD_READ"), found, strict=True)
        unknown = {permission.scope: Grant.UNKNOWN for permission in PERMISSIONS}
        return {**unknown, "USER_READ": Grant.YES, **dict(told)}

    def check_profile(self, change: ProfileChange) -> None:
        check_body(_edit("name", change))

    async def edit_profile(self, change: ProfileChange) -> None:
        """The username has to go along, and is asked for anew: one from before would take back what was changed since.

        Raises:
            UnreadableAnswer: the platform does not tell it; nothing was sent.
        """
        self.check_profile(change)
        user_id, username = await self._api.ask(declared.ME, _named, about="your profile")
        await self.edit_user(user_id, username, change)

    async def edit_user(self, user_id: str, username: str, change: ProfileChange) -> None:
        """The same for a user of that name, which is theirs from then on."""
        about, edit = "your profile", _edit(username, change)
        await self._api.change(declared.EDIT_USER, nothing, {"id": user_id}, about=about, body=edit)

    async def follow(self, id_or_slug: str, *, named: str = "") -> None:
        about = f"following {named or id_or_slug}"
        await self._api.change(declared.FOLLOW, nothing, {"id": id_or_slug}, about=about)

    async def unfollow(self, id_or_slug: str, *, named: str = "") -> None:
        about = f"following {named or id_or_slug}"
        await self._api.change(declared.UNFOLLOW, nothing, {"id": id_or_slug}, about=about)

    async def followed(self, user_id: str) -> tuple[Project, ...]:
        about = "the projects that you follow"
        return await self._api.ask(declared.FOLLOWED, _projects, {"id": user_id}, about=about)

    async def notifications(self, user_id: str) -> tuple[Notification, ...]:
        """All of them, the newest first."""
        found = await self._api.ask(
            declared.NOTIFICATIONS_OF_USER, self._several, {"id": user_id}, about="your notifications"
        )
        return tuple(sorted(found, key=_moment, reverse=True))

    async def notification(self, notification_id: str) -> Notification:
        about = f"the notification {notification_id}"
        return await self._api.ask(declared.NOTIFICATION, self._one, {"id": notification_id}, about=about)

    async def notifications_by_id(self, ids: Collection[str]) -> Mapping[str, Notification]:
        return await in_chunks(ids, IDS_PER_REQUEST, self._by_id)

    async def mark_read(self, ids: Sequence[str]) -> None:
        await self._change_all(declared.READ_NOTIFICATION, declared.READ_NOTIFICATIONS, ids)

    async def delete_notifications(self, ids: Sequence[str]) -> None:
        await self._change_all(declared.DELETE_NOTIFICATION, declared.DELETE_NOTIFICATIONS, ids)

    async def _change_all(self, single: Operation[None], bulk: Operation[None], ids: Sequence[str]) -> None:
        """One after the other, so that what was done is done when a later one fails."""
        if len(ids) == 1:
            about = f"the notification {ids[0]}"
            await self._api.change(single, nothing, {"id": ids[0]}, about=about)
            return
        for start in range(0, len(ids), IDS_PER_REQUEST):
            some = ids[start : start + IDS_PER_REQUEST]
            await self._api.change(bulk, nothing, {"ids": some}, about=f"{len(some)} notifications")

    async def _by_id(self, ids: Sequence[str]) -> Mapping[str, Notification]:
        about = f"{len(ids)} notifications"
        found = await self._api.ask(declared.NOTIFICATIONS_BY_ID, self._several, {"ids": ids}, about=about)
        return {one.id: one for one in found}

    def _one(self, answer: NotificationAnswer, _freshness: Freshness) -> Notification:
        return convert.notification(answer, self._site)

    def _several(self, answer: declared.Notifications, _freshness: Freshness) -> tuple[Notification, ...]:
        return tuple(convert.notification(one, self._site) for one in present(answer))


async def _granted(reading: Awaitable[object]) -> Grant:
    """Whether a read goes through; a failure of another kind tells nothing."""
    try:
        await reading
    except Unauthorized:
        return Grant.NO
    except CatalogError:
        return Grant.UNKNOWN
    return Grant.YES


def _moment(notification: Notification) -> float:
    return notification.created.timestamp() if notification.created else 0.0


def _edit(username: str, change: ProfileChange) -> ProfileEdit:
    return ProfileEdit(
        username=username,
        name=UNSET if change.name is None else change.name or None,
        bio=UNSET if change.bio is None else change.bio,
    )


def _named(answer: UserAnswer, _freshness: Freshness) -> tuple[str, str]:
    """A user's ID and username, which no stand-in will do for: it is sent back."""
    username = answer.username or ""
    if not username.isprintable() or username != username.strip() or not username:
        raise UnreadableAnswer(
            "Modrinth does not tell your username.",
            "Without it your profile cannot be changed; nothing was sent.",
        )
    return answer.id, username


def _user(answer: UserAnswer, _freshness: Freshness) -> User:
    return convert.user(answer)


def _projects(answer: list[ProjectAnswer | None], freshness: Freshness) -> tuple[Project, ...]:
    return tuple(convert.project(one, freshness) for one in present(answer))
