"""The commands. Each takes the parsed arguments, the services and the output, and answers with the exit status."""

import argparse
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from modstead.cli import tables, views
from modstead.cli.output import Output
from modstead.cli.statuses import CANCELLED, DONE, FAILED, PARTLY
from modstead.domain.instance import Instance, Library, Loader
from modstead.domain.plan import Applied, NoteKind, Plan, Progress, Stage
from modstead.domain.project import SearchQuery, Sort
from modstead.domain.version import Channel
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead.services.library import ScanProgress

Command = Callable[[argparse.Namespace, Services, Output], Awaitable[int]]

_STAGE_LABELS = {
    Stage.CHECK: "Checking the folder",
    Stage.DOWNLOAD: "Downloading",
    Stage.VERIFY: "Verifying",
    Stage.SWAP: "Putting in place",
}


async def scan(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library = await _scanned(arguments.folder, arguments, services, output)
    if output.as_json:
        output.document(views.library(library))
    else:
        tables.library(library, output)
    return PARTLY if library.failures else DONE


async def identify(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    files = await services.drops.identify(arguments.paths, progress=_scan_bar(output, "Reading"))
    output.clear_bar()
    if output.as_json:
        output.document(views.identified_files(files))
    else:
        tables.identified(files, output)
    unreadable = [item for item in files if item.hashes is None]
    if unreadable and len(unreadable) == len(files):
        return FAILED
    return PARTLY if unreadable else DONE


async def search(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    without = tuple(name[1:] for name in arguments.category if name.startswith("!"))
    # The platform answers whole pages only: what the offset asks for may lie on two of them.
    limit, offset = arguments.limit, arguments.offset
    query = SearchQuery(
        text=arguments.query,
        project_types=(arguments.type,) if arguments.type else (),
        loaders=(arguments.loader,) if arguments.loader else (),
        game_versions=(arguments.game_version,) if arguments.game_version else (),
        with_categories=tuple(name for name in arguments.category if not name.startswith("!")),
        without_categories=without,
        sort=Sort(arguments.sort),
        limit=limit,
    )
    page = await services.search.window(query, offset, limit)
    if output.as_json:
        output.document(
            {"total": page.total, "offset": offset, "hits": [views.hit(hit) for hit in page.hits]}
        )
    else:
        tables.search(page, output)
    return DONE


async def show(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    project = await services.projects.page(services.search.project_in(arguments.project) or arguments.project)
    versions = await services.projects.versions(project.project_id)
    members = await services.projects.members(project.project_id)
    url = services.projects.url(project)
    if output.as_json:
        output.document(views.project(project, versions, members, url))
    else:
        tables.project(project, versions, members, url, output)
    return DONE


async def install(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library = await _scanned(arguments.into, arguments, services, output)
    wanted = tuple(_wanted(text, services) for text in arguments.projects)
    plan = await services.installs.plan(library, wanted, _channel(arguments))
    show_plan = partial(tables.plan, plan)
    if not output.as_json:
        show_plan(output)
    outcome = await _agreed(plan, show_plan, arguments, services, output, leave_out_failures=False)
    if output.as_json:
        output.document(views.plan(plan, outcome.applied))
    elif outcome.applied:
        output.line(f"Done. Take it back with: modstead undo {arguments.into}")
    return outcome.status


async def update(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library = await _scanned(
        arguments.folder, arguments, services, output, titles=not output.as_json, recognise=False
    )
    check = await services.updates.check(library, _channel(arguments))
    plan = await services.updates.plan(library, check)
    show_plan = partial(tables.updates, check, plan)
    if not output.as_json:
        show_plan(output)
    outcome = _Outcome()
    if not arguments.check:
        outcome = await _agreed(plan, show_plan, arguments, services, output, leave_out_failures=True)
    if output.as_json:
        output.document(views.update(check, plan, outcome.applied))
    elif outcome.applied:
        output.line(f"Done. Take it back with: modstead undo {arguments.folder}")
    return PARTLY if check.failed and outcome.status == DONE else outcome.status


async def undo(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """An undo is itself one undo away, so without a terminal it needs no word of agreement."""
    instance = await services.instances.open(arguments.folder)
    plan = await services.operations.undo_plan(instance, arguments.operation)
    show_plan = partial(tables.plan, plan)
    if not output.as_json:
        show_plan(output)
    asks = output.can_ask and not arguments.yes
    if asks:
        _warn(plan, output)
    if asks and not _asked("Put this back?", show_plan, output):
        if output.as_json:
            output.document(views.undone(None))
        return CANCELLED
    applied = await _applied(plan, services, output, leave_out_failures=True)
    if output.as_json:
        output.document(views.undone(applied))
    else:
        output.line(f"Done. Do it again with: modstead undo {arguments.folder} {applied.operation_id}")
    return PARTLY if applied.failed else DONE


async def history(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    instance = await services.instances.open(arguments.folder)
    entries = await services.operations.history(instance.folder)
    if output.as_json:
        output.document({"operations": [views.history_entry(entry) for entry in entries]})
    else:
        tables.history(entries, output)
    return DONE


async def instances(_arguments: argparse.Namespace, services: Services, output: Output) -> int:
    items = (*await services.instances.known(), *await services.instances.found())
    listed = sorted(
        (item.instance for item in items), key=lambda item: (item.name.casefold(), str(item.folder))
    )
    if output.as_json:
        output.document({"instances": [views.instance(item) for item in listed]})
    else:
        tables.instances(listed, output)
    return DONE


COMMANDS: Mapping[str, Command] = {
    "instances": instances,
    "scan": scan,
    "identify": identify,
    "search": search,
    "show": show,
    "install": install,
    "update": update,
    "undo": undo,
    "history": history,
}


async def _scanned(
    path: Path,
    arguments: argparse.Namespace,
    services: Services,
    output: Output,
    *,
    titles: bool = True,
    recognise: bool = True,
) -> Library:
    instance = await _opened(path, arguments, services)
    library = await services.library.scan(
        instance, _scan_bar(output, "Hashing"), titles=titles, recognise=recognise
    )
    output.clear_bar()
    if library.offline:
        cause = library.away.title if library.away else "The platform is out of reach."
        output.message(f"{cause} This is what was known before.")
    return library


async def _opened(path: Path, arguments: argparse.Namespace, services: Services) -> Instance:
    loader = Loader(arguments.loader) if arguments.loader else None
    return await services.instances.open(path, loader, arguments.game_version)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a plan; `applied` is None where nothing was to do, nobody could be asked, or the answer was no."""

    applied: Applied | None = None
    status: int = DONE


async def _agreed(
    plan: Plan,
    show_plan: Callable[[Output], None],
    arguments: argparse.Namespace,
    services: Services,
    output: Output,
    *,
    leave_out_failures: bool,
) -> _Outcome:
    """Carry the plan out if that was agreed to beforehand, or is now."""
    if not plan.operations:
        return _Outcome()
    _warn(plan, output)
    if not arguments.yes:
        if not output.can_ask:
            output.message("Nothing was changed. Add --yes to do it.")
            return _Outcome()
        if not _asked("Do this?", show_plan, output):
            return _Outcome(status=CANCELLED)
    applied = await _applied(plan, services, output, leave_out_failures=leave_out_failures)
    return _Outcome(applied, PARTLY if applied.failed else DONE)


async def _applied(plan: Plan, services: Services, output: Output, *, leave_out_failures: bool) -> Applied:
    applied = await services.operations.apply(plan, _apply_bar(output), leave_out_failures=leave_out_failures)
    output.changed = True
    output.clear_bar()
    if not output.as_json:
        for failure in applied.failed:
            output.message(f"Left out: {failure.subject}: {failure.text}")
    return applied


def _asked(question: str, show_plan: Callable[[Output], None], output: Output) -> bool:
    """Whether the answer is yes; the plan is before the eyes of whoever is asked, wherever stdout goes."""
    if not output.is_seen:
        show_plan(output.aside)
    agreed = output.ask(question)
    if not agreed:
        output.message("Nothing was changed.")
    return agreed


def _warn(plan: Plan, output: Output) -> None:
    for note in plan.notes:
        if note.kind in {NoteKind.CONFLICT, NoteKind.UNRESOLVED}:
            output.message(f"Warning: {note.text}")


def _wanted(text: str, services: Services) -> Wanted:
    linked = services.search.project_in(text)
    if linked:
        return Wanted(linked, services.search.version_in(text))
    project, _, version = text.partition("@")
    return Wanted(project, version)


def _channel(arguments: argparse.Namespace) -> Channel | None:
    return Channel(arguments.channel) if arguments.channel else None


def _scan_bar(output: Output, label: str) -> Callable[[ScanProgress], None]:
    def show_progress(progress: ScanProgress) -> None:
        output.progress(label, progress.done_bytes, progress.total_bytes)

    return show_progress


def _apply_bar(output: Output) -> Callable[[Progress], None]:
    def show_progress(progress: Progress) -> None:
        label = _STAGE_LABELS[progress.stage]
        if progress.bytes_total:
            output.progress(
                f"{label} {progress.done} of {progress.total}", progress.bytes_done, progress.bytes_total
            )
        else:
            output.progress(label, progress.done, progress.total)

    return show_progress
