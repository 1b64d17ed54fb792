"""The command by which the user says what a file is that the platform does not know by its hash."""

import argparse

from modstead.cli.mods import required
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.statuses import DONE
from modstead.cli.steps import scanned
from modstead.domain.instance import IdentifiedBy, InstalledMod
from modstead.domain.project import Project
from modstead.errors import PolicyRefused
from modstead.services.bundle import Services


async def choose(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    named = (arguments.project is not None) + arguments.leave_alone + arguments.forget
    if named != 1:
        raise UsageError("Name a project, --leave-alone or --forget. See: modstead choose --help")
    library = await scanned(arguments.folder, arguments, services, output, recognise=False)
    mod = required(arguments.file, library)
    if arguments.forget:
        await services.library.forget_choice(mod.file.sha1)
        project = None
    else:
        project = await _chosen(arguments.project, mod, services)
        await services.library.choose(mod.file.sha1, project)
    output.changed = True
    if output.as_json:
        output.document(
            {
                "file": mod.file.name,
                "project_id": project.project_id if project else None,
                "chosen": not arguments.forget,
            }
        )
    else:
        output.line(f"{mod.file.name}: {_told(project, forgotten=arguments.forget)}")
    return DONE


async def _chosen(text: str | None, mod: InstalledMod, services: Services) -> Project | None:
    """The project that is named; None to leave the file alone."""
    if mod.identified_by is IdentifiedBy.HASH:
        raise PolicyRefused(
            f"{mod.file.name} is {mod.title}, byte for byte.", "The platform knows it by its hash."
        )
    if text is None:
        return None
    return await services.projects.page(services.search.project_in(text) or text)


def _told(project: Project | None, *, forgotten: bool) -> str:
    if forgotten:
        return "What you said of it is forgotten."
    return f"It is {project.title} by your word." if project else "It is left alone."
