"""What each loader reads of a JAR, and what it brings itself, so that nobody has to install it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from modstead.domain.instance import Instance, Library, Loader, Manifest, ManifestKind, Side

READS: Mapping[Loader, tuple[ManifestKind, ...]] = {
    Loader.FABRIC: (ManifestKind.FABRIC,),
    Loader.QUILT: (ManifestKind.QUILT, ManifestKind.FABRIC),
    Loader.FORGE: (ManifestKind.FORGE, ManifestKind.LEGACY_FORGE),
    Loader.NEOFORGE: (ManifestKind.NEOFORGE, ManifestKind.FORGE),
    Loader.PAPER: (ManifestKind.PAPER, ManifestKind.PLUGIN),
    Loader.PURPUR: (ManifestKind.PAPER, ManifestKind.PLUGIN),
    Loader.FOLIA: (ManifestKind.PAPER, ManifestKind.PLUGIN),
    Loader.SPIGOT: (ManifestKind.PLUGIN,),
    Loader.BUKKIT: (ManifestKind.PLUGIN,),
    Loader.VELOCITY: (ManifestKind.VELOCITY,),
    Loader.WATERFALL: (ManifestKind.BUNGEE, ManifestKind.PLUGIN),
    Loader.BUNGEECORD: (ManifestKind.BUNGEE, ManifestKind.PLUGIN),
}
"""The manifests that each loader reads in any of its versions, the preferred one first."""
LOADABLE = frozenset(kind for kinds in READS.values() for kind in kinds)
"""The manifests of which it is known who reads them."""

_LOADER_IDS: Mapping[Loader, tuple[str, ...]] = {
    Loader.FABRIC: ("fabricloader", "fabric-loader"),
    Loader.QUILT: ("quilt_loader",),
    Loader.FORGE: ("forge",),
    Loader.NEOFORGE: ("neoforge",),
}
# Sinytra Connector runs mods for Fabric on the Forges.
_CONNECTORS = frozenset({"connector", "connectormod"})
# NeoForge read mods.toml up to these game versions; since 1.20.5 it reads its own file alone.
_NEOFORGE_READS_MODS_TOML = frozenset({"1.20.1", "1.20.2", "1.20.3", "1.20.4"})
# Forge reads mods.toml since 1.13, and mcmod.info before.
_FORGE_READS_MODS_TOML = 13

_BUILT_IN = frozenset(
    {
        "minecraft",
        "java",
        "fabricloader",
        "fabric-loader",
        "quilt_loader",
        "forge",
        "neoforge",
        "fml",
        "mcp",
        "javafml",
        "lowcodefml",
        "forgemodloader",
        "mixinextras",
        "com_github_llamalad7_mixinextras",
        "mixin",
        "bukkit",
        "spigot",
        "paper",
    }
)
_SIDES = frozenset(Side)
_FABRIC_API = "fabric-api"
_NAMED_LIKE_A_MODULE = "fabric-permissions-api-v0"
_FABRIC_API_PROJECT = "P7dR8mSH"
# Quilted Fabric API and Forgified Fabric API bring what Fabric API does, on Quilt and on the Forges.
_STAND_INS: Mapping[str, tuple[str, ...]] = {_FABRIC_API_PROJECT: ("qvIfYCYJ", "Aqlf1Shp")}
_PROJECTS_OF_IDS: Mapping[str, str] = {_FABRIC_API: _FABRIC_API_PROJECT}
_OTHER_IDS: Mapping[str, tuple[str, ...]] = {
    _FABRIC_API: ("fabric", "fabric_api", "quilted_fabric_api"),
    "fabric": (_FABRIC_API, "fabric_api", "quilted_fabric_api"),
    "fabric_api": (_FABRIC_API, "fabric", "quilted_fabric_api"),
}


def loaded_manifests(manifests: Iterable[Manifest], instance: Instance) -> tuple[Manifest, ...]:
    """Those manifests that the instance's loader goes by: all of the first kind that it reads.

    Where the loader is not known, they are all of the kind that comes first.
    """
    return of_first_kind(tuple(manifests), read_kinds(instance))


def of_first_kind(manifests: Sequence[Manifest], kinds: Sequence[ManifestKind]) -> tuple[Manifest, ...]:
    """All of the first kind that is there at all; without kinds, of that of the first one."""
    if not manifests:
        return ()
    if len(manifests) == 1:
        return tuple(manifests) if not kinds or manifests[0].kind in kinds else ()
    present = {manifest.kind for manifest in manifests}
    chosen = next((kind for kind in kinds or (manifests[0].kind,) if kind in present), None)
    return tuple(manifest for manifest in manifests if manifest.kind is chosen)


def read_kinds(instance: Instance) -> tuple[ManifestKind, ...]:
    """The manifests that the instance's loader reads, the preferred one first; none where it is not known."""
    return _read_by(instance.loader, instance.game_version or "") if instance.loader else ()


@lru_cache(maxsize=64)
def _read_by(loader: Loader, game_version: str) -> tuple[ManifestKind, ...]:
    if loader is Loader.NEOFORGE and game_version and game_version not in _NEOFORGE_READS_MODS_TOML:
        return (ManifestKind.NEOFORGE,)
    if loader is Loader.FORGE and game_version:
        minor = game_version.removeprefix("1.").partition(".")[0]
        legacy = game_version.startswith("1.") and minor.isdecimal() and int(minor) < _FORGE_READS_MODS_TOML
        return (ManifestKind.LEGACY_FORGE,) if legacy else (ManifestKind.FORGE,)
    return READS[loader]


def reads_alike(loader: str, kinds: Collection[ManifestKind]) -> bool:
    """Whether a loader, by the platforms' name, reads one of these manifests, so that it is told the same of a file."""
    known = next((item for item in Loader if item == loader), None)
    return known is None or not kinds or not set(kinds).isdisjoint(READS[known])


def is_built_in(mod_id: str) -> bool:
    """Whether the game or its loader brings this ID itself."""
    return mod_id.lower() in _BUILT_IN


@lru_cache(maxsize=4096)
def same_ids(mod_id: str) -> tuple[str, ...]:
    """The ID, and those under which the same thing is known to lie in a folder.

    The modules of Fabric API (`fabric-networking-api-v1` ...) come with it and are never installed alone. Quilt's
    manifests may name a group before the ID (`org.example:lantern`).
    """
    plain = mod_id.rpartition(":")[2]
    wanted = _FABRIC_API if is_fabric_api_module(plain) else plain
    named = (mod_id, plain, wanted, *_OTHER_IDS.get(wanted, ()))
    return tuple(dict.fromkeys(named))


def share_versions(mod_id: str, other: str) -> bool:
    """Whether two IDs of the same thing count its versions alike, so that a range for one means the other too."""
    return other in {mod_id, mod_id.rpartition(":")[2]} or {mod_id, other} <= {_FABRIC_API, "fabric"}


def is_fabric_api_module(mod_id: str) -> bool:
    """Whether the ID is of a module of Fabric API: `fabric-...-v1`, and its two that have no number."""
    head, _, number = mod_id.rpartition("-v")
    numbered = head.startswith("fabric-") and number.isdecimal() and mod_id != _NAMED_LIKE_A_MODULE
    return numbered or mod_id in {"fabric-api-base", "fabric-renderer-indigo"}


def well_known_title(project_id: str) -> str:
    """What everyone calls the project, or an empty text: so that it has a name while the platform is away."""
    return "Fabric API" if project_id == _FABRIC_API_PROJECT else ""


def stand_ins(project_id: str) -> tuple[str, ...]:
    """The project, and those that bring the same."""
    return (project_id, *_STAND_INS.get(project_id, ()))


def project_of_id(mod_id: str) -> str:
    """The project that everyone knows by this mod ID, or an empty text."""
    return next((_PROJECTS_OF_IDS[same] for same in same_ids(mod_id) if same in _PROJECTS_OF_IDS), "")


def runs_on(side: str, instance: Instance) -> bool:
    """Whether a manifest's word for a side ("client", "SERVER", "*" ...) includes the instance's, where it is known."""
    if instance.side is None or not side:
        return True
    return side.lower() not in _SIDES or side.lower() == instance.side.value


def loader_ids(loader: Loader | None) -> tuple[str, ...]:
    """Under which IDs manifests depend on the loader itself."""
    return _LOADER_IDS.get(loader, ()) if loader else ()


def is_connected(library: Library) -> bool:
    """Whether something in the folder lets mods for Fabric run on another loader."""
    return any(
        manifest.id in _CONNECTORS for mod in library.mods if mod.file.enabled for manifest in mod.manifests
    )
