"""Plans by themselves: printed without being carried out, and carried out later; and what a lock file asks for."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from modstead.cli import tables, views
from modstead.cli.history import redo_plan, restore_plan
from modstead.cli.installing import installation
from modstead.cli.loadouts import loadout_plan
from modstead.cli.migration import plan_migration
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.statuses import CANCELLED, DONE, PARTLY
from modstead.cli.steps import (
    applied_plan,
    channel,
    looked_into,
    opened,
    refused,
    scan_bar,
    scanned,
    warn,
    warn_of_search,
    would_not_start,
)
from modstead.cli.switching import switch_plan
from modstead.domain.plan import Applied, NoteKind, Plan
from modstead.errors import Cancelled, ModsteadError, PlanError, typed
from modstead.services.bundle import Services
from modstead.services.locks import LockPlans

Plans = tuple[Plan, ...]


async def plan_only(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """Print what another command would do; the document is what `modstead apply` takes."""
    output.as_json = True
    plans = await _PLANNERS[arguments.planned](arguments, services, output)
    output.document(
        services.saved_plans.document(plan for plan in plans if plan.operations or plan.notes), bare=True
    )
    return DONE


async def apply(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """Carry out a printed plan, or what the lock file of a folder asks for; asking once for all of it."""
    if await asyncio.to_thread(arguments.folder.is_file):
        if arguments.lock or arguments.loader or arguments.game_version:
            raise UsageError("A plan is carried out as it is. See: modstead apply --help")
        if arguments.folder.suffix == ".toml":
            raise UsageError("A lock file is applied to a folder: modstead apply FOLDER --lock FILE")
        plans = await services.saved_plans.read(arguments.folder)
        await _check_folders(plans, arguments, services, output)
        work = _Work(plans, leave_out_failures=False)
    else:
        if arguments.into:
            raise UsageError("Only a plan goes with --into. See: modstead apply --help")
        locked = await _locked(arguments, services, output)
        work = _Work(locked.plans, locked, leave_out_failures=True)
    if not output.as_json:
        work.show(output)
    status = await _agreed(work, arguments, services, output)
    if output.as_json:
        output.document(work.document())
    elif work.done:
        for folder in work.done:
            output.line(f"Done. Take it back with: {typed('undo', folder)}")
    if work.took_policies and not output.as_json:
        for path, _ in work.locked.policies if work.locked else ():
            output.line(f"Take its policies back with: {typed('policies', path, '--put-back')}")
    return status


@dataclass(slots=True)
class _Work:
    """The plans, and what has become of them so far, by folder."""

    plans: Plans
    locked: LockPlans | None = None
    done: dict[str, Applied] = field(default_factory=dict)
    took_policies: bool = False
    failure: ModsteadError | None = None
    leave_out_failures: bool = field(default=False, kw_only=True)

    @property
    def to_do(self) -> Plans:
        return tuple(plan for plan in self.plans if plan.operations)

    @property
    def is_empty(self) -> bool:
        return not self.to_do and not (self.locked and self.locked.policies)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing, nothing was left out, and the game is one that the lock file is for."""
        missing = any(note.kind is NoteKind.UNRESOLVED for plan in self.plans for note in plan.notes)
        other_game = any(
            note.kind is NoteKind.CONFLICT for note in (self.locked.notes if self.locked else ())
        )
        return (
            not other_game
            and not (self.locked and missing)
            and not any(applied.failed for applied in self.done.values())
        )

    def show(self, output: Output) -> None:
        for plan in self.plans:
            output.line(f"{plan.folder}:")
            tables.plan(plan, output)
            output.line()
        for note in self.locked.notes if self.locked else ():
            if note.kind is NoteKind.INFO:
                output.line(note.text)
        for folder, _ in self.locked.policies if self.locked else ():
            output.line(f"{folder} will follow the lock file's policies:")
            for at, change in self.locked.policy_changes if self.locked else ():
                if at == folder:
                    output.line(f"  {change.text}")
        if self.is_empty:
            output.line("Nothing to do.")

    def warn(self, output: Output) -> None:
        for plan in self.plans:
            warn(plan, output)
        for note in self.locked.notes if self.locked else ():
            if note.kind is NoteKind.CONFLICT:
                output.message(f"Warning: {note.text}")

    def document(self) -> views.Json:
        document: views.Json = {
            "lock": str(self.locked.path) if self.locked else None,
            "plans": [
                {"folder": str(plan.folder), **views.plan(plan, self.done.get(str(plan.folder)))}
                for plan in self.plans
            ],
            "notes": [views.note(note) for note in (self.locked.notes if self.locked else ())],
            "policies": [str(folder) for folder, _ in (self.locked.policies if self.locked else ())],
            "policy_changes": [
                {
                    "folder": str(folder),
                    "mod": change.key or None,
                    "title": change.title,
                    "from": change.old or None,
                    "to": change.new or None,
                }
                for folder, change in (self.locked.policy_changes if self.locked else ())
            ],
            "applied": bool(self.done) or self.took_policies,
        }
        return document | ({"error": dict(self.failure.as_json())} if self.failure else {})


async def _check_folders(
    plans: Plans, arguments: argparse.Namespace, services: Services, output: Output
) -> None:
    """A plan may come from anyone and name any folder: one that is none of mods is for the user to name.

    Raises:
        PlanError: it is carried out without asking, and nobody has named it.
    """
    into = await asyncio.to_thread(arguments.into.resolve) if arguments.into else None
    if into and into not in {await asyncio.to_thread(plan.folder.resolve) for plan in plans}:
        raise UsageError(f"The plan is not for {arguments.into}.")
    for plan in plans:
        is_named = into == await asyncio.to_thread(plan.folder.resolve)
        if not plan.operations or is_named or not await services.saved_plans.is_strange(plan):
            continue
        title = f"{plan.folder} is not known, and no mods lie in it: only the plan calls it a folder of mods."
        if arguments.yes:
            again = typed("apply", arguments.folder, "--into", plan.folder)
            raise PlanError(title, remedy=f"If it is the one you mean, name it: {again}")
        output.message(f"Warning: {title}")


async def _agreed(work: _Work, arguments: argparse.Namespace, services: Services, output: Output) -> int:
    for plan in work.to_do:
        await warn_of_search(plan.instance, services, output)
    work.warn(output)
    if not work.is_empty:
        refusal = refused(work.show, arguments, output)
        if refusal is not None:
            return refusal
        try:
            await _carry_out(work, services, output, anyway=arguments.anyway)
        except (ModsteadError, asyncio.CancelledError) as error:
            # Nothing may be told as unchanged once the first folder has changed.
            if not work.done:
                raise
            work.failure = error if isinstance(error, ModsteadError) else Cancelled("Cancelled.")
            rest = [str(plan.folder) for plan in work.to_do if str(plan.folder) not in work.done]
            output.message(f"{work.failure} Left as it was: {', '.join(rest) or 'no folder'}.")
            return PARTLY if isinstance(error, ModsteadError) else CANCELLED
    return DONE if work.is_whole else PARTLY


async def _carry_out(work: _Work, services: Services, output: Output, *, anyway: bool) -> None:
    """One transaction for each folder, each with an undo of its own.

    What a lock file asks for is had by others already, so that what speaks against it is merely told.
    """
    for plan in work.to_do:
        looked = await looked_into(plan, services, output)
        if failure := looked.failure(leave_out=work.leave_out_failures):
            raise failure
        if not looked.passed and work.locked is None and not anyway:
            raise would_not_start(looked)
        work.done[str(plan.folder)] = await applied_plan(
            plan, services, output, leave_out_failures=work.leave_out_failures
        )
    if work.locked and work.locked.policies:
        await services.locks.take_policies(work.locked)
        work.took_policies = True


async def _locked(arguments: argparse.Namespace, services: Services, output: Output) -> LockPlans:
    instance = await opened(arguments.folder, arguments, services)
    plans = await services.locks.plans(instance, arguments.lock, scan_bar(output, "Hashing"))
    output.clear_bar()
    return plans


async def _plan_install(arguments: argparse.Namespace, services: Services, output: Output) -> Plans:
    return (await installation(arguments, services, output),)


async def _plan_update(arguments: argparse.Namespace, services: Services, output: Output) -> Plans:
    library = await scanned(arguments.folder, arguments, services, output, recognise=False)
    check = await services.updates.check(library, channel(arguments))
    return (await services.updates.plan(library, check),)


async def _plan_doctor(arguments: argparse.Namespace, services: Services, output: Output) -> Plans:
    library = await scanned(arguments.folder, arguments, services, output)
    problems = await services.health.check(library)
    return (await services.health.fix(library, problems, channel(arguments)),)


async def _plan_apply(arguments: argparse.Namespace, services: Services, output: Output) -> Plans:
    locked = await _locked(arguments, services, output)
    for note in locked.notes:
        output.message(note.text)
    return locked.plans


async def _plan_undo(arguments: argparse.Namespace, services: Services, _output: Output) -> Plans:
    instance = await services.instances.open(arguments.folder)
    return (await services.operations.undo_plan(instance, arguments.operation),)


async def _plan_redo(arguments: argparse.Namespace, services: Services, _output: Output) -> Plans:
    return (await redo_plan(arguments, services),)


async def _plan_restore(arguments: argparse.Namespace, services: Services, _output: Output) -> Plans:
    return (await restore_plan(arguments, services),)


async def _plan_switch(arguments: argparse.Namespace, services: Services, output: Output) -> Plans:
    return (await switch_plan(arguments.planned, arguments, services, output),)


async def _plan_loadout(arguments: argparse.Namespace, services: Services, output: Output) -> Plans:
    return (await loadout_plan(arguments, services, output),)


_PLANNERS: Mapping[str, Callable[[argparse.Namespace, Services, Output], Awaitable[Plans]]] = {
    "install": _plan_install,
    "update": _plan_update,
    "remove": _plan_switch,
    "enable": _plan_switch,
    "disable": _plan_switch,
    "migrate": plan_migration,
    "doctor": _plan_doctor,
    "apply": _plan_apply,
    "loadout": _plan_loadout,
    "undo": _plan_undo,
    "redo": _plan_redo,
    "restore": _plan_restore,
}
