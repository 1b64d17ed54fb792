"""Where what is to be installed belongs in a game, and the plan for it."""

import argparse

from modstead.cli.output import Output
from modstead.cli.steps import channel, opened, read, wanted
from modstead.domain.plan import Plan
from modstead.services.bundle import Services


async def installation(arguments: argparse.Namespace, services: Services, output: Output) -> Plan:
    """What installing the named projects would do, in the section of the game where they belong.

    A folder of mods or packs that is named itself is meant, whatever it holds.
    """
    projects = tuple(wanted(text, services, arguments.platform) for text in arguments.projects)
    instance = await opened(arguments.into, arguments, services)
    named = arguments.into.resolve() == instance.folder.resolve()
    places = (instance,) if named else await services.instances.places(instance)
    section = instance
    if len(places) > 1:
        section = await services.installs.section_for(projects, places)
    if section.folder != instance.folder:
        await services.instances.make_ready(section)
        output.message(f"This goes among the {section.content.label}: {section.folder}")
    library = await read(section, services, output)
    return await services.installs.plan(library, projects, channel(arguments))
