"""What several commands do: open a folder and read it, agree on a plan and carry it out."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from modstead.cli import tables, views
from modstead.cli.bars import ApplyBar
from modstead.cli.output import Output
from modstead.cli.statuses import CANCELLED, DONE, PARTLY
from modstead.domain.instance import Instance, Library, Loader
from modstead.domain.plan import Applied, NoteKind, Plan
from modstead.domain.preflight import Preflight, reason_of
from modstead.domain.problems import ProblemKind
from modstead.domain.version import Channel
from modstead.errors import StorageError, WouldNotStart, typed
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead.services.library import ScanProgress

_NAMED_AT_MOST = 3
_ABSENCES = frozenset({ProblemKind.MISSING_DEPENDENCY})
"""What the notes of a plan that takes mods away warn of already."""


async def scanned(
    path: Path,
    arguments: argparse.Namespace,
    services: Services,
    output: Output,
    *,
    titles: bool = True,
    recognise: bool = True,
) -> Library:
    """What is in the folder at that path; says beside the result where the platform was out of reach."""
    instance = await opened(path, arguments, services)
    return await read(instance, services, output, titles=titles, recognise=recognise)


async def read(
    instance: Instance, services: Services, output: Output, *, titles: bool = True, recognise: bool = True
) -> Library:
    """The same of an instance that is open."""
    library = await services.library.scan(
        instance, scan_bar(output, "Hashing"), titles=titles, recognise=recognise
    )
    output.clear_bar()
    if library.offline:
        cause = library.away.title if library.away else "The platform is out of reach."
        output.message(f"{cause} This is what was known before.")
    return library


async def opened(path: Path, arguments: argparse.Namespace, services: Services) -> Instance:
    """The instance at that path, with the loader and game version that were named."""
    loader = Loader(arguments.loader) if arguments.loader else None
    return await services.instances.open(path, loader, arguments.game_version)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a plan, which may have become another one; `applied` is None where nothing was to do, nobody could
    be asked, or the answer was no. `preflight` is None where no new file was looked into.
    """

    plan: Plan
    applied: Applied | None = None
    status: int = DONE
    preflight: Preflight | None = None


async def agreed(
    plan: Plan,
    show: Callable[[Plan, Output], None],
    arguments: argparse.Namespace,
    services: Services,
    output: Output,
    *,
    leave_out_failures: bool,
    nothing_will_do: bool = False,
) -> Outcome:
    """Carry the plan out if that was agreed to beforehand, or is now; or what of it goes together.

    With `nothing_will_do`, that may be nothing.

    Raises:
        WouldNotStart: the game would not start, whatever of the plan is done.
    """
    if not plan.operations:
        return Outcome(plan)
    await warn_of_search(plan.instance, services, output)
    warn(plan, output)
    preflight = None
    if arguments.yes or output.can_ask:
        preflight = await looked_into(plan, services, output)
        if failure := preflight.failure(leave_out=leave_out_failures):
            raise failure
        settled = _settled(preflight, show, arguments, output, nothing_will_do=nothing_will_do)
        if settled is not plan:
            plan, avoided = settled, preflight.problems
            preflight = replace(await services.preflight.check(plan), avoided=avoided)
        if not plan.operations:
            return Outcome(plan, preflight=preflight)
    elif plan.download_size and not arguments.anyway:
        await _tell_unread(plan, services, output)
    refusal = refused(partial(show, plan), arguments, output)
    if refusal is not None:
        return Outcome(plan, None, refusal, preflight)
    applied = await applied_plan(plan, services, output, leave_out_failures=leave_out_failures)
    return Outcome(plan, applied, PARTLY if applied.failed else DONE, preflight)


async def carried_out(
    plan: Plan,
    folder: Path,
    arguments: argparse.Namespace,
    services: Services,
    output: Output,
    *,
    leave_out_failures: bool,
    beside: views.Json | None = None,
) -> int:
    """Show the plan, carry it out if that is agreed to, and tell of it; `beside` is what the document says besides.

    Raises:
        WouldNotStart: as `agreed`.
    """
    if not output.as_json:
        tables.plan(plan, output)
    outcome = await agreed(
        plan, tables.plan, arguments, services, output, leave_out_failures=leave_out_failures
    )
    if output.as_json:
        document = views.plan(outcome.plan, outcome.applied) | views.preflight(outcome.preflight)
        output.document(document | (beside or {}))
    elif outcome.applied:
        output.line(f"Done. Take it back with: {typed('undo', folder)}")
    return outcome.status


async def looked_into(plan: Plan, services: Services, output: Output) -> Preflight:
    """What the plan's new files say of the folder as it will be; they are fetched for it, with a bar."""
    preflight = await services.preflight.check(plan, ApplyBar(output).show)
    output.clear_bar()
    for name, error in preflight.failures.items():
        output.message(f"Not looked into: {name}: {error}")
    for reason in preflight.reasons():
        output.message(f"The game would not start: {reason}")
    warned_of = _ABSENCES if any(note.kind is NoteKind.CONFLICT for note in plan.notes) else frozenset()
    for problem in preflight.besides:
        if problem.kind not in warned_of:
            output.message(f"Afterwards: {reason_of(problem)}")
    return preflight


async def _tell_unread(plan: Plan, services: Services, output: Output) -> None:
    """Where nobody can be asked nothing is fetched, so that another plan may come of this one: say so."""
    if await services.preflight.recall(plan) is None:
        output.message(
            "The new files were not looked into yet. Where they would keep the game from starting, less is done, or "
            "other versions are taken."
        )


def would_not_start(preflight: Preflight) -> WouldNotStart:
    """The refusal to carry its plan out."""
    count = len(preflight.problems)
    detail = " ".join(preflight.reasons()[:_NAMED_AT_MOST])
    more = f" So it is with {count - _NAMED_AT_MOST} more." if count > _NAMED_AT_MOST else ""
    return WouldNotStart("The game would not start with these changes.", f"{detail}{more}")


def _settled(
    preflight: Preflight,
    show: Callable[[Plan, Output], None],
    arguments: argparse.Namespace,
    output: Output,
    *,
    nothing_will_do: bool,
) -> Plan:
    """The plan if it passed, or shall be carried out anyway; else what of it goes together, shown anew."""
    settled = preflight.settled
    if preflight.passed or arguments.anyway:
        return preflight.plan
    if settled is None or not (settled.operations or nothing_will_do):
        raise would_not_start(preflight)
    if settled.operations:
        output.message("These changes go together:")
    for note in settled.notes:
        if note not in preflight.plan.notes:
            output.message(note.text)
    if not output.as_json:
        show(settled, output)
    return settled


def refused(show_plan: Callable[[Output], None], arguments: argparse.Namespace, output: Output) -> int | None:
    """The status to end with where it was not agreed to, be it beforehand or now; None where it was."""
    if arguments.yes:
        return None
    if not output.can_ask:
        output.message("Nothing was changed. Add --yes to do it.")
        return DONE
    return None if is_agreed("Do this?", show_plan, output) else CANCELLED


async def applied_plan(
    plan: Plan, services: Services, output: Output, *, leave_out_failures: bool
) -> Applied:
    """Carry the plan out, with a bar. The folder is known from then on."""
    applied = await services.operations.apply(
        plan, ApplyBar(output).show, leave_out_failures=leave_out_failures
    )
    output.changed = True
    output.clear_bar()
    try:
        await services.instances.remember(plan.instance, opened=False)
    except StorageError as error:
        output.message(f"{plan.folder} will not be listed. {error}")
    if not output.as_json:
        for failure in applied.failed:
            output.message(f"Left out: {failure.subject}: {failure.text}")
    return applied


def is_agreed(question: str, show_plan: Callable[[Output], None], output: Output) -> bool:
    """Whether the answer is yes; the plan is before the eyes of whoever is asked, wherever stdout goes."""
    if not output.is_seen:
        show_plan(output.aside)
    agreed = output.ask(question)
    if not agreed:
        output.message("Nothing was changed.")
    return agreed


async def warn_of_search(instance: Instance, services: Services, output: Output) -> None:
    """Say that a search is under way in the folder that is about to be changed."""
    if await services.bisects.is_under_way(instance):
        output.message(
            f"Warning: A search for the mod that breaks the game is under way in {instance.folder}, so that half of "
            f"the mods are off. To stop it first: {typed('bisect', instance.folder, 'stop')}"
        )


def warn(plan: Plan, output: Output) -> None:
    """Say what speaks against the plan."""
    for note in plan.notes:
        if note.kind in {NoteKind.CONFLICT, NoteKind.UNRESOLVED}:
            output.message(f"Warning: {note.text}")


def wanted(text: str, services: Services, platform: str = "") -> Wanted:
    """The project that a word or address on the command line names, and its version if it names one."""
    linked = services.search.project_in(text)
    if linked:
        return Wanted(linked, services.search.version_in(text))
    project, _, version = text.partition("@")
    return Wanted(services.search.named(project, platform), version)


def project_named(text: str, services: Services, platform: str = "") -> str:
    """The ID or slug that a word or address on the command line names."""
    return services.search.project_in(text) or services.search.named(text, platform)


def channel(arguments: argparse.Namespace) -> Channel | None:
    """The channel that was named, if any."""
    return Channel(arguments.channel) if arguments.channel else None


def scan_bar(output: Output, label: str) -> Callable[[ScanProgress], None]:
    """Shows how far reading files is."""

    def show_progress(progress: ScanProgress) -> None:
        output.progress(label, progress.done_bytes, progress.total_bytes)

    return show_progress
