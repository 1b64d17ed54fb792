"""Moving a folder to another game version or loader: what there is for it, the plan, and a word when it is ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from modstead.domain.catalog import Catalog
from modstead.domain.changes import (
    conflicts,
    disable_operation,
    replace_operation,
    update_operation,
)
from modstead.domain.compatibility import PACK_LOADERS, Target, lacking
from modstead.domain.demands import Demands, update_objections
from modstead.domain.game_versions import GameVersions
from modstead.domain.holding import groups_of
from modstead.domain.instance import Instance, Library, Loader
from modstead.domain.launchers import launcher_words
from modstead.domain.migration import (
    MigrationCheck,
    Outlook,
    file_of,
    suggested_targets,
)
from modstead.domain.migration_plan import MigrationChoices, Moves, moves_of
from modstead.domain.plan import Move, Note, NoteKind, Operation, OperationKind, Plan, PlanKind
from modstead.domain.policies import FolderPolicies
from modstead.domain.updates import Update
from modstead.domain.version import Channel
from modstead.errors import LoaderUnknown, Unreachable, Unresolvable
from modstead.services.dependencies import Closure, DependencyResolver, SafeName
from modstead.services.instances import KeptSetup
from modstead.services.migration_answers import MigrationAnswers
from modstead.services.policies import SaidPolicies
from modstead.services.together import together
from modstead.services.updates import without_clashes
from modstead.storage.wishes import Wish, Wishes

Progress = Callable[[int, int], None]
"""How many of how many targets have been looked at."""

MOST_TARGETS = 12


class Remembering(Protocol):
    """Who knows whose word on a game counts: `modstead.services.instances.InstanceService`."""

    async def kept(self, instance: Instance) -> KeptSetup: ...


@dataclass(frozen=True, slots=True)
class WishState:
    """What the user waits for in a folder, and how it stands."""

    wish: Wish
    outlook: Outlook


class MigrationService:
    """`requests_sent` counts the catalogue's requests so far; `now` gives the time with its zone."""

    def __init__(
        self,
        catalog: Catalog,
        policies: SaidPolicies,
        remembering: Remembering,
        wishes: Wishes,
        unsafe_name: SafeName,
        *,
        requests_sent: Callable[[], int],
        now: Callable[[], datetime],
    ) -> None:
        self._catalog = catalog
        self._policies = policies
        self._remembering = remembering
        self._wishes = wishes
        self._unsafe_name = unsafe_name
        self._requests_sent = requests_sent
        self._now = now
        self._resolver = DependencyResolver(catalog, unsafe_name)
        self._answers = MigrationAnswers(catalog, unsafe_name)

    async def game_versions(self) -> GameVersions:
        """All there are, in their order.

        Raises:
            CatalogError: the platform cannot be asked, and never was.
        """
        return GameVersions(await self._catalog.game_versions())

    async def targets(
        self, instance: Instance, game_versions: Sequence[str] = (), loader: Loader | None = None
    ) -> tuple[Target, ...]:
        """These game versions with that loader, or the folder's own; without any, those that suggest themselves.

        Raises:
            LoaderUnknown: the folder's loader is not known, and none is named.
            Unresolvable: there is no such game version, or the loader loads nothing of the folder's kind.
            CatalogError: the platform cannot be asked which there are.
        """
        chosen = None if instance.content in PACK_LOADERS else loader or instance.loader
        if "loader" in lacking(replace(instance, loader=chosen)):
            unknown = LoaderUnknown(
                f"The loader of {instance.folder} cannot be told.", remedy="Say which it is."
            )
            unknown.options = ("--loader",)
            raise unknown
        if chosen and chosen.content is not instance.content:
            raise Unresolvable(
                f"{chosen.label} loads no {instance.content.label}.", remedy="Name another loader."
            )
        if chosen and chosen.is_proxy:
            raise Unresolvable(f"{chosen.label} runs no Minecraft, so that there is none to move to.")
        order = await self.game_versions()
        unknown_versions = [version for version in game_versions if version not in order]
        if unknown_versions:
            raise Unresolvable(
                f"{self._catalog.title} knows no Minecraft {unknown_versions[0]}.",
                remedy="Name one such as 1.21.5.",
            )
        named = dict.fromkeys(game_versions) or suggested_targets(order, instance.game_version)
        return tuple(Target(chosen, version, instance.content) for version in tuple(named)[:MOST_TARGETS])

    async def check(
        self,
        library: Library,
        targets: Sequence[Target],
        channel: Channel | None = None,
        progress: Progress | None = None,
    ) -> MigrationCheck:
        """Ask what there is for each target: one request for all files, a second where a channel or loader demands it.

        A pin holds; a snooze does not, nor that mods are updated only together: whoever moves wants all that is there.
        `channel` overrides what each mod follows.

        Raises:
            CatalogError: the platform cannot be asked; never answered from the cache.
            StorageError: the policies cannot be read; without them too much would be moved.
        """
        if library.offline and any(mod.version is None for mod in library.mods):
            raise library.away or Unreachable("The mods could not be identified.")
        policies = await self._policies.of(library)
        before = self._requests_sent()
        done = 0

        async def look(target: Target) -> Outlook:
            nonlocal done
            outlook = await self._answers.outlook(library, target, policies, channel)
            done += 1
            if progress:
                progress(done, len(targets))
            return outlook

        outlooks = await together(partial(look, target) for target in targets)
        outlooks = await self._answers.completed(library, outlooks, policies, channel)
        return MigrationCheck(library, tuple(outlooks), self._now(), self._requests_sent() - before)

    async def plan(
        self, library: Library, outlook: Outlook, choices: MigrationChoices = MigrationChoices()
    ) -> Plan:
        """Replace what is ready, bring along what that needs, leave alone what fits, and disable or keep the rest.

        The plan's instance is the folder after the move. What is left behind is named in notes.

        Raises:
            CatalogError: the platform cannot be asked.
            StorageError: the policies cannot be read.
        """
        target = outlook.target
        moves = moves_of(outlook, choices)
        moved = _moved(library.instance, target)
        kept, clashing = without_clashes(library, (*moves.updates, *moves.asleep))
        moves = replace(
            moves,
            updates=tuple(item for item in moves.updates if item in kept),
            asleep=tuple(item for item in moves.asleep if item in kept),
            notes=(
                *moves.notes,
                *(Note(NoteKind.HELD_BACK, item.mod.title, item.reason) for item in clashing),
            ),
        )
        after = _afterwards(library, moved, moves)
        versions = [item.version for item in moves.updates]
        versions += [continuation.version for _, continuation in moves.successors]
        closure = await self._resolver.closure(after, target, versions)
        policies = await self._policies.of(library)
        return self._assembled(
            library, after, target, moves, closure, policies, await self._told(library, target)
        )

    async def _told(self, library: Library, target: Target) -> list[Note]:
        """What is left for the user to do where Modstead must not."""
        instance = library.instance
        move = _move(instance, target)
        kept = await self._remembering.kept(instance)
        changes = (move.game_version != move.from_game_version and not kept.game_version) or (
            move.loader is not move.from_loader and not kept.loader
        )
        words = launcher_words(instance, move) if changes else ""
        return [Note(NoteKind.INFO, instance.launcher or instance.name, words)] if words else []

    def _assembled(
        self,
        library: Library,
        after: Library,
        target: Target,
        moves: Moves,
        closure: Closure,
        policies: FolderPolicies,
        told: Sequence[Note],
    ) -> Plan:
        reason = f"for {target}"
        woken = {
            item.before.name: item
            for item in closure.operations
            if item.kind is OperationKind.ENABLE and item.before
        }
        updates = {item.mod.file.name: update_operation(item, reason) for item in moves.updates}
        asleep = [_asleep(item, woken.get(item.mod.file.name), reason) for item in moves.asleep]
        renewed = {item.mod.file.name for item in moves.asleep}
        brought = [
            item
            for item in closure.operations
            if not (item.before and item.before.name in renewed & woken.keys())
        ]
        operations: list[Operation] = [*updates.values(), *asleep]
        for mod, continuation in moves.successors:
            if file := file_of(continuation.version):
                operations.append(
                    replace(
                        replace_operation(mod, continuation.version, file, continuation.project, reason),
                        title=f"{mod.title} → {continuation.project.title}",
                    )
                )
        operations += [disable_operation(mod, f"not there {reason}") for mod in moves.leaving]
        titles = closure.titles | {item.version.project_id: item.mod.title for item in moves.updates}
        demands = Demands(after, {item.version.project_id for item in moves.updates})
        notes = [*moves.notes, *closure.notes]
        notes += conflicts(tuple(closure.chosen.values()), after, titles)
        notes += update_objections(moves.updates, demands)
        move = _move(library.instance, target)
        return Plan(
            after.instance,
            PlanKind.MIGRATE,
            (*operations, *brought),
            (*notes, *told),
            together=tuple(
                tuple(updates[name].file_name for name in group)
                for group in groups_of(library, policies)
                if updates.keys() >= set(group)
            ),
            move=move if move.inverse() != move else None,
        )

    async def wish(self, folder: Path) -> Wish | None:
        """What the user wants to be told of in that folder.

        Raises:
            StorageError: it cannot be read.
        """
        return await self._wishes.of(folder)

    async def tell_me(self, folder: Path, target: Target) -> Wish:
        """Remember that the user wants to be told once everything in the folder is ready for this target.

        Raises:
            StorageError: it cannot be remembered.
        """
        wish = Wish(target.game_version, target.loader)
        await self._wishes.remember(folder, wish, self._now())
        return wish

    async def tell_me_no_more(self, folder: Path) -> None:
        """Raises StorageError."""
        await self._wishes.forget(folder)

    async def wish_state(self, library: Library) -> WishState | None:
        """How what the user waits for stands; None where there is no wish, or the folder is there already.

        Raises:
            CatalogError, StorageError: as `check`.
        """
        instance = library.instance
        wish = await self.wish(instance.folder)
        if wish is None:
            return None
        target = Target(wish.loader, wish.game_version, instance.content)
        if _moved(instance, target) == instance:
            await self.tell_me_no_more(instance.folder)
            return None
        found = await self.check(library, (target,))
        return WishState(wish, found.outlooks[0])


def _moved(instance: Instance, target: Target) -> Instance:
    """The instance after the move; the loader's version is not known then."""
    if target.loader is None or target.loader is instance.loader:
        same = instance.game_version == target.game_version
        return replace(
            instance, game_version=target.game_version, loader_version=instance.loader_version if same else ""
        )
    return replace(instance, loader=target.loader, game_version=target.game_version, loader_version="")


def _move(instance: Instance, target: Target) -> Move:
    loader = target.loader or instance.loader
    return Move(instance.loader, instance.game_version, loader, target.game_version)


def _afterwards(library: Library, moved: Instance, moves: Moves) -> Library:
    """The folder without what leaves it, as far as dependencies may rely on what is there."""
    going = {item.mod.file.name for item in (*moves.updates, *moves.asleep)}
    staying = {mod.file.name for mod in moves.stays} | going
    return replace(
        library,
        instance=moved,
        mods=tuple(mod for mod in library.mods if mod.file.name in staying),
    )


def _asleep(update: Update, woken: Operation | None, reason: str) -> Operation:
    """A disabled mod stays so, unless something needs it from now on."""
    operation = update_operation(update, reason)
    if woken is None or operation.after is None:
        return operation
    after = replace(operation.after, name=update.file.filename)
    return replace(operation, after=after, reason="required", required_by=woken.required_by)
