"""Moving a folder to another game version or loader: what there is for it, the plan, and a word when it is ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from modstead.domain.catalog import Catalog
from modstead.domain.compatibility import PACK_LOADERS, Target, lacking
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import Instance, Library, Loader
from modstead.domain.migration import MigrationCheck, Outlook, suggested_targets
from modstead.domain.migration_plan import DEFAULT_CHOICES, MigrationChoices
from modstead.domain.plan import Move, Plan
from modstead.domain.version import Channel
from modstead.errors import LoaderUnknown, Unreachable, Unresolvable
from modstead.services.dependencies import SafeName
from modstead.services.migration_answers import MigrationAnswers
from modstead.services.migration_plans import MigrationPlanner, Remembering, moved
from modstead.services.policies import SaidPolicies
from modstead.services.together import together
from modstead.storage.wishes import Wish, Wishes

Progress = Callable[[int, int], None]
"""How many of how many targets have been looked at."""

MOST_TARGETS = 12


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
        self._wishes = wishes
        self._requests_sent = requests_sent
        self._now = now
        self._planner = MigrationPlanner(catalog, policies, remembering, unsafe_name)
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
        self, library: Library, outlook: Outlook, choices: MigrationChoices = DEFAULT_CHOICES
    ) -> Plan:
        """Replace what is ready, bring along what that needs, leave alone what fits, and disable or keep the rest.

        The plan's instance is the folder after the move. What is left behind is named in notes.

        Raises:
            CatalogError: the platform cannot be asked.
            StorageError: the policies cannot be read.
        """
        return await self._planner.plan(library, outlook, choices)

    async def left_to_do(self, instance: Instance, move: Move) -> str:
        """What the user must do beside the move, where a launcher or a server decides what is started."""
        return await self._planner.left_to_do(instance, move)

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

    async def moved(self, folder: Path, move: Move) -> None:
        """A folder has moved: where that is what was waited for, the waiting is over.

        Raises:
            StorageError: it cannot be remembered.
        """
        if move.game_version and await self.wish(folder) == Wish(move.game_version, move.loader):
            await self.tell_me_no_more(folder)

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
        if moved(instance, target) == instance:
            await self.tell_me_no_more(instance.folder)
            return None
        found = await self.check(library, (target,))
        return WishState(wish, found.outlooks[0])
