"""Mods that are there already: removed, enabled, disabled."""

import argparse
from collections.abc import Callable, Collection, Mapping
from functools import partial

from modstead.cli.mods import required
from modstead.cli.output import Output
from modstead.cli.steps import carried_out, scanned
from modstead.domain.changes import plan_enable, plan_remove
from modstead.domain.instance import Library
from modstead.domain.plan import Plan
from modstead.services.bundle import Services

_PLANS: Mapping[str, Callable[[Library, Collection[str]], Plan]] = {
    "remove": plan_remove,
    "enable": partial(plan_enable, enabled=True),
    "disable": partial(plan_enable, enabled=False),
}


async def switch(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """Remove, enable or disable the named mods, whichever the command says."""
    plan = await switch_plan(arguments.command, arguments, services, output)
    return await carried_out(plan, arguments.folder, arguments, services, output, leave_out_failures=False)


async def switch_plan(
    command: str, arguments: argparse.Namespace, services: Services, output: Output
) -> Plan:
    """What such a command asks for.

    Raises:
        NotInFolder: nothing there is called so.
    """
    library = await scanned(arguments.folder, arguments, services, output, recognise=False)
    names = {required(text, library).file.name for text in arguments.mods}
    return _PLANS[command](library, names)
