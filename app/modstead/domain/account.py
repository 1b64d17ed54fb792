"""What a platform has for who is signed in: a profile, followed projects, notifications, reports with their threads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from modstead.domain.credentials import Token
from modstead.domain.project import Project, User


class Grant(StrEnum):
    """Whether a token allows something. What only writes would tell is not known: nothing is written to find out."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that a token may allow: `scope` is the platform's name for it, `purpose` what it is good for here.

    `publishing` is what only those need who publish.
    """

    scope: str
    purpose: str
    publishing: bool = False


@dataclass(frozen=True, slots=True)
class Notification:
    """`link` is the address of the page that it is about, empty where that is no page of the platform's.

    `project` is the slug or ID of the project that it is about, if it is about one.
    """

    id: str
    kind: str = ""
    title: str = ""
    text: str = ""
    link: str = ""
    project: str = ""
    read: bool = False
    created: datetime | None = None


class Reportable(StrEnum):
    PROJECT = "project"
    VERSION = "version"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Report:
    """A complaint to the platform's moderators; `reason` is one of the platform's report types."""

    id: str
    reason: str = ""
    item_id: str = ""
    item: str = ""
    text: str = ""
    created: datetime | None = None
    closed: bool = False
    thread_id: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of a thread. `kind` is text, status_change, thread_closure or deleted; only a text has a `text`.

    `statuses` are, of a change of them, the one before and the one after.
    """

    id: str
    author_id: str = ""
    kind: str = "text"
    text: str = ""
    statuses: tuple[str, ...] = ()
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """What was written about a report or a project, the oldest message first."""

    id: str
    messages: tuple[Message, ...] = ()
    members: tuple[User, ...] = ()

    def author(self, message: Message) -> str:
        """The name of who wrote a message; moderators stay unnamed."""
        return next((user.username for user in self.members if user.id == message.author_id), "")


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What is to be different in one's own profile; None leaves it as it is."""

    name: str | None = None
    bio: str | None = None


class Account(Protocol):
    """A platform that knows its users by tokens."""

    @property
    def id(self) -> str:
        """The provider's name in every `ProjectRef`, such as "modrinth"."""

    @property
    def title(self) -> str:
        """The platform's name for people."""

    @property
    def origin(self) -> str:
        """Scheme, host and port of the one server that a token is sent to, and what else tells the platform there."""

    @property
    def token_page(self) -> str:
        """The address at which a user makes a token."""

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """What a token needs to allow for all that Modstead does with an account."""

    def use(self, token: Token | None) -> None:
        """Go by this token from now on, or by none."""

    async def me(self) -> User:
        """Whose token it is.

        Raises:
            Unauthorized: nobody's, or it may not tell.
        """

    async def grants(self, user: User) -> Mapping[str, Grant]:
        """What the token allows, by scope, as far as reading tells."""

    def learnt(self) -> Mapping[str, Grant]:
        """What is known of the token in use from what it was used for, by scope. It asks nothing."""


class Profiles(Protocol):
    def check_profile(self, change: ProfileChange) -> None:
        """Raises FieldRefused for what the platform would refuse."""

    async def edit_profile(self, change: ProfileChange) -> None: ...

    async def user(self, id_or_name: str) -> User: ...

    async def user_projects(self, id_or_name: str) -> tuple[Project, ...]: ...


class Following(Protocol):
    async def follow(self, id_or_slug: str, *, named: str = "") -> None: ...

    async def unfollow(self, id_or_slug: str, *, named: str = "") -> None: ...

    async def followed(self, user_id: str) -> tuple[Project, ...]: ...


class Notifications(Protocol):
    async def notifications(self, user_id: str) -> tuple[Notification, ...]:
        """The newest first."""

    async def mark_read(self, ids: Sequence[str]) -> None: ...

    async def delete_notifications(self, ids: Sequence[str]) -> None: ...


class Reports(Protocol):
    async def report_types(self) -> tuple[str, ...]: ...

    async def report(self, item: Reportable, item_id: str, reason: str, text: str) -> Report: ...

    async def open_reports(self) -> tuple[Report, ...]:
        """The user's own, the newest first."""

    async def threads(self, ids: Collection[str]) -> Mapping[str, Thread]: ...

    async def write(self, thread_id: str, text: str) -> Thread:
        """Send a message; the answer is the thread with it."""


class Community(Account, Profiles, Following, Notifications, Reports, Protocol):
    """A platform that has all of it."""
