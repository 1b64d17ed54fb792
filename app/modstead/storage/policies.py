"""What the user said of how folders and their mods are kept up to date."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from modstead.domain.policies import NO_POLICY, FolderPolicies, ModPolicy, Policy, Snooze, Subject
from modstead.domain.policy_data import snooze_data, snooze_from_data
from modstead.domain.version import Channel
from modstead.errors import StorageError
from modstead.storage.database import Database
from modstead.storage.encoding import folder_key

if TYPE_CHECKING:
    import sqlite3

_WHOLE_FOLDER = ""
Row = tuple[str, str, int | None, str | None, str | None, int | None]


class Policies:
    """Everything raises StorageError as `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, folder: Path) -> FolderPolicies:
        """A database that never was, and cannot be made, holds none; one that cannot be read may hold some."""
        key = folder_key(folder)
        try:
            return await self._database.run(lambda connection: _read(connection, key))
        except StorageError:
            if await asyncio.to_thread(lambda: self._database.exists):
                raise
            return FolderPolicies()

    async def change(
        self, folder: Path, change: Callable[[FolderPolicies], FolderPolicies]
    ) -> FolderPolicies:
        """What `change` makes of them, kept; no other process changes them meanwhile. It runs on another thread."""
        key = folder_key(folder)

        def work(connection: "sqlite3.Connection") -> FolderPolicies:
            changed = change(_read(connection, key))
            connection.execute("DELETE FROM policy WHERE folder = ?", (key,))
            connection.executemany(
                "INSERT INTO policy VALUES (?, ?, ?, ?, ?, ?, ?)", [(key, *row) for row in _rows(changed)]
            )
            return changed

        return await self._database.run(work, write=True)


def _read(connection: "sqlite3.Connection", key: bytes) -> FolderPolicies:
    rows: list[Row] = connection.execute(
        "SELECT subject, title, pinned, channel, snooze, together FROM policy WHERE folder = ? ORDER BY subject",
        (key,),
    ).fetchall()
    whole = NO_POLICY
    mods = []
    groups: dict[int, list[Subject]] = defaultdict(list)
    for name, title, pinned, channel, snooze, together in rows:
        policy = Policy(
            None if pinned is None else bool(pinned),
            Channel(channel) if channel in tuple(Channel) else None,
            _snooze(snooze),
        )
        subject = Subject(name, title)
        if name == _WHOLE_FOLDER:
            whole = policy
        elif policy != NO_POLICY:
            mods.append(ModPolicy(subject, policy))
        if together is not None:
            groups[together].append(subject)
    return FolderPolicies(whole, tuple(mods), tuple(tuple(groups[number]) for number in sorted(groups)))


def _rows(policies: FolderPolicies) -> list[Row]:
    numbers = {
        subject.key: (number, subject) for number, group in enumerate(policies.together) for subject in group
    }
    said = {item.subject.key: item for item in policies.mods}
    if policies.folder != NO_POLICY:
        said[_WHOLE_FOLDER] = ModPolicy(Subject(_WHOLE_FOLDER), policies.folder)
    for key, (_, subject) in numbers.items():
        said.setdefault(key, ModPolicy(subject))
    return [
        (
            key,
            item.subject.title,
            item.policy.pinned,
            item.policy.channel.value if item.policy.channel else None,
            json.dumps(snooze_data(item.policy.snooze)) if item.policy.snooze else None,
            numbers[key][0] if key in numbers else None,
        )
        for key, item in said.items()
    ]


def _snooze(text: str | None) -> Snooze | None:
    """None also where another Modstead wrote it in a form that this one cannot read."""
    if text is None:
        return None
    try:
        return snooze_from_data(json.loads(text))
    except ValueError:
        return None
