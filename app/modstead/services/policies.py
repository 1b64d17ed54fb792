"""The user's word on how a folder and its mods are kept up to date, and what decides whether it holds now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from modstead.domain.catalog import Catalog
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import InstalledMod, Instance, Library
from modstead.domain.policies import Circumstances, FolderPolicies, Policy, Snooze, subject_of
from modstead.domain.version import Channel, Version
from modstead.errors import CatalogError, PolicyRefused
from modstead.events import Event
from modstead.storage.database import Database
from modstead.storage.game_versions import ToldGameVersions
from modstead.storage.policies import Policies


class SaidPolicies(Protocol):
    """The user's word on how a folder is kept up to date."""

    async def of(self, library: Library) -> FolderPolicies: ...

    async def circumstances(self, instance: Instance) -> Circumstances: ...


class PolicyService:
    """Nothing here changes a file. Without a mod a word is about the whole folder; a mod's own word goes before it.

    `changed` names the folder after each word on it. `now` gives the time with its zone. Everything raises StorageError
    where the database cannot be used.
    """

    def __init__(self, catalog: Catalog, database: Database, now: Callable[[], datetime]) -> None:
        self._catalog = catalog
        self._policies = Policies(database)
        self._order = ToldGameVersions(database)
        self._now = now
        self.changed: Event[Path] = Event()

    async def all(self, folder: Path) -> FolderPolicies:
        """All that was said of the folder; `modstead.domain.policy_data` makes plain data of it."""
        return await self._policies.of(folder)

    async def of(self, library: Library) -> FolderPolicies:
        """The same, with what has been recognised since then known by its project: so it outlives an update."""
        folder = library.instance.folder
        said = await self.all(folder)
        if said.recognised(library.mods) == said:
            return said
        return await self._policies.change(folder, lambda before: before.recognised(library.mods))

    async def replace(self, folder: Path, policies: FolderPolicies) -> None:
        """These in place of all that was said of the folder."""
        if any(item.snooze and item.snooze.game_version for item in _said(policies)):
            await self._learn_order()
        await self._change(folder, lambda _before: policies)

    async def pin(self, folder: Path, mod: InstalledMod | None = None, *, pinned: bool) -> FolderPolicies:
        """Keep the mod, or all of the folder, at the version that is installed.

        No longer pinned, a mod of a pinned folder is an exception from it.
        """

        def change(before: FolderPolicies) -> FolderPolicies:
            value = True if pinned else False if mod and before.folder.pinned else None
            return _changed(before, mod, lambda policy: replace(policy, pinned=value))

        return await self._change(folder, change)

    async def follow(
        self, folder: Path, channel: Channel | None, mod: InstalledMod | None = None
    ) -> FolderPolicies:
        """Take versions from this channel and stabler ones; None leaves it to the folder, or to the default."""
        return await self._say(folder, mod, lambda policy: replace(policy, channel=channel))

    async def snooze(
        self, folder: Path, snooze: Snooze | None, mod: InstalledMod | None = None
    ) -> FolderPolicies:
        """No updates until the snooze is over; None ends it.

        Raises:
            PolicyRefused: it would be over at once, or a single version is to be passed over in a whole folder.
        """
        if snooze and snooze.version_id and mod is None:
            raise PolicyRefused("A version is one of a mod, not of a whole folder.", remedy="Name the mod.")
        if snooze and snooze.until is not None and snooze.until <= self.today:
            raise PolicyRefused(f"{snooze.until} is no day to come.")
        return await self._say(folder, mod, lambda policy: replace(policy, snooze=snooze))

    async def pin_each(self, folder: Path, mods: Iterable[InstalledMod], *, pinned: bool) -> FolderPolicies:
        """`pin` for several mods, as one word."""

        def change(before: FolderPolicies) -> FolderPolicies:
            value = True if pinned else False if before.folder.pinned else None
            return _each_changed(before, mods, lambda policy: replace(policy, pinned=value))

        return await self._change(folder, change)

    async def follow_each(
        self, folder: Path, channel: Channel | None, mods: Iterable[InstalledMod]
    ) -> FolderPolicies:
        """`follow` for several mods, as one word."""
        return await self._change(
            folder,
            lambda before: _each_changed(before, mods, lambda policy: replace(policy, channel=channel)),
        )

    async def snooze_each(
        self, folder: Path, snoozes: Sequence[tuple[InstalledMod, Snooze | None]]
    ) -> FolderPolicies:
        """A snooze of its own for each of these mods, as one word; None ends it."""

        def change(before: FolderPolicies) -> FolderPolicies:
            said = before
            for mod, snooze in snoozes:
                said = said.with_mod(mod, partial(_snoozed, snooze=snooze))
            return said

        return await self._change(folder, change)

    def for_days(self, days: int) -> Snooze:
        """A snooze of so many days from today on."""
        return Snooze(until=self.today + timedelta(days=days))

    def passing_over(self, version: Version) -> Snooze:
        """A snooze until there is another version than this one."""
        return Snooze(version_id=version.id, version_number=version.number)

    async def until_game_version(self, instance: Instance, game_version: str) -> Snooze:
        """A snooze until the folder is on that game version or a newer one.

        Raises:
            PolicyRefused: there is no such game version, or the folder has reached it.
            CatalogError: the order of game versions is not known yet, and the platform cannot be asked.
        """
        circumstances = await self.circumstances(instance)
        if game_version not in circumstances.order:
            tags = await self._catalog.game_versions()
            await self._order.remember(self._catalog.id, tags)
            circumstances = replace(circumstances, order=GameVersions(tags))
        if game_version not in circumstances.order:
            raise PolicyRefused(
                f"{self._catalog.title} knows no Minecraft {game_version}.", remedy="Name one such as 1.21.5."
            )
        if circumstances.has_reached(game_version):
            raise PolicyRefused(f"{instance.name} is on Minecraft {instance.game_version} already.")
        return Snooze(game_version=game_version)

    async def newer_releases(self, instance: Instance) -> tuple[str, ...]:
        """The game's releases after the folder's own, the next one first; none where that is not known.

        Raises:
            CatalogError: the order of game versions is not known yet, and the platform cannot be asked.
        """
        own = instance.game_version
        if not own:
            return ()
        order = GameVersions(await self._order.of(self._catalog.id))
        if own not in order:
            tags = await self._catalog.game_versions()
            await self._order.remember(self._catalog.id, tags)
            order = GameVersions(tags)
        newer = [release for release in order.releases if own in order and order.is_newer(release, own)]
        return tuple(reversed(newer))

    async def together(self, folder: Path, mods: Sequence[InstalledMod]) -> FolderPolicies:
        """Update these only together, along with what is together with one of them already.

        Raises:
            PolicyRefused: it takes two mods or more, two files of one project being one.
        """
        if len({subject_of(mod).key for mod in mods}) < 2:
            raise PolicyRefused("It takes two mods or more to update them together.")
        return await self._change(folder, lambda before: before.joined(mods))

    async def apart(self, folder: Path, mods: Sequence[InstalledMod]) -> FolderPolicies:
        """Update each of these by itself again."""
        return await self._change(folder, lambda before: before.parted(mods))

    @property
    def today(self) -> date:
        """The day where the user is."""
        return self._now().astimezone().date()

    async def circumstances(self, instance: Instance) -> Circumstances:
        """What decides now whether snoozes are over; nothing is asked of the platform."""
        order = await self._order.of(self._catalog.id)
        return Circumstances(self.today, instance.game_version or "", GameVersions(order))

    async def _say(
        self, folder: Path, mod: InstalledMod | None, change: Callable[[Policy], Policy]
    ) -> FolderPolicies:
        return await self._change(folder, partial(_changed, mod=mod, change=change))

    async def _change(
        self, folder: Path, change: Callable[[FolderPolicies], FolderPolicies]
    ) -> FolderPolicies:
        said = await self._policies.change(folder, change)
        self.changed.emit(folder)
        return said

    async def _learn_order(self) -> None:
        """Without it a snooze until a game version ends on that very one only."""
        try:
            tags = await self._catalog.game_versions()
        except CatalogError:
            return
        await self._order.remember(self._catalog.id, tags)


def _changed(
    before: FolderPolicies, mod: InstalledMod | None, change: Callable[[Policy], Policy]
) -> FolderPolicies:
    return before.with_folder(change) if mod is None else before.with_mod(mod, change)


def _each_changed(
    before: FolderPolicies, mods: Iterable[InstalledMod], change: Callable[[Policy], Policy]
) -> FolderPolicies:
    said = before
    for mod in mods:
        said = said.with_mod(mod, change)
    return said


def _snoozed(policy: Policy, snooze: Snooze | None) -> Policy:
    return replace(policy, snooze=snooze)


def _said(policies: FolderPolicies) -> tuple[Policy, ...]:
    return (policies.folder, *(item.policy for item in policies.mods))
