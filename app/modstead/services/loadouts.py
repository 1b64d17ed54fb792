"""Loadouts of a folder: saved under a name, switched to as one change."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from modstead.domain.instance import Library
from modstead.domain.loadouts import (
    LONGEST_NAME,
    MOST_LOADOUTS,
    Loadout,
    loadout_of,
    mods_of,
    plain_name,
    plan_switch,
    same_name,
)
from modstead.domain.plan import Plan
from modstead.errors import LoadoutRefused
from modstead.events import Event
from modstead.services.bisects import BisectService
from modstead.storage.database import Database
from modstead.storage.loadouts import Loadouts, Saved


class LoadoutService:
    """Nothing here changes a file. Names are the same whatever their case and space around them.

    `changed` names the folder whenever its loadouts are others. Everything raises StorageError where the database
    cannot be used.
    """

    def __init__(self, database: Database, bisects: BisectService) -> None:
        self._bisects = bisects
        self._loadouts = Loadouts(database)
        self.changed: Event[Path] = Event()

    async def all(self, library: Library) -> Saved:
        """By name, with what has been recognised since then known by its project: so they outlive updates."""
        folder = library.instance.folder
        saved = await self._loadouts.of(folder)

        def recognised(loadouts: Saved) -> Saved:
            return tuple(loadout.recognised(library.mods) for loadout in loadouts)

        if recognised(saved) == saved:
            return saved
        return await self._loadouts.change(folder, recognised)

    def current(self, loadouts: Saved, library: Library) -> tuple[str, ...]:
        """The names of those that the folder is as."""
        return tuple(loadout.name for loadout in loadouts if mods_of(loadout, library).are_so)

    async def named(self, library: Library, name: str) -> Loadout:
        """The loadout of that name.

        Raises:
            LoadoutRefused: there is none.
        """
        return _named(await self.all(library), name)

    async def plan(self, library: Library, name: str) -> Plan:
        """What switching to it changes; notes tell what would not work then, and what it says nothing of.

        Raises:
            LoadoutRefused: there is none of that name.
            SearchUnderWay: mods are off for a search.
        """
        await self._bisects.refuse_under_way(library.instance, "Other mods on and off would mislead it.")
        return plan_switch(await self.named(library, name), library)

    async def save(self, library: Library, name: str) -> tuple[Loadout, Loadout | None]:
        """Save what is enabled now, in place of the loadout of that name; both are returned.

        Raises:
            LoadoutRefused: it cannot be called so, nothing can be enabled there, or there are too many.
            SearchUnderWay: mods are off for a search.
        """
        await self._bisects.refuse_under_way(library.instance, "The loadout would do without them.")
        loadout = loadout_of(_checked(name), library)
        if not library.mods:
            raise LoadoutRefused(f"{library.instance.folder} holds nothing that could be enabled.")
        return loadout, await self.put(library.instance.folder, loadout)

    async def put(self, folder: Path, loadout: Loadout) -> Loadout | None:
        """Keep this one; the one of its name that gives way, if there was one.

        Raises:
            LoadoutRefused: there are too many.
        """
        replaced: list[Loadout] = []

        def with_it(loadouts: Saved) -> Saved:
            replaced[:] = [other for other in loadouts if same_name(other.name, loadout.name)]
            others = [other for other in loadouts if other not in replaced]
            if len(others) >= MOST_LOADOUTS:
                raise LoadoutRefused(
                    f"There are {MOST_LOADOUTS} loadouts already.", remedy="Remove one that is not needed."
                )
            return (*others, loadout)

        await self._change(folder, with_it)
        return next(iter(replaced), None)

    async def remove(self, folder: Path, name: str) -> Loadout:
        """Forget the loadout; no file is touched.

        Raises:
            LoadoutRefused: there is none of that name.
        """
        removed: list[Loadout] = []

        def without_it(loadouts: Saved) -> Saved:
            removed[:] = [_named(loadouts, name)]
            return tuple(other for other in loadouts if other not in removed)

        await self._change(folder, without_it)
        return removed[0]

    async def rename(self, folder: Path, name: str, new_name: str) -> Loadout:
        """Call it otherwise; the loadout with its new name.

        Raises:
            LoadoutRefused: there is none of that name, it cannot be called so, or another one is.
        """
        wanted = _checked(new_name)
        renamed: list[Loadout] = []

        def with_new_name(loadouts: Saved) -> Saved:
            old = _named(loadouts, name)
            others = tuple(other for other in loadouts if other is not old)
            if any(same_name(other.name, wanted) for other in others):
                raise LoadoutRefused(f"There is a loadout called {wanted} already.")
            renamed[:] = [replace(old, name=wanted)]
            return (*others, *renamed)

        await self._change(folder, with_new_name)
        return renamed[0]

    async def _change(self, folder: Path, change: Callable[[Saved], Saved]) -> None:
        await self._loadouts.change(folder, change)
        self.changed.emit(folder)


def _named(loadouts: Saved, name: str) -> Loadout:
    found = next((loadout for loadout in loadouts if same_name(loadout.name, name)), None)
    if found is None:
        names = ", ".join(loadout.name for loadout in loadouts)
        remedy = f"There are: {names}." if names else "Save what is enabled now as one."
        raise LoadoutRefused(f"There is no loadout called {name[:LONGEST_NAME]}.", remedy=remedy)
    return found


def _checked(name: str) -> str:
    wanted = plain_name(name)
    if not wanted:
        raise LoadoutRefused(
            "A loadout cannot be called so.", f"Its name must have 1 to {LONGEST_NAME} characters."
        )
    return wanted
