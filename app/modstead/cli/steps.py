"""What several commands do: open a folder and read it, agree on a plan and carry it out."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from modstead.cli.bars import ApplyBar
from modstead.cli.output import Output
from modstead.cli.statuses import CANCELLED, DONE, PARTLY
from modstead.domain.instance import Instance, Library, Loader
from modstead.domain.plan import Applied, NoteKind, Plan
from modstead.domain.version import Channel
from modstead.errors import StorageError
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead.services.library import ScanProgress


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
    """What came of a plan; `applied` is None where nothing was to do, nobody could be asked, or the answer was no."""

    applied: Applied | None = None
    status: int = DONE


async def agreed(
    plan: Plan,
    show_plan: Callable[[Output], None],
    arguments: argparse.Namespace,
    services: Services,
    output: Output,
    *,
    leave_out_failures: bool,
) -> Outcome:
    """Carry the plan out if that was agreed to beforehand, or is now."""
    if not plan.operations:
        return Outcome()
    warn(plan, output)
    refusal = refused(show_plan, arguments, output)
    if refusal is not None:
        return Outcome(status=refusal)
    applied = await applied_plan(plan, services, output, leave_out_failures=leave_out_failures)
    return Outcome(applied, PARTLY if applied.failed else DONE)


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


def warn(plan: Plan, output: Output) -> None:
    """Say what speaks against the plan."""
    for note in plan.notes:
        if note.kind in {NoteKind.CONFLICT, NoteKind.UNRESOLVED}:
            output.message(f"Warning: {note.text}")


def wanted(text: str, services: Services) -> Wanted:
    """The project that a word or address on the command line names, and its version if it names one."""
    linked = services.search.project_in(text)
    if linked:
        return Wanted(linked, services.search.version_in(text))
    project, _, version = text.partition("@")
    return Wanted(project, version)


def channel(arguments: argparse.Namespace) -> Channel | None:
    """The channel that was named, if any."""
    return Channel(arguments.channel) if arguments.channel else None


def scan_bar(output: Output, label: str) -> Callable[[ScanProgress], None]:
    """Shows how far reading files is."""

    def show_progress(progress: ScanProgress) -> None:
        output.progress(label, progress.done_bytes, progress.total_bytes)

    return show_progress
