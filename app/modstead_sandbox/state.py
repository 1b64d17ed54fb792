"""All that changes while the sandbox runs: in memory, and gone with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from modstead_sandbox.catalogue import NOW, Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.desk import Desk
from modstead_sandbox.guizhan.seed import filled
from modstead_sandbox.guizhan.store import Store
from modstead_sandbox.inbox import Inbox, fill
from modstead_sandbox.model import Project, User
from modstead_sandbox.shelf import Shelf
from modstead_sandbox.tokens import TOKENS, Token
from modstead_sandbox.uploads import Uploads

MEBIBYTE: Final = 1 << 20
_FOLLOWED = (0, 2, 5)
"""The places of the projects that the player follows from the start."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large what is uploaded may be, in bytes."""

    icon: int = 256 << 10
    picture: int = 5 * MEBIBYTE
    avatar: int = 2 * MEBIBYTE
    file: int = 500 * MEBIBYTE


class State:
    """What the people of the sandbox have done; changed by the server's own thread alone."""

    def __init__(self, catalogue: Catalogue, contents: Contents, limits: Limits | None = None) -> None:
        self.shelf = Shelf(catalogue, contents)
        self.inbox = Inbox()
        self.desk = Desk()
        self.uploads = Uploads()
        self.limits = limits or Limits()
        self.newer_lookups = True
        """Whether the two update look-ups that no document states are there."""
        self._listeners: list[Callable[[], None]] = []
        self.clear()

    def clear(self) -> None:
        """Return to how it was at the start."""
        was_touched = self.shelf.touched
        self.shelf.clear()
        self.inbox.clear()
        self.desk.clear()
        self.uploads.clear()
        self._guizhan: Store | None = None
        self._follows: dict[int, list[int]] = {}
        self.newer_lookups = True
        self._last = NOW
        self._holders: dict[str, int] = {}
        for name in sorted({token.username for token in TOKENS}):
            user = self.shelf.user(name)
            if user is not None:
                self._holders[name] = user.number
                self.shelf.put_user(replace(user, email=f"{name}@post.example.invalid"))
        self._fill()
        self.shelf.touched = False
        if was_touched:
            self.changed()

    def _fill(self) -> None:
        player, creator = (self.shelf.user(token.username) for token in TOKENS[:2])
        if player is None or creator is None:
            return
        everything = self.shelf.projects
        projects = [everything[place % len(everything)] for place in _FOLLOWED]
        newest = []
        for project in projects:
            listed = self.shelf.listed(project)
            newest.append((project, listed[-1].version_number if listed else "1.0.0"))
        fill(self.inbox, player, creator, newest, NOW)
        self._follows[player.number] = list(dict.fromkeys(project.number for project in projects))

    @property
    def guizhan(self) -> Store:
        """What Guizhan Resources has; made when it is first asked."""
        if self._guizhan is None:
            self._guizhan = filled()
        return self._guizhan

    def holder(self, token: Token) -> User | None:
        """Return whose token this is, as they are now, whatever they call themselves."""
        number = self._holders.get(token.username)
        return None if number is None else self.shelf.person(number)

    def now(self) -> int:
        """Return the time, in seconds since 1970: never twice the same, and never before the catalogue's own."""
        self._last = max(int(time.time()), self._last + 1)
        return self._last

    def on_change(self, listener: Callable[[], None]) -> None:
        """Have this called whenever something has changed."""
        self._listeners.append(listener)

    def changed(self) -> None:
        """Tell those who keep answers that theirs may be old."""
        for listener in self._listeners:
            listener()

    # follows

    def follows(self, user: User) -> tuple[Project, ...]:
        """Return what a user follows, in the order in which they began to."""
        numbers = self._follows.get(user.number, [])
        return tuple(project for number in numbers if (project := self.shelf.numbered(number)))

    def followers(self, project: Project) -> tuple[User, ...]:
        """Return who began to follow a project here."""
        found = (self.shelf.person(who) for who, held in self._follows.items() if project.number in held)
        return tuple(user for user in found if user is not None)

    def follow(self, user: User, project: Project) -> bool:
        """Follow a project; says whether that is new."""
        followed = self._follows.setdefault(user.number, [])
        if project.number in followed:
            return False
        followed.append(project.number)
        self.shelf.put(replace(project, followers=project.followers + 1))
        self.changed()
        return True

    def unfollow(self, user: User, project: Project) -> bool:
        """Follow a project no more; says whether it was followed."""
        followed = self._follows.get(user.number, [])
        if project.number not in followed:
            return False
        followed.remove(project.number)
        self.shelf.put(replace(project, followers=project.followers - 1))
        self.changed()
        return True
