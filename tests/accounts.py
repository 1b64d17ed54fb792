"""A platform with two users, and a keyring, both of which a test can break."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from modstead.domain.account import (
    Grant,
    Message,
    Notification,
    Permission,
    ProfileChange,
    Report,
    Reportable,
    Thread,
)
from modstead.domain.credentials import Token
from modstead.domain.project import Project, ProjectRef, User
from modstead.errors import (
    CatalogError,
    KeyringUnusable,
    NotFound,
    RequestRefused,
    Unauthorized,
    Unreachable,
)

ORIGIN = "https://api.modrinth.com"
PLAYER = Token("mrp_of-the-player")
OTHER = Token("mrp_of-another-user")
REVOKED = Token("mrp_revoked-by-now")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OUT_OF_REACH = Unreachable("Modrinth cannot be reached.")


def project(name: str, day: int = 1) -> Project:
    return Project(
        ProjectRef("modrinth", f"id-{name}"),
        name,
        name.title(),
        summary=f"All about {name}.",
        downloads=1000 * day,
        loaders=("fabric",),
        game_versions=("1.21.4",),
        updated=NOON.replace(day=day),
    )


class Keyring:
    """`broken` is why it cannot be used."""

    def __init__(self, kept: Token | None = None) -> None:
        self.kept: dict[str, Token] = {ORIGIN: kept} if kept else {}
        self.broken: KeyringUnusable | None = None
        self.asked = 0

    async def load(self, origin: str) -> Token | None:
        self._ask()
        return self.kept.get(origin)

    async def save(self, origin: str, token: Token) -> None:
        self._ask()
        self.kept[origin] = token

    async def forget(self, origin: str) -> None:
        self._ask()
        self.kept.pop(origin, None)

    def _ask(self) -> None:
        self.asked += 1
        if self.broken:
            raise self.broken


@dataclass
class Platform:
    """`fails` has the next calls of that name fail; `missing` are the scopes that the tokens lack."""

    users: dict[Token, User] = field(
        default_factory=lambda: {
            PLAYER: User("u-player", "player", "A Player"),
            OTHER: User("u-other", "other"),
        }
    )
    projects: dict[str, Project] = field(
        default_factory=lambda: {
            one.project_id: one for one in (project("lantern", 2), project("tidal", 5), project("copper"))
        }
    )
    follows: set[str] = field(default_factory=lambda: {"id-lantern", "id-tidal"})
    inbox: dict[str, Notification] = field(
        default_factory=lambda: {
            "n2": Notification(
                "n2", "project_update", "**Tidal**", "2.0 is out", project="tidal", created=NOON
            ),
            "n1": Notification("n1", "project_update", "Lantern", "1.1 is out", read=True, created=NOON),
        }
    )
    reports: list[Report] = field(
        default_factory=lambda: [
            Report("r1", "spam", "id-tidal", "project", "Rubbish.", NOON, thread_id="t1")
        ]
    )
    talk: dict[str, Thread] = field(
        default_factory=lambda: {
            "t1": Thread("t1", (Message("m1", "", "text", "We look into it.", created=NOON),))
        }
    )
    missing: set[str] = field(default_factory=set)
    fails: dict[str, CatalogError] = field(default_factory=dict)
    seen: dict[str, Grant] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    token: Token | None = None

    id = "modrinth"
    title = "Modrinth"
    origin = ORIGIN
    token_page = "https://modrinth.com/settings/pats"
    permissions = (Permission("USER_READ", "see who you are"), Permission("USER_WRITE", "follow projects"))

    def use(self, token: Token | None) -> None:
        self.token = token

    async def me(self) -> User:
        return self._asked("me", "USER_READ")

    async def grants(self, user: User) -> Mapping[str, Grant]:
        self._asked("grants")
        return {
            "USER_READ": Grant.YES,
            "NOTIFICATION_READ": Grant.NO if "NOTIFICATION_READ" in self.missing else Grant.YES,
        }

    def learnt(self) -> Mapping[str, Grant]:
        return dict(self.seen)

    def check_profile(self, change: ProfileChange) -> None:
        self._count("check_profile")

    async def edit_profile(self, change: ProfileChange) -> None:
        user = self._asked("edit_profile", "USER_WRITE")
        assert self.token
        changes = {"name": change.name, "bio": change.bio}
        self.users[self.token] = replace(
            user, **{name: value for name, value in changes.items() if value is not None}
        )

    async def user(self, id_or_name: str) -> User:
        self._count("user")
        for user in self.users.values():
            if id_or_name in {user.id, user.username}:
                return user
        raise NotFound(f"Modrinth does not know the user {id_or_name}.")

    async def user_projects(self, id_or_name: str) -> tuple[Project, ...]:
        self._count("user_projects")
        return tuple(self.projects.values()) if id_or_name == "u-other" else ()

    async def follow(self, id_or_slug: str, *, named: str = "") -> None:
        self._asked("follow", "USER_WRITE")
        if id_or_slug in self.follows:
            raise RequestRefused("You follow it already.")
        self.follows.add(id_or_slug)

    async def unfollow(self, id_or_slug: str, *, named: str = "") -> None:
        self._asked("unfollow", "USER_WRITE")
        if id_or_slug not in self.follows:
            raise RequestRefused("You do not follow it.")
        self.follows.remove(id_or_slug)

    async def followed(self, user_id: str) -> tuple[Project, ...]:
        user = self._asked("followed", "USER_READ")
        assert user.id == user_id
        return tuple(self.projects[one] for one in sorted(self.follows)) if user_id == "u-player" else ()

    async def notifications(self, user_id: str) -> tuple[Notification, ...]:
        self._asked("notifications", "NOTIFICATION_READ")
        return tuple(self.inbox.values())

    async def mark_read(self, ids: Sequence[str]) -> None:
        self._asked("mark_read", "NOTIFICATION_WRITE")
        for one in ids:
            self.inbox[one] = replace(self.inbox[one], read=True)

    async def delete_notifications(self, ids: Sequence[str]) -> None:
        self._asked("delete_notifications", "NOTIFICATION_WRITE")
        for one in ids:
            del self.inbox[one]

    async def report_types(self) -> tuple[str, ...]:
        self._count("report_types")
        return ("spam", "malicious")

    async def report(self, item: Reportable, item_id: str, reason: str, text: str) -> Report:
        self._asked("report", "REPORT_CREATE")
        made = Report(f"r{len(self.reports) + 1}", reason, item_id, item.value, text, NOON)
        self.reports.append(made)
        return made

    async def open_reports(self) -> tuple[Report, ...]:
        self._asked("open_reports", "REPORT_READ")
        return tuple(self.reports)

    async def threads(self, ids: Collection[str]) -> Mapping[str, Thread]:
        self._asked("threads", "THREAD_READ")
        return {one: self.talk[one] for one in ids if one in self.talk}

    async def write(self, thread_id: str, text: str) -> Thread:
        user = self._asked("write", "THREAD_WRITE")
        thread = self.talk[thread_id]
        said = Message(f"m{len(thread.messages) + 1}", user.id, "text", text, created=NOON)
        self.talk[thread_id] = replace(thread, messages=(*thread.messages, said), members=(user,))
        return self.talk[thread_id]

    def _asked(self, name: str, scope: str = "") -> User:
        """Who asks; refused as the platform would."""
        self._count(name)
        user = self.users.get(self.token) if self.token else None
        if user is None or scope in self.missing:
            raise Unauthorized(f"Modrinth does not take the token for {name}.")
        return user

    def _count(self, name: str) -> None:
        self.calls.append(name)
        if name in self.fails:
            raise self.fails[name]
