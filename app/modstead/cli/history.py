"""What was changed before: told, taken back, done again, and a folder brought back to a point in time."""

import argparse
from datetime import datetime, timedelta
from functools import partial

from modstead.cli import tables, views
from modstead.cli.bars import amount
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.statuses import CANCELLED, DONE, PARTLY
from modstead.cli.steps import applied_plan, carried_out, is_agreed, warn
from modstead.domain.plan import Plan, PlanKind
from modstead.domain.points import TIME_FORMS, AtOperation, AtTime, Point, parse_point
from modstead.errors import NothingLeftToUndo, typed
from modstead.services.bundle import Services

_THIS_MINUTE = timedelta(minutes=1)
"""A time to the minute means the end of that."""


async def undo(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """An undo is itself one undo away, so without a terminal it needs no word of agreement."""
    instance = await services.instances.open(arguments.folder)
    try:
        plan = await services.operations.undo_plan(instance, arguments.operation)
    except NothingLeftToUndo as nothing:
        return _nothing_left(nothing, views.undone(None), output)
    return await _taken_back(plan, arguments, services, output)


async def redo(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """Like an undo, it is one command away from what was."""
    plan = await redo_plan(arguments, services)
    return await _taken_back(plan, arguments, services, output)


async def restore(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """Bring the folder back to a point in time, in one change."""
    try:
        plan = await restore_plan(arguments, services)
    except NothingLeftToUndo as nothing:
        document: views.Json = {"plan": [], "notes": [], "failed": [], "applied": False, "operation_id": None}
        return _nothing_left(nothing, document, output)
    return await carried_out(
        plan,
        arguments.folder,
        arguments,
        services,
        output,
        leave_out_failures=True,
        beside={"undoes_since": plan.undoes_since},
    )


async def history(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    instance = await services.instances.open(arguments.folder)
    entries = await services.operations.history(instance.folder)
    damaged = await services.operations.damaged(instance.folder)
    kept = await services.operations.kept_size(instance.folder)
    if output.as_json:
        output.document(views.history(entries, damaged) | {"kept_bytes": kept})
    else:
        tables.history(entries, damaged, output)
        if kept:
            output.line(f"{amount(kept)} kept for undo.")
    return PARTLY if damaged else DONE


async def redo_plan(arguments: argparse.Namespace, services: Services) -> Plan:
    """What the arguments of `redo` ask for."""
    instance = await services.instances.open(arguments.folder)
    return await services.operations.redo_plan(instance, arguments.operation)


async def restore_plan(arguments: argparse.Namespace, services: Services) -> Plan:
    """What the arguments of `restore` ask for."""
    point = _point(arguments)
    instance = await services.instances.open(arguments.folder)
    return await services.operations.restore_plan(instance, point)


def _point(arguments: argparse.Namespace) -> Point:
    now = datetime.now().astimezone()
    point = parse_point(arguments.point, now)
    if point is None:
        raise UsageError(
            f"{arguments.point[:40]!r} is neither an operation of the history nor a time. "
            f"Times are: {TIME_FORMS}."
        )
    if isinstance(point, AtTime) and point.at.astimezone() > now + _THIS_MINUTE:
        raise UsageError(f"{arguments.point[:40]!r} has not come yet. Name a time that is over.")
    if not arguments.before:
        return point
    if not isinstance(point, AtOperation):
        raise UsageError("--before goes with an operation, not with a time.")
    return AtOperation(point.operation_id, before=True)


async def _taken_back(plan: Plan, arguments: argparse.Namespace, services: Services, output: Output) -> int:
    again = plan.kind is PlanKind.REDO
    show_plan = partial(tables.plan, plan)
    if not output.as_json:
        show_plan(output)
    asks = output.can_ask and not arguments.yes
    if asks:
        warn(plan, output)
    if asks and not is_agreed("Do this again?" if again else "Put this back?", show_plan, output):
        if output.as_json:
            output.document(views.undone(None))
        return CANCELLED
    applied = await applied_plan(plan, services, output, leave_out_failures=True)
    if output.as_json:
        output.document(views.undone(applied))
    else:
        way, command = ("Take it back", "undo") if again else ("Do it again", "redo")
        output.line(f"Done. {way} with: {typed(command, arguments.folder)}")
    return PARTLY if applied.failed else DONE


def _nothing_left(nothing: NothingLeftToUndo, document: views.Json, output: Output) -> int:
    if output.as_json:
        output.document(document | {"reason": str(nothing)})
    else:
        output.line(str(nothing))
    return DONE
