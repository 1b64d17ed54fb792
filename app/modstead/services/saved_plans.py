"""Plans that are written down, to be read by others and carried out later."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from modstead.domain.claimed_plan import as_known
from modstead.domain.instance import Instance
from modstead.domain.plan import Plan
from modstead.errors import PlanError
from modstead.instances.checks import steps_of
from modstead.instances.discovery.sections import content_of_name, section_at
from modstead.instances.plan_documents import SavedPlan, plans_document, read_plans
from modstead.services.instances import InstanceService
from modstead.services.library import LibraryService


class SavedPlanService:
    def __init__(self, instances: InstanceService, library: LibraryService) -> None:
        self._instances = instances
        self._library = library

    def document(self, plans: Iterable[Plan]) -> dict[str, Any]:
        """The plans as one JSON document.

        Raises:
            PlanError: one takes files from elsewhere on this computer.
        """
        return plans_document(plans)

    async def read(self, path: Path) -> tuple[Plan, ...]:
        """The plans in such a document, ready to be carried out: that checks whether the folder is still as planned.

        What the platform says of their files counts for more than what the document calls them.

        Raises:
            FileError: the document cannot be read, or is none.
            PlanError: it is not for a folder of this computer's games, or contradicts itself.
            FolderError: its folder cannot be used.
        """
        saved = await asyncio.to_thread(read_plans, path)
        return tuple([await self._as_known(await self._plan(item)) for item in saved])

    async def is_strange(self, plan: Plan) -> bool:
        """Whether nothing but the plan says that its folder is one of mods: Modstead does not know it, no game has it,
        it is not called so, and no mod lies in it.
        """
        instance = plan.instance
        if instance.root is not None or content_of_name(instance.folder.name):
            return False
        if await self._instances.is_known(instance.folder):
            return False
        library = await self._library.scan_quick(instance)
        return not any(mod.manifests or mod.version for mod in library.mods)

    async def _as_known(self, plan: Plan) -> Plan:
        """With what the platform, or what was remembered of it, says of the files in the place of the plan's words."""
        states = (state for item in plan.operations for state in (item.before, item.after) if state)
        names = await self._library.identified({state.sha1 for state in states if state.sha1})
        return as_known(plan, names.versions, names.projects)

    async def _plan(self, saved: SavedPlan) -> Plan:
        instance = await self._instance(saved.folder)
        if (instance.folder, instance.content) != (saved.folder, saved.content):
            raise PlanError(
                f"The plan is not for {saved.folder}.",
                f"It is for a folder of {saved.content.label}, which that is not.",
                remedy="Make the plan again.",
            )
        if saved.move:
            instance = replace(instance, loader=saved.move.loader, game_version=saved.move.game_version)
        plan = Plan(
            instance,
            saved.kind,
            saved.operations,
            saved.notes,
            saved.undoes,
            saved.together,
            saved.undoes_since,
            saved.about,
            saved.move,
        )
        if plan.operations:
            steps_of(plan)
        return plan

    async def _instance(self, folder: Path) -> Instance:
        """The folder's instance, also where the game has no such folder yet."""
        if not folder.is_absolute():
            raise PlanError(f"The plan names {folder}.", "It must name the whole path of a folder.")
        if await asyncio.to_thread(folder.exists):
            return await self._instances.open(folder)
        around = await self._instances.open(folder.parent)
        content = content_of_name(folder.name)
        if around.root is None and content:
            return replace(around, root=folder.parent, folder=folder, content=content)
        return section_at(around, folder)
