"""The commands that look after a folder: what is wrong in it, and why a file is there."""

import argparse
from collections.abc import Iterable, Sequence

from modstead.cli import tables, views
from modstead.cli.mods import all_found, nothing_called
from modstead.cli.output import Output
from modstead.cli.statuses import DONE, PARTLY
from modstead.cli.steps import agreed, channel, scanned
from modstead.domain.diagnosis import Origin
from modstead.domain.edges import Edge
from modstead.domain.graph import Chain, Graph
from modstead.domain.identity import plain
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.plan import NoteKind, Plan
from modstead.domain.problems import Problem, Remedy
from modstead.errors import typed
from modstead.services.bundle import Services

Json = views.Json


async def doctor(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """Problems are what was asked for: finding some is no failure."""
    library = await scanned(arguments.folder, arguments, services, output)
    problems = await services.health.check(library)
    document: Json = {
        "folder": str(library.instance.folder),
        "problems": [_problem(problem) for problem in problems],
    }
    if not output.as_json:
        _show_problems(problems, library, output)
    status = DONE
    if arguments.fix:
        plan = await services.health.fix(library, problems, channel(arguments))
        if not output.as_json:
            _show_fixes(plan, output)
        outcome = await agreed(plan, tables.plan, arguments, services, output, leave_out_failures=True)
        document |= views.plan(outcome.plan, outcome.applied) | views.preflight(outcome.preflight)
        status = outcome.status
        if outcome.applied and not output.as_json:
            output.line(f"Done. Take it back with: {typed('undo', arguments.folder)}")
    if output.as_json:
        output.document(document)
    return PARTLY if library.failures and status == DONE else status


async def why(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """What is not there is told of too, where something there needs it."""
    library = await scanned(arguments.folder, arguments, services, output)
    graph = await services.health.graph(library)
    mods = all_found(arguments.mod, library)
    if not mods:
        needs = _needs_called(arguments.mod, graph)
        if not needs:
            raise nothing_called(arguments.mod, library)
        _tell_of_missing(needs, library, graph, output)
    else:
        origins = [await services.health.origin(library, mod) for mod in mods]
        _tell_of_present(tuple(zip(mods, origins, strict=True)), library, graph, output)
    return DONE


def _tell_of_present(
    mods: Sequence[tuple[InstalledMod, Origin | None]], library: Library, graph: Graph, output: Output
) -> None:
    """Of several files that are called so, each is told of; in JSON the further ones are the first one's `others`."""
    if output.as_json:
        first, *others = [_present(mod, origin, library, graph) for mod, origin in mods]
        output.document(first | {"others": others})
        return
    for position, (mod, origin) in enumerate(mods):
        if position:
            output.line()
        _show_present(mod, origin, graph, output)


def _present(mod: InstalledMod, origin: Origin | None, library: Library, graph: Graph) -> Json:
    name = mod.file.name
    return {
        "folder": str(library.instance.folder),
        "file": name,
        "title": mod.title,
        "project_id": mod.project_id,
        "enabled": mod.file.enabled,
        "origin": origin.value if origin else None,
        "why": [list(chain) for chain in graph.why(name)],
        "breaks_without": [list(chain) for chain in graph.breaks_without(name)],
        "requires": [_edge(edge, graph.title(edge)) for edge in graph.requires(name)],
        "required_by": [edge.source for edge in graph.required_by(name)],
    }


def _show_present(mod: InstalledMod, origin: Origin | None, graph: Graph, output: Output) -> None:
    name = mod.file.name
    output.line(f"{mod.title} {mod.version_number}".rstrip() + f", {name}")
    output.line()
    output.line("Why is it here?")
    alone = "Nothing here needs it."
    if origin:
        alone += f" {origin.sentence}"
    _show_chains(graph.why(name), graph, output, alone)
    output.line("What would break without it?")
    _show_chains(graph.breaks_without(name), graph, output, "Nothing.")


def _tell_of_missing(needs: Sequence[Edge], library: Library, graph: Graph, output: Output) -> None:
    sources = tuple(dict.fromkeys(edge.source for edge in needs))
    title = graph.title(needs[0])
    if output.as_json:
        output.document(
            {
                "folder": str(library.instance.folder),
                "file": None,
                "title": title,
                "project_id": needs[0].project_id or None,
                "enabled": False,
                "origin": None,
                "why": [],
                "breaks_without": [],
                "requires": [],
                "required_by": list(sources),
                "others": [],
            }
        )
        return
    output.line(f"{title} is not here.")
    output.line()
    output.line("Who needs it?")
    _show_chains([(name,) for name in sources], graph, output, "Nothing.")


def _needs_called(text: str, graph: Graph) -> tuple[Edge, ...]:
    """What enabled files need that is called so and is not there."""
    wanted = plain(text)
    missing = (edge for name in graph.mods for edge in graph.unmet(name) if not edge.target)
    return tuple(edge for edge in missing if wanted and wanted in map(plain, _names_of(edge, graph)))


def _names_of(edge: Edge, graph: Graph) -> Iterable[str]:
    project = graph.projects.get(edge.project_id)
    return (edge.mod_id, edge.project_id, graph.title(edge), *((project.slug,) if project else ()))


def _show_problems(problems: Sequence[Problem], library: Library, output: Output) -> None:
    if problems:
        rows = [
            (
                problem.kind.value,
                problem.title,
                problem.detail,
                problem.remedies[0].text if problem.remedies else "-",
            )
            for problem in problems
        ]
        output.table(("Problem", "Mod", "What is wrong", "Remedy"), rows)
    count = len(problems)
    files = len(library.mods)
    found = f"{count} problem{'s' if count != 1 else ''}" if count else "Nothing is wrong"
    output.line(f"{found} in {files} file{'s' if files != 1 else ''}.")


def _show_fixes(plan: Plan, output: Output) -> None:
    """Where there is nothing to carry out, nobody else says why."""
    output.line()
    if not plan.operations:
        for note in plan.notes:
            if note.kind in {NoteKind.UNRESOLVED, NoteKind.CONFLICT}:
                output.line(note.text)
    tables.plan(plan, output)


def _show_chains(chains: Sequence[Chain], graph: Graph, output: Output, otherwise: str) -> None:
    for chain in chains:
        output.line("  " + " → ".join(graph.mods[name].title for name in chain))
    if not chains:
        output.line(f"  {otherwise}")


def _problem(value: Problem) -> Json:
    return {
        "kind": value.kind.value,
        "file": value.file,
        "title": value.title,
        "detail": value.detail,
        "others": list(value.others),
        "remedy": value.remedies[0].text if value.remedies else None,
        "remedies": [_remedy(item) for item in value.remedies],
    }


def _remedy(value: Remedy) -> Json:
    return {
        "kind": value.kind.value,
        "text": value.text,
        "file": value.file or None,
        "project_id": value.project_id or None,
        "mod_id": value.mod_id or None,
        "ranges": list(value.ranges),
    }


def _edge(value: Edge, title: str) -> Json:
    return {
        "title": title,
        "file": value.target or None,
        "mod_id": value.mod_id or None,
        "project_id": value.project_id or None,
        "ranges": list(value.ranges),
        "met": value.met,
    }
