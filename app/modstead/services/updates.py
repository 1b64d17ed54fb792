"""One batched check for a whole folder, and the plan that comes of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from modstead.domain.catalog import Catalog
from modstead.domain.changes import conflicts, update_operation
from modstead.domain.compatibility import Target, mod_file, unobtainable
from modstead.domain.demands import Demands, kept_to_demands, update_objections
from modstead.domain.holding import groups_of, kept_together, under_policy
from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library
from modstead.domain.plan import Note, NoteKind, Operation, OperationKind, Plan, PlanKind
from modstead.domain.policies import FolderPolicies
from modstead.domain.updates import (
    HeldBack,
    HeldBackKind,
    Update,
    UpdateCheck,
    UpToDate,
    Verdict,
    allowed_channel,
    between,
    judge,
    judge_chosen,
)
from modstead.domain.version import Channel, Version
from modstead.errors import CatalogError, Unreachable
from modstead.services.dependencies import DependencyResolver, SafeName
from modstead.services.newest import Away, newest_of, told, versions_for
from modstead.services.policies import SaidPolicies
from modstead.services.together import together

Follows = Callable[[InstalledMod], Channel | None]
"""The channel that was told for a mod, if any."""


_HELD_BY_THE_USER = frozenset({HeldBackKind.PINNED, HeldBackKind.SNOOZED, HeldBackKind.TOGETHER})


class UpdateService:
    """`requests_sent` counts the catalogue's requests so far; `now` gives the time with its zone."""

    def __init__(
        self,
        catalog: Catalog,
        policies: SaidPolicies,
        unsafe_name: SafeName,
        *,
        requests_sent: Callable[[], int],
        now: Callable[[], datetime],
    ) -> None:
        self._catalog = catalog
        self._policies = policies
        self._unsafe_name = unsafe_name
        self._requests_sent = requests_sent
        self._now = now
        self._resolver = DependencyResolver(catalog, unsafe_name)

    async def check(
        self, library: Library, channel: Channel | None = None, *, otherwise: Channel | None = None
    ) -> UpdateCheck:
        """Ask once for all files; what is pinned or sleeps, or lacks what it goes together with, is held back.

        So is what another file refuses, unless that is updated too.

        `channel` overrides what each mod follows: what was said of it, else of the folder, else `otherwise`, else the
        channel of the installed version.

        The first request names no channel, so that a newer beta is seen and can be told of. Only for the mods whose
        answer is not admitted, or that run another loader's files, at most two more ask within their channels.

        Raises:
            LoaderUnknown: the instance's loader or game version is not known.
            CatalogError: the platform cannot be asked; never answered from the cache.
            StorageError: the policies cannot be read; without them too much would be updated.
        """
        target = Target.of(library.instance)
        if library.offline and any(mod.version is None for mod in library.mods):
            raise library.away or Unreachable("The mods could not be identified.")
        policies = await self._policies.of(library)
        before = self._requests_sent()

        def follows(mod: InstalledMod) -> Channel | None:
            return channel or policies.of(mod).channel or otherwise

        verdicts = await self._verdicts(library, target, follows)
        if policies:
            circumstances = await self._policies.circumstances(library.instance)
            verdicts = [under_policy(item, policies, circumstances) for item in verdicts]
        updates, held = _settled(library, verdicts, policies)
        return UpdateCheck(
            at=self._now(),
            checked=len(library.mods),
            requests=self._requests_sent() - before,
            updates=updates,
            held_back=(*(item for item in verdicts if isinstance(item, HeldBack)), *held),
            up_to_date=tuple(item.mod.file.name for item in verdicts if isinstance(item, UpToDate)),
            unknown=_unknown(library),
            failed=library.failures,
            together=groups_of(library, policies),
        )

    async def reconsidered(
        self, library: Library, check: UpdateCheck, *, otherwise: Channel | None = None
    ) -> UpdateCheck:
        """What the answers of that check are worth under the policies as they are now; nothing is asked.

        A version of a channel that was not followed then may be missing.

        Raises:
            LoaderUnknown, StorageError: as `check`.
        """
        target = Target.of(library.instance)
        policies = await self._policies.of(library)
        circumstances = await self._policies.circumstances(library.instance)

        def anew(item: Update | HeldBack) -> Verdict:
            mod, version = item.mod, item.version
            if version is None:
                return item
            if mod.version is None:
                return self._taken_anyway(item) or item
            channel = policies.of(mod).channel or otherwise
            return judge(mod, version, target, channel, self._unsafe_name)

        told: tuple[Update | HeldBack, ...] = (*check.updates, *check.held_back)
        verdicts = [under_policy(anew(item), policies, circumstances) for item in told]
        updates, held = _settled(library, verdicts, policies)
        return replace(
            check,
            updates=updates,
            held_back=(*(item for item in verdicts if isinstance(item, HeldBack)), *held),
            together=groups_of(library, policies),
        )

    async def _verdicts(self, library: Library, target: Target, follows: Follows) -> list[Verdict]:
        known = {mod.file.sha1: mod for mod in library.mods if mod.version}
        away: Away = {}
        offers = await self._offers(known, target, follows, away)
        verdicts: list[Verdict] = [
            HeldBack(mod, None, HeldBackKind.NONE, told(error))
            if (error := away.get(mod.version.provider))
            else judge(mod, offers.get(mod.file.sha1), target, follows(mod), self._unsafe_name)
            for mod in library.mods
            if mod.version
        ]
        return verdicts + await self._verdicts_on_chosen(library, target, follows)

    async def _verdicts_on_chosen(self, library: Library, target: Target, follows: Follows) -> list[Verdict]:
        """On the few files whose project the user told: no hash leads to it, so each project is asked for itself."""
        chosen = [mod for mod in library.mods if mod.chosen and mod.project and not mod.version]
        lists = await together(
            partial(versions_for, self._catalog, mod.project_id or "", target.loaders, target.game_versions)
            for mod in chosen
        )
        return [
            HeldBack(mod, None, HeldBackKind.NONE, told(found))
            if isinstance(found, CatalogError)
            else judge_chosen(mod, found, target, follows(mod), self._unsafe_name)
            for mod, found in zip(chosen, lists, strict=True)
        ]

    async def _offers(
        self,
        known: Mapping[str, InstalledMod],
        target: Target,
        follows: Follows,
        away: Away,
    ) -> dict[str, Version]:
        """By sha1. Where a platform beside the main one cannot be asked, `away` is told why, and the rest goes on."""
        if not known:
            return {}
        own, *others = target.preferences
        files = {sha1: mod.version for sha1, mod in known.items() if mod.version}
        latest = partial(newest_of, self._catalog, game_versions=target.game_versions)
        offers = await latest(files, away, loaders=own)
        asked_again: dict[str, tuple[Channel, ...]] = {}
        for sha1, version in files.items():
            offer = offers.get(sha1)
            allowed = allowed_channel(version, follows(known[sha1]))
            if (offer is None and others) or (offer and not allowed.admits(offer.channel)):
                asked_again[sha1] = tuple(item for item in Channel if allowed.admits(item))
        if asked_again:
            again = {sha1: files[sha1] for sha1 in asked_again}
            answers = await latest(again, away, loaders=target.loaders, channels=asked_again)
            for sha1, answer in answers.items():
                if _is_better(answer, offers.get(sha1), known[sha1], own):
                    offers[sha1] = answer
        return offers

    async def newer(
        self, library: Library, mod: InstalledMod, channel: Channel | None = None
    ) -> Version | None:
        """The version that the mod would be updated to, though it may be held back by the user's own word.

        Raises:
            LoaderUnknown, CatalogError, StorageError: as `check`.
        """
        check = await self.check(replace(library, mods=(mod,)), channel)
        held = [item.version for item in check.held_back if item.kind in _HELD_BY_THE_USER]
        return next(iter((*(item.version for item in check.updates), *held)), None)

    async def plan(
        self,
        library: Library,
        check: UpdateCheck,
        names: Collection[str] | None = None,
        *,
        held_back: Collection[str] = (),
    ) -> Plan:
        """Update the files of these names (None: all that have an update) and those ticked though held back, with the
        new required dependencies.

        Of what is updated only together, nothing is while one of it is not chosen.
        """
        target = Target.of(library.instance)
        named = [item for item in check.updates if names is None or item.mod.file.name in names]
        parted = _parted(check, {*(item.mod.file.name for item in named), *held_back})
        chosen = [item for item in named if item.mod.file.name not in parted]
        ticked = [item for item in check.held_back if item.mod.file.name in held_back]
        chosen += [update for item in ticked if (update := self._taken_anyway(item))]
        versions = [item.version for item in chosen]
        closure = await self._resolver.closure(library, target, versions)
        titles = closure.titles | {item.version.project_id: item.mod.title for item in chosen}
        notes = [
            Note(NoteKind.HELD_BACK, item.mod.title, item.reason)
            for item in check.held_back
            if item.mod.file.name not in held_back
        ]
        notes += [parted[item.mod.file.name] for item in named if item.mod.file.name in parted]
        notes += closure.notes
        notes += conflicts(tuple(closure.chosen.values()), library, titles)
        notes += update_objections(chosen, Demands(library))
        operations = {item.mod.file.name: update_operation(item, "newer version") for item in chosen}
        return Plan(
            library.instance,
            PlanKind.UPDATE,
            (*operations.values(), *closure.operations),
            tuple(notes),
            together=tuple(
                tuple(operations[name].file_name for name in group)
                for group in check.together
                if operations.keys() >= set(group)
            ),
        )

    def _taken_anyway(self, item: Update | HeldBack) -> Update | None:
        """The held-back answer as an update, where there is a file that may be written at all."""
        file = mod_file(item.version) if item.version else None
        if item.version is None or file is None:
            return None
        if unobtainable(item.version) or self._unsafe_name(file.filename):
            return None
        return Update(item.mod, item.version, file)

    async def changelogs(self, mod: InstalledMod, version: Version) -> tuple[Version, ...]:
        """Every version of the mod's loaders and game version after the installed one up to `version`, newest first."""
        versions = await self._catalog.versions(version.project_id)
        return between(versions, version, mod.version.published if mod.version else None) or (version,)

    async def changelogs_of(self, operation: Operation) -> tuple[Version, ...]:
        """The same for an operation of any plan: of a new file its version's, of an older one those that are given up.

        Raises:
            CatalogError: the platform cannot be asked.
        """
        if operation.project is None:
            return ()
        versions = await self._catalog.versions(operation.project.project_id)
        target = next((item for item in versions if item.id == operation.version_id), None)
        if target is None:
            return ()
        if operation.kind is not OperationKind.UPDATE:
            return (target,)
        old = next((item for item in versions if item.id == operation.from_version_id), None)
        start = operation.from_published or (old.published if old else None)
        if start is None or target.published is None:
            return (target,)
        return between(versions, target, start, backwards=target.published < start) or (target,)


def _is_better(answer: Version, offer: Version | None, mod: InstalledMod, own_loaders: Sequence[str]) -> bool:
    """Whether the second answer says more than the first.

    Where the project has files for the loader itself, another loader's are not wanted. An admitted version that is
    the installed one adds nothing over the news of a less stable one.
    """
    if offer is None:
        return True
    installed = mod.version
    if set(own_loaders).isdisjoint(answer.loaders) or installed is None or answer.has_file(mod.file.sha1):
        return False
    if answer.published is None or installed.published is None:
        return False
    return answer.published > installed.published


def _parted(check: UpdateCheck, chosen: Collection[str]) -> dict[str, Note]:
    """The updates that are left out since others that go together with them are not chosen, with a note on each."""
    titles = {item.mod.file.name: item.mod.title for item in check.updates}
    parted: dict[str, Note] = {}
    for group in check.together:
        left_out = next((name for name in group if name in titles and name not in chosen), None)
        if left_out is None:
            continue
        for name in titles.keys() & set(group):
            text = f"{titles[name]} is held back with {titles[left_out]}, which is left out."
            parted[name] = Note(NoteKind.INFO, titles[name], text)
    return parted


def _settled(
    library: Library, verdicts: Sequence[Verdict], policies: FolderPolicies
) -> tuple[tuple[Update, ...], tuple[HeldBack, ...]]:
    """The updates that can be done as they are, and those held back for their names or for the other files.

    What is held back for one reason may hold back others for the other.
    """
    demands = Demands(library)
    updates = tuple(item for item in verdicts if isinstance(item, Update))
    held: tuple[HeldBack, ...] = ()
    while True:
        before = len(updates)
        updates, refused = kept_to_demands(updates, demands)
        updates, clashes = without_clashes(library, updates)
        updates, alone = kept_together(library, updates, (*verdicts, *held, *refused, *clashes), policies)
        held = (*held, *refused, *clashes, *alone)
        if len(updates) == before:
            return updates, held


def without_clashes(
    library: Library, updates: Iterable[Update]
) -> tuple[tuple[Update, ...], tuple[HeldBack, ...]]:
    """Hold back updates whose file name another file already has, be it in the folder or from another update.

    What is held back stays in the folder under its own name, which may hold back others in turn.
    """
    listed = tuple(updates)
    kept = _unclashing(library, listed)
    while len(left := _unclashing(library, kept)) < len(kept):
        kept = left
    names = {item.mod.file.name for item in kept}
    clashing = (item for item in listed if item.mod.file.name not in names)
    return kept, tuple(
        HeldBack(
            item.mod,
            item.version,
            HeldBackKind.FILE,
            f"Another file is already called {item.file.filename}.",
        )
        for item in clashing
    )


def _unclashing(library: Library, updates: tuple[Update, ...]) -> tuple[Update, ...]:
    """The updates whose names are free once all of these have left; a mod's own name is its own before all others'."""
    leaving = {item.mod.file.name for item in updates}
    staying = [mod.file.jar_name for mod in library.mods if mod.file.name not in leaving]
    staying += [failure.name.removesuffix(DISABLED_SUFFIX) for failure in library.failures]
    owners = dict.fromkeys(map(str.casefold, staying), "")
    for own in (True, False):
        for item in updates:
            name = item.file.filename.casefold()
            if (name == item.mod.file.jar_name.casefold()) is own:
                owners.setdefault(name, item.mod.file.name)
    return tuple(item for item in updates if owners[item.file.filename.casefold()] == item.mod.file.name)


def refreshed(check: UpdateCheck, library: Library) -> UpdateCheck:
    """The check without what is no longer in the folder as it was, so that the page stays right after a change."""
    present = {(mod.file.jar_name, mod.file.sha1): mod for mod in library.mods}

    def now_of(mod: InstalledMod) -> InstalledMod | None:
        return present.get((mod.file.jar_name, mod.file.sha1))

    told = [*(item.mod for item in check.updates), *(item.mod for item in check.held_back)]
    renamed = {mod.file.name: now.file.name for mod in told if (now := now_of(mod))}
    return replace(
        check,
        together=tuple(tuple(renamed.get(name, name) for name in group) for group in check.together),
        updates=tuple(replace(item, mod=mod) for item in check.updates if (mod := now_of(item.mod))),
        held_back=tuple(replace(item, mod=mod) for item in check.held_back if (mod := now_of(item.mod))),
        unknown=_unknown(library),
    )


def _unknown(library: Library) -> tuple[str, ...]:
    """The files that no update can be looked for, but for those that the user spoke of."""
    return tuple(mod.file.name for mod in library.mods if not mod.version and not mod.chosen)


def covers(check: UpdateCheck, library: Library) -> bool:
    """Whether the check has a word on every mod of the folder; after a change it may lack some."""
    told = {
        *(item.mod.file.jar_name for item in check.updates),
        *(item.mod.file.jar_name for item in check.held_back),
        *(name.removesuffix(DISABLED_SUFFIX) for name in check.up_to_date),
    }
    return all(
        mod.file.jar_name in told for mod in library.mods if mod.version or (mod.chosen and mod.project)
    )
