"""Notifications: some that wait from the start, and those that what happens brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from modstead_sandbox.identifiers import Kind, encode
from modstead_sandbox.model import Project, Team, User

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a notification offers to do: its name, a method, and a path below the API's address."""

    title: str
    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Notification:
    id: str
    user: User
    kind: str
    title: str
    text: str
    link: str
    created: int
    read: bool = False
    actions: tuple[Action, ...] = ()


class Inbox:
    """Everybody's notifications, by their ids."""

    def __init__(self) -> None:
        self._entries: dict[str, Notification] = {}
        self._count = 0

    def clear(self) -> None:
        self._entries.clear()
        self._count = 0

    def of(self, user: User) -> tuple[Notification, ...]:
        """Return the notifications of a user, newest first."""
        found = [entry for entry in self._entries.values() if entry.user.number == user.number]
        return tuple(sorted(found, key=lambda entry: (entry.created, entry.id), reverse=True))

    def get(self, user: User, name: str) -> Notification | None:
        """Return one notification of a user."""
        found = self._entries.get(name)
        return found if found is not None and found.user.number == user.number else None

    def mark_read(self, entries: Iterable[Notification]) -> None:
        for entry in entries:
            self._entries[entry.id] = replace(entry, read=True)

    def delete(self, entries: Iterable[Notification]) -> None:
        for entry in entries:
            del self._entries[entry.id]

    def add(
        self, user: User, kind: str, words: tuple[str, str, str], created: int, *actions: Action
    ) -> Notification:
        """Notify a user; the words are a title, a text and a link."""
        title, text, link = words
        entry = Notification(
            encode(Kind.NOTIFICATION, self._count), user, kind, title, text, link, created, actions=actions
        )
        self._count += 1
        self._entries[entry.id] = entry
        return entry

    def invite(self, user: User, project: Project, team: Team, created: int) -> None:
        """Tell a user that a team would like to have them."""
        words = (
            "You have been invited to join a team!",
            f"An invite has been sent for you to join the team of {project.title}",
            f"/mod/{project.slug}",
        )
        accept = Action("Accept", "POST", f"team/{team.id}/join")
        deny = Action("Deny", "DELETE", f"team/{team.id}/members/{user.id}")
        self.add(user, "team_invite", words, created, accept, deny)

    def update(self, user: User, project: Project, number: str, created: int) -> Notification:
        """Tell a user that a project that they follow has a new version."""
        words = (
            f"{project.title} has been updated!",
            f"The project {project.title} has released a new version: {number}",
            f"/mod/{project.slug}/version/{number}",
        )
        return self.add(user, "project_update", words, created)


def fill(inbox: Inbox, player: User, creator: User, newest: Sequence[tuple[Project, str]], now: int) -> None:
    """Put the first notifications in: three for the player, of which one is read, and two for the creator.

    They are about three projects with the numbers of their newest versions.
    """
    (first, _), (second, _), _ = newest
    made = [
        inbox.update(player, project, number, now - days * _DAY)
        for (project, number), days in zip(newest, (1, 3, 9), strict=True)
    ]
    inbox.mark_read(made[-1:])
    words = (f"{first.title} has been approved", "The project is public now.", f"/mod/{first.slug}")
    inbox.add(creator, "status_change", words, now - 30 * _DAY)
    words = ("A moderator wrote to you", f"About {second.title}.", f"/mod/{second.slug}")
    inbox.add(creator, "moderator_message", words, now - 2 * _DAY)
