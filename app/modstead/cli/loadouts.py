"""Sets of enabled mods: listed, saved, shown, renamed, removed, and switched between."""

import argparse
from collections.abc import Awaitable, Callable, Mapping

from modstead.cli import views
from modstead.cli.arguments.loadouts import LOADOUT_ACTIONS
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.statuses import DONE
from modstead.cli.steps import carried_out, scanned
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.loadouts import Loadout, mods_of
from modstead.domain.plan import Plan
from modstead.errors import typed
from modstead.services.bundle import Services

_Act = Callable[[argparse.Namespace, Library, Services, Output], Awaitable[int]]


async def loadout(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    wanted, _ = LOADOUT_ACTIONS[arguments.action]
    if len(arguments.names) != wanted:
        names = "no name" if wanted == 0 else "one name" if wanted == 1 else "the old name and the new one"
        raise UsageError(f"`loadout FOLDER {arguments.action}` takes {names}.")
    library = await scanned(arguments.folder, arguments, services, output, recognise=False)
    return await _ACTS[arguments.action](arguments, library, services, output)


async def loadout_plan(arguments: argparse.Namespace, services: Services, output: Output) -> Plan:
    """What `modstead plan loadout` asks for."""
    library = await scanned(arguments.folder, arguments, services, output, recognise=False)
    return await services.loadouts.plan(library, arguments.name)


async def _list(_arguments: argparse.Namespace, library: Library, services: Services, output: Output) -> int:
    saved = await services.loadouts.all(library)
    current = services.loadouts.current(saved, library)
    if output.as_json:
        output.document({"loadouts": [_document(item, library, item.name in current) for item in saved]})
        return DONE
    rows = []
    for item in saved:
        mods = mods_of(item, library)
        now = "as the folder is now" if item.name in current else ""
        rows.append((item.name, str(len(item.on)), str(len(item.off)), str(len(mods.new)), now))
    if rows:
        output.table(("Name", "On", "Off", "Came since", ""), rows)
    else:
        command = typed("loadout", library.instance.folder, "save", "NAME")
        output.line(f"There is no loadout yet. Save what is enabled now: {command}")
    return DONE


async def _save(arguments: argparse.Namespace, library: Library, services: Services, output: Output) -> int:
    saved, replaced = await services.loadouts.save(library, arguments.names[0])
    document = _document(saved, library, current=True) | {"replaced": replaced is not None}
    again = " in place of what it was" if replaced else ""
    return _told(document, f"Saved {saved.name}{again}: {len(saved.on)} on, {len(saved.off)} off.", output)


async def _use(arguments: argparse.Namespace, library: Library, services: Services, output: Output) -> int:
    plan = await services.loadouts.plan(library, arguments.names[0])
    return await carried_out(
        plan,
        arguments.folder,
        arguments,
        services,
        output,
        leave_out_failures=False,
        beside={"loadout": plan.about},
    )


async def _show(arguments: argparse.Namespace, library: Library, services: Services, output: Output) -> int:
    found = await services.loadouts.named(library, arguments.names[0])
    if output.as_json:
        current = services.loadouts.current((found,), library)
        output.document(_document(found, library, bool(current)))
        return DONE
    mods = mods_of(found, library)
    rows = [
        *((mod.title, "on", mod.file.name) for mod in mods.on),
        *((mod.title, "off", mod.file.name) for mod in mods.off),
        *((mod.title, "came since", mod.file.name) for mod in mods.new),
        *((subject.title or subject.key, "on", "not here") for subject in mods.missing),
    ]
    output.table(("Name", "In the loadout", "File"), rows)
    return DONE


async def _rename(arguments: argparse.Namespace, library: Library, services: Services, output: Output) -> int:
    renamed = await services.loadouts.rename(library.instance.folder, *arguments.names)
    return _told({"name": renamed.name}, f"It is called {renamed.name} now.", output)


async def _remove(arguments: argparse.Namespace, library: Library, services: Services, output: Output) -> int:
    removed = await services.loadouts.remove(library.instance.folder, arguments.names[0])
    return _told({"removed": removed.name}, f"Forgot {removed.name}. No file was touched.", output)


_ACTS: Mapping[str, _Act] = {
    "list": _list,
    "save": _save,
    "use": _use,
    "show": _show,
    "rename": _rename,
    "remove": _remove,
}


def _told(document: views.Json, words: str, output: Output) -> int:
    if output.as_json:
        output.document(document)
    else:
        output.line(words)
    return DONE


def _document(value: Loadout, library: Library, current: bool) -> views.Json:
    mods = mods_of(value, library)
    return {
        "name": value.name,
        "current": current,
        "on": _files(mods.on),
        "off": _files(mods.off),
        "new": _files(mods.new),
        "missing": [{"mod": subject.key, "title": subject.title} for subject in mods.missing],
    }


def _files(mods: tuple[InstalledMod, ...]) -> list[str]:
    return [mod.file.name for mod in mods]
