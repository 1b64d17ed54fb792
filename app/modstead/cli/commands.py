"""The commands. Each takes the parsed arguments, the services and the output, and answers with the exit status."""

import argparse
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from modstead.cli import account, reporting, tables, views
from modstead.cli.api import api
from modstead.cli.bisecting import bisect
from modstead.cli.choices import choose
from modstead.cli.health import doctor, why
from modstead.cli.history import history, redo, restore, undo
from modstead.cli.installing import installation
from modstead.cli.loadouts import loadout
from modstead.cli.locks import drift, lock
from modstead.cli.migration import migrate
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.plans import apply, plan_only
from modstead.cli.policies import follow, pin, policies, said_of, snooze, together
from modstead.cli.settings import settings
from modstead.cli.statuses import DONE, FAILED, PARTLY
from modstead.cli.steps import (
    Outcome,
    agreed,
    carried_out,
    channel,
    project_named,
    scan_bar,
    scanned,
)
from modstead.cli.switching import switch
from modstead.cli.troubles import good, trouble
from modstead.domain.catalog import Capabilities
from modstead.domain.instance import Loader
from modstead.domain.preflight import Preflight
from modstead.domain.project import SearchQuery, Sort
from modstead.errors import CatalogError, typed
from modstead.services.bundle import Services

Command = Callable[[argparse.Namespace, Services, Output], Awaitable[int]]


async def scan(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library = await scanned(arguments.folder, arguments, services, output)
    said = await said_of(library, services, output)
    if output.as_json:
        output.document(views.library(library, said))
    else:
        tables.library(library, said, output)
    return PARTLY if library.failures else DONE


async def identify(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    files = await services.drops.identify(arguments.paths, progress=scan_bar(output, "Reading"))
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
    _check_search(arguments, without, services.search.capabilities(arguments.platform))
    default_type = services.search.capabilities(arguments.platform).project_types[0]
    kind = default_type if arguments.type is None else arguments.type
    query = SearchQuery(
        text=arguments.query,
        project_types=(kind,) if kind else (),
        loaders=(arguments.loader,) if arguments.loader else (),
        game_versions=(arguments.game_version,) if arguments.game_version else (),
        with_categories=tuple(name for name in arguments.category if not name.startswith("!")),
        without_categories=without,
        sort=Sort(arguments.sort),
        limit=limit,
    )
    page = await services.search.window(query, offset, limit, arguments.platform)
    if not page.total and arguments.loader:
        await _check_loader(arguments, services)
    if output.as_json:
        output.document(
            {
                "total": page.total,
                "more": page.more,
                "offset": offset,
                "hits": [views.hit(hit) for hit in page.hits],
            }
        )
    else:
        tables.search(page, output)
    return DONE


def _check_search(arguments: argparse.Namespace, without: Sequence[str], can: Capabilities) -> None:
    """What the platform has no such type, sort or filter of would be left out of the search unsaid."""
    if arguments.type and arguments.type not in can.project_types:
        types = ", ".join(can.project_types)
        raise UsageError(f"{arguments.type[:40]!r} is no type of project; there are: {types}")
    if arguments.sort not in can.sorts:
        raise UsageError(f"It cannot be sorted by {arguments.sort}; there are: {', '.join(can.sorts)}")
    if without and not can.negative_categories:
        raise UsageError(f"The platform cannot leave out a category: !{without[0][:40]}")


async def _check_loader(arguments: argparse.Namespace, services: Services) -> None:
    """Where nothing was found, a loader that the platform does not know is why; if it can be asked."""
    name = arguments.loader
    if name in tuple(Loader):
        return
    try:
        known = await services.search.all_loaders(arguments.platform)
    except CatalogError:
        return
    if known and name not in known:
        raise UsageError(f"{name[:40]!r} is no loader; there are: {', '.join(known)}")


async def show(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    named = project_named(arguments.project, services, arguments.platform)
    project = await services.projects.page(named)
    versions = await services.projects.versions(project.project_id)
    members = await services.projects.members(project.project_id)
    url = services.projects.url(project)
    if output.as_json:
        output.document(views.project(project, versions, members, url))
    else:
        follows = services.projects.capabilities(project).follows
        tables.project(project, versions, members, url, output, follows=follows)
    return DONE


async def install(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    plan = await installation(arguments, services, output)
    return await carried_out(plan, plan.folder, arguments, services, output, leave_out_failures=False)


async def update(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library = await scanned(
        arguments.folder, arguments, services, output, titles=not output.as_json, recognise=False
    )
    check = await services.updates.check(library, channel(arguments))
    plan = await services.updates.plan(library, check)
    known = None if arguments.anyway else await services.preflight.recall(plan)
    if known and known.settled:
        plan, avoided = known.settled, known.problems
        known = replace(await services.preflight.recall(plan) or Preflight(plan), avoided=avoided)
    show = partial(tables.updates, check)
    if not output.as_json:
        show(plan, output)
    outcome = Outcome(plan)
    if not arguments.check:
        outcome = await agreed(
            plan, show, arguments, services, output, leave_out_failures=True, nothing_will_do=True
        )
    if output.as_json:
        document = views.update(check, outcome.plan, outcome.applied)
        output.document(document | views.preflight(outcome.preflight or known))
    elif outcome.applied:
        output.line(f"Done. Take it back with: {typed('undo', arguments.folder)}")
    return PARTLY if check.failed and outcome.status == DONE else outcome.status


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


async def publish(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """Loaded when it is wanted: hardly anybody publishes."""
    from modstead.cli.publish import publish as carry_out

    return await carry_out(arguments, services, output)


COMMANDS: Mapping[str, Command] = {
    "instances": instances,
    "scan": scan,
    "identify": identify,
    "search": search,
    "show": show,
    "api": api,
    "install": install,
    "update": update,
    "remove": switch,
    "enable": switch,
    "disable": switch,
    "migrate": migrate,
    "doctor": doctor,
    "why": why,
    "choose": choose,
    "pin": pin,
    "channel": follow,
    "snooze": snooze,
    "together": together,
    "policies": policies,
    "lock": lock,
    "drift": drift,
    "plan": plan_only,
    "apply": apply,
    "loadout": loadout,
    "undo": undo,
    "redo": redo,
    "restore": restore,
    "history": history,
    "good": good,
    "trouble": trouble,
    "bisect": bisect,
    "account": account.account,
    "follow": account.follow,
    "unfollow": account.unfollow,
    "follows": account.follows,
    "notifications": account.notifications,
    "report": reporting.report,
    "reports": reporting.reports,
    "user": account.user,
    "publish": publish,
    "settings": settings,
}
