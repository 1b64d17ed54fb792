"""What the platforms offer, as Modstead speaks it."""

import argparse

from modstead.catalogs import inventory
from modstead.cli.output import Output
from modstead.cli.statuses import DONE
from modstead.services.bundle import Services


async def api(_arguments: argparse.Namespace, _services: Services, output: Output) -> int:
    """List every operation; nothing is asked of anybody."""
    if output.as_json:
        output.document(inventory.document())
        return DONE
    rows = [
        (
            one.platform.name,
            one.method,
            one.path,
            ", ".join(parameter.name + ("*" if parameter.required else "") for parameter in one.parameters)
            or "-",
            one.scope or "-",
            one.document,
        )
        for one in inventory.STATED
    ]
    output.table(("Platform", "Method", "Path", "Parameters", "Scope", "Document"), rows)
    gone = sum(not one.routed for one in inventory.STATED)
    output.line(f"{len(rows)} operations, {gone} of which the platform no longer offers. * is required.")
    return DONE
