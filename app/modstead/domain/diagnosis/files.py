"""What is wrong with a file on its own: broken, altered, unknown, or made for something else."""

from collections.abc import Iterable

from modstead.domain.compatibility import Target, lacking
from modstead.domain.identity import made_for
from modstead.domain.instance import (
    ContentKind,
    InstalledMod,
    Instance,
    Library,
    Loader,
    Manifest,
    ManifestKind,
    RelationKind,
    Side,
)
from modstead.domain.loading import LOADABLE, loaded_manifests, loader_ids, read_kinds
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind
from modstead.domain.project import SideSupport
from modstead.domain.ranges import admits, admits_game
from modstead.domain.ranges.words import in_words

NOT_LOADED = frozenset(
    {
        ProblemKind.BROKEN,
        ProblemKind.WRONG_LOADER,
        ProblemKind.WRONG_GAME_VERSION,
        ProblemKind.WRONG_SIDE,
    }
)
"""Files with these problems are not loaded, so that they need nothing and get in nobody's way."""

_MOST_NAMED = 4
_RUNS_CODE = frozenset({ContentKind.MOD, ContentKind.PLUGIN})


def file_problem(mod: InstalledMod, library: Library, *, connected: bool) -> Problem | None:
    """The worst thing about the file itself. With `connected`, mods for Fabric run on the Forges too."""
    instance = library.instance
    if mod.problems and not mod.version and not loaded_manifests(mod.manifests, instance):
        return _problem(
            ProblemKind.BROKEN, mod, mod.problems[0], replace(mod), *leave(mod, RemedyKind.REMOVE)
        )
    if mod.altered:
        return _problem(ProblemKind.ALTERED, mod, mod.altered, replace(mod), *leave(mod, RemedyKind.REMOVE))
    return (
        _wrong_loader(mod, instance, connected=connected)
        or _wrong_game_version(mod, instance)
        or _wrong_side(mod, instance)
        or _unknown(mod, library)
    )


def replace(mod: InstalledMod) -> Remedy | None:
    """Put the published file in its place, where it is known of which project."""
    if not mod.project_id:
        return None
    return Remedy(RemedyKind.REPLACE, f"Replace {mod.title}", mod.file.name, mod.project_id)


def leave(mod: InstalledMod, *kinds: RemedyKind, called: str = "") -> tuple[Remedy, ...]:
    """Ways to do without the file, in the order given; `called` tells it from others of its title."""
    words = {RemedyKind.REMOVE: "Remove", RemedyKind.DISABLE: "Disable"}
    return tuple(Remedy(kind, f"{words[kind]} {called or mod.title}", mod.file.name) for kind in kinds)


def _problem(kind: ProblemKind, mod: InstalledMod, detail: str, *remedies: Remedy | None) -> Problem:
    found = tuple(remedy for remedy in remedies if remedy)
    return Problem(kind, mod.file.name, mod.title, detail, found)


def _unfit(kind: ProblemKind, mod: InstalledMod, detail: str, instance: Instance) -> Problem:
    """A problem that another version of the mod may solve, and doing without it surely."""
    change = None
    if mod.project_id and not lacking(instance):
        text = f"Change {mod.title} to a version for {Target.of(instance)}"
        change = Remedy(RemedyKind.CHANGE_VERSION, text, mod.file.name, mod.project_id)
    return _problem(kind, mod, detail, change, *leave(mod, RemedyKind.DISABLE, RemedyKind.REMOVE))


def _wrong_loader(mod: InstalledMod, instance: Instance, *, connected: bool) -> Problem | None:
    kinds = read_kinds(instance)
    if instance.content not in _RUNS_CODE or instance.loader is None:
        return None
    own = [found for found in mod.manifests if found.kind in LOADABLE]
    if connected and any(found.kind is ManifestKind.FABRIC for found in own):
        return None
    if own and not any(found.kind in kinds for found in own):
        detail = f"It is made for {made_for(own)}, not for {instance.loader.label}."
        return _unfit(ProblemKind.WRONG_LOADER, mod, detail, instance)
    if _is_for_other_loaders(mod, own, instance, instance.loader):
        detail = f"It is not made for {instance.loader.label}."
        return _unfit(ProblemKind.WRONG_LOADER, mod, detail, instance)
    return _wrong_loader_version(mod, instance)


def _is_for_other_loaders(
    mod: InstalledMod, own: Iterable[Manifest], instance: Instance, loader: Loader
) -> bool:
    """Whether the platform says so of a file whose manifests do not decide it.

    NeoForge read Forge's own manifest for a while after it stopped to run Forge's mods.
    """
    decided = any(loader is not Loader.NEOFORGE or found.kind is not ManifestKind.FORGE for found in own)
    if mod.version is None or decided or not mod.version.loaders:
        return False
    takes = Target(loader, instance.game_version or "", instance.content).loaders
    return set(takes).isdisjoint(mod.version.loaders)


def _wrong_loader_version(mod: InstalledMod, instance: Instance) -> Problem | None:
    ids = loader_ids(instance.loader)
    if not instance.loader_version or not ids or instance.loader is None:
        return None
    for manifest in loaded_manifests(mod.manifests, instance):
        for relation in manifest.relations:
            if relation.mod_id not in ids or relation.kind is not RelationKind.DEPENDS:
                continue
            if admits(manifest.kind, relation.ranges, instance.loader_version) is False:
                needed = f"{instance.loader.label} {any_of(relation.ranges)}"
                detail = (
                    f"It needs {needed}; {instance.loader_version} is here. Update the loader, or do without."
                )
                remedies = leave(mod, RemedyKind.DISABLE, RemedyKind.REMOVE)
                return _problem(ProblemKind.WRONG_LOADER, mod, detail, *remedies)
    return None


def any_of(ranges: Iterable[str]) -> str:
    """Ranges as a sentence names them."""
    words = list(dict.fromkeys(map(in_words, ranges)))
    shown = words[:_MOST_NAMED]
    if len(words) > _MOST_NAMED:
        shown.append(f"{len(words) - _MOST_NAMED} others")
    return (", or " if any(" " in text for text in words[:_MOST_NAMED]) else " or ").join(shown)


def _wrong_game_version(mod: InstalledMod, instance: Instance) -> Problem | None:
    version = instance.game_version
    if not version or instance.content not in _RUNS_CODE:
        return None
    told = False
    for manifest in loaded_manifests(mod.manifests, instance):
        for relation in manifest.relations:
            if relation.mod_id != "minecraft" or not relation.ranges:
                continue
            fits = admits_game(manifest.kind, relation.ranges, version)
            told = told or relation.kind is RelationKind.DEPENDS
            if relation.kind is RelationKind.DEPENDS and fits is False:
                detail = f"It needs Minecraft {any_of(relation.ranges)}; {version} is here."
                return _unfit(ProblemKind.WRONG_GAME_VERSION, mod, detail, instance)
            if relation.kind is RelationKind.BREAKS and fits is True:
                detail = f"It does not go together with Minecraft {version}."
                return _unfit(ProblemKind.WRONG_GAME_VERSION, mod, detail, instance)
    listed = mod.version.game_versions if mod.version and instance.content is ContentKind.MOD else ()
    if told or not listed or any(_line(item) == _line(version) for item in listed):
        return None
    detail = f"It is made for Minecraft {any_of(reversed(listed))}, not for {version}."
    return _unfit(ProblemKind.WRONG_GAME_VERSION, mod, detail, instance)


def _line(game_version: str) -> str:
    """What a version and its fixes share: authors rarely list every fix for which their files are good."""
    return ".".join(game_version.partition("-")[0].split(".")[:2])


def states_wrong_side(mod: InstalledMod, instance: Instance) -> bool:
    """Whether its own manifest says so, which makes loaders leave it out; the platform's word alone does not."""
    if instance.side is None:
        return False
    sides = {manifest.environment.lower() for manifest in loaded_manifests(mod.manifests, instance)}
    if len(sides) != 1:
        return False
    return sides == {(Side.CLIENT if instance.side is Side.SERVER else Side.SERVER).value}


def _wrong_side(mod: InstalledMod, instance: Instance) -> Problem | None:
    """By the manifest; else by the platform, which on a client counts only where no manifest says anything.

    A client runs the server's part too, so that much of what platforms call for servers alone is of use there.
    """
    if instance.side is None:
        return None
    manifests = loaded_manifests(mod.manifests, instance)
    stated = states_wrong_side(mod, instance)
    project = mod.project
    if instance.side is Side.SERVER:
        unsupported = bool(project and project.server_side is SideSupport.UNSUPPORTED)
        if stated or unsupported:
            detail = "It is of use on a client only, and this is a server."
            return _problem(
                ProblemKind.WRONG_SIDE, mod, detail, *leave(mod, RemedyKind.REMOVE, RemedyKind.DISABLE)
            )
    if instance.side is Side.CLIENT:
        unsupported = bool(not manifests and project and project.client_side is SideSupport.UNSUPPORTED)
        if stated or unsupported:
            detail = "It is of use on a server only, and this is a client."
            return _problem(
                ProblemKind.WRONG_SIDE, mod, detail, *leave(mod, RemedyKind.REMOVE, RemedyKind.DISABLE)
            )
    return None


def _unknown(mod: InstalledMod, library: Library) -> Problem | None:
    """A file of no known project; while the platform is away that is no news."""
    if mod.version or mod.project or mod.chosen or library.offline:
        return None
    named = next((found for found in mod.manifests if found.id), None)
    detail = "Nothing tells what it is."
    if mod.offers:
        detail = f"It may be {mod.offers[0].title}, but nothing proves it."
    elif named:
        told = f"{named.name or named.id} {named.version}".strip()
        detail = f"It calls itself {told}, which is not known to the platform."
    identify = Remedy(RemedyKind.IDENTIFY, "Say what it is", mod.file.name)
    return _problem(ProblemKind.UNKNOWN, mod, detail, identify)
