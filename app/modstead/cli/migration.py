"""`modstead migrate`: what moving a folder would mean, and the move itself."""

import argparse
from functools import partial

from modstead.cli import migration_views as views
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.statuses import DONE, PARTLY
from modstead.cli.steps import agreed, channel, scanned
from modstead.cli.views import preflight
from modstead.domain.compatibility import Target
from modstead.domain.instance import Library, Loader
from modstead.domain.migration import MigrationCheck
from modstead.domain.migration_plan import LeftBehind, MigrationChoices
from modstead.domain.plan import Plan, PlanKind
from modstead.errors import StorageError, typed
from modstead.services.bundle import Services
from modstead.storage.wishes import Wish


async def migrate(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    if arguments.off:
        return await _forget(arguments, services, output)
    library = await _scanned(arguments, services, output)
    targets = await _targets(library, arguments, services)
    if arguments.tell_me:
        _only_one(arguments)
        await services.migration.tell_me(library.instance.folder, targets[0])
        output.changed = True
    check = await _checked(library, targets, arguments, services, output)
    wish = await _wish(library, services, output)
    if not arguments.to_game_versions or arguments.check or arguments.tell_me:
        if output.as_json:
            nothing = Plan(library.instance, PlanKind.MIGRATE)
            output.document(views.document(check, wish, nothing, None) | preflight(None))
        else:
            views.matrix(check, wish, output)
        return PARTLY if library.failures else DONE
    return await _moved(check, wish, arguments, services, output)


async def plan_migration(
    arguments: argparse.Namespace, services: Services, output: Output
) -> tuple[Plan, ...]:
    """What `modstead plan migrate` prints."""
    _only_one(arguments)
    library = await _scanned(arguments, services, output)
    targets = await _targets(library, arguments, services)
    check = await _checked(library, targets, arguments, services, output)
    return (await services.migration.plan(library, check.outlooks[0], _choices(arguments)),)


async def _moved(
    check: MigrationCheck,
    wish: Wish | None,
    arguments: argparse.Namespace,
    services: Services,
    output: Output,
) -> int:
    _only_one(arguments)
    outlook = check.outlooks[0]
    plan = await services.migration.plan(check.library, outlook, _choices(arguments))
    left_to_do = await services.migration.left_to_do(plan.instance, plan.move) if plan.move else ""
    show = partial(views.plan, outlook)
    if not output.as_json:
        show(plan, output)
    outcome = await agreed(plan, show, arguments, services, output, leave_out_failures=True)
    if outcome.applied and plan.move:
        await services.migration.moved(plan.folder, plan.move)
        wish = await _wish(check.library, services, output)
    if output.as_json:
        document = views.document(check, wish, outcome.plan, outcome.applied, left_to_do)
        output.document(document | preflight(outcome.preflight))
    elif outcome.applied:
        if left_to_do:
            output.line(left_to_do)
        output.line(f"Done. Take it back with: {typed('undo', arguments.folder)}")
    return PARTLY if check.library.failures and outcome.status == DONE else outcome.status


async def _scanned(arguments: argparse.Namespace, services: Services, output: Output) -> Library:
    return await scanned(arguments.folder, arguments, services, output)


async def _targets(library: Library, arguments: argparse.Namespace, services: Services) -> tuple[Target, ...]:
    loader = Loader(arguments.to_loader) if arguments.to_loader else None
    return await services.migration.targets(library.instance, arguments.to_game_versions, loader)


async def _checked(
    library: Library,
    targets: tuple[Target, ...],
    arguments: argparse.Namespace,
    services: Services,
    output: Output,
) -> MigrationCheck:
    check = await services.migration.check(
        library, targets, channel(arguments), lambda done, total: output.progress("Looking", done, total)
    )
    output.clear_bar()
    return check


async def _wish(library: Library, services: Services, output: Output) -> Wish | None:
    try:
        return await services.migration.wish(library.instance.folder)
    except StorageError as error:
        output.message(f"What you wait for is not known. {error}")
        return None


async def _forget(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    instance = await services.instances.open(arguments.folder)
    await services.migration.tell_me_no_more(instance.folder)
    output.changed = True
    if output.as_json:
        output.document({"folder": str(instance.folder), "tell_me": None})
    else:
        output.line(f"{instance.name}: you are waiting for no other Minecraft.")
    return DONE


def _only_one(arguments: argparse.Namespace) -> None:
    if len(arguments.to_game_versions) != 1:
        raise UsageError("Name one --game-version to move to. See: modstead migrate --help")


def _choices(arguments: argparse.Namespace) -> MigrationChoices:
    left_behind = LeftBehind.KEEP if arguments.keep else LeftBehind.DISABLE
    return MigrationChoices(left_behind, continuations=arguments.continuations)
