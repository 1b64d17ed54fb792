"""A folder of mods, the files in it, and what is known of each."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from modstead.domain.project import Project
from modstead.domain.version import Version
from modstead.errors import CatalogError

DISABLED_SUFFIX = ".disabled"


class ContentKind(StrEnum):
    """What a folder of an instance holds, as the platforms call the types of projects."""

    MOD = "mod"
    PLUGIN = "plugin"
    RESOURCE_PACK = "resourcepack"
    SHADER = "shader"
    DATA_PACK = "datapack"

    @property
    def label(self) -> str:
        """Several of it, as a sentence says it: "resource packs"."""
        return {"resourcepack": "resource packs", "datapack": "data packs"}.get(self.value, f"{self.value}s")


class Loader(StrEnum):
    """What loads mods or plugins, as the platforms name it."""

    FABRIC = "fabric"
    QUILT = "quilt"
    FORGE = "forge"
    NEOFORGE = "neoforge"
    PAPER = "paper"
    PURPUR = "purpur"
    FOLIA = "folia"
    SPIGOT = "spigot"
    BUKKIT = "bukkit"
    VELOCITY = "velocity"
    WATERFALL = "waterfall"
    BUNGEECORD = "bungeecord"

    @property
    def label(self) -> str:
        """The name as people write it."""
        return {"neoforge": "NeoForge", "bungeecord": "BungeeCord"}.get(self.value, self.value.capitalize())

    @property
    def content(self) -> ContentKind:
        """What it loads."""
        return ContentKind.MOD if self in _MOD_LOADERS else ContentKind.PLUGIN

    @property
    def is_proxy(self) -> bool:
        """Whether it stands before servers and runs no game, so that it has no game version."""
        return self in _PROXIES


_MOD_LOADERS = frozenset({Loader.FABRIC, Loader.QUILT, Loader.FORGE, Loader.NEOFORGE})
_PROXIES = frozenset({Loader.VELOCITY, Loader.WATERFALL, Loader.BUNGEECORD})


class Side(StrEnum):
    """Where a game runs."""

    CLIENT = "client"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Instance:
    """A folder of one kind of content, and the game that loads it.

    `folder` is the folder that holds the files; `root` the game folder it belongs to, where that is known. `loader`
    and `game_version` are None where they could neither be told nor detected, `side` where it is not known. The
    sections of one game (its mods, its resource packs ...) are instances that differ in `folder` and `content`;
    `section` tells those of one kind apart: the world whose data packs they are.
    """

    folder: Path
    name: str
    launcher: str = ""
    loader: Loader | None = None
    loader_version: str = ""
    game_version: str | None = None
    icon: Path | None = None
    root: Path | None = None
    content: ContentKind = ContentKind.MOD
    side: Side | None = None
    section: str = ""


class ManifestKind(StrEnum):
    """The manifests inside JARs, by the name of their file."""

    FABRIC = "fabric.mod.json"
    QUILT = "quilt.mod.json"
    FORGE = "mods.toml"
    NEOFORGE = "neoforge.mods.toml"
    LEGACY_FORGE = "mcmod.info"
    LITELOADER = "litemod.json"
    RIFT = "riftmod.json"
    PLUGIN = "plugin.yml"
    PAPER = "paper-plugin.yml"
    BUNGEE = "bungee.yml"
    VELOCITY = "velocity-plugin.json"
    PACK = "pack.mcmeta"
    SHADER = "shaders"


class RelationKind(StrEnum):
    """What a manifest says of another mod, in the loaders' words."""

    DEPENDS = "depends"
    RECOMMENDS = "recommends"
    SUGGESTS = "suggests"
    CONFLICTS = "conflicts"
    BREAKS = "breaks"


@dataclass(frozen=True, slots=True)
class Relation:
    """`ranges` are any-of, each in the syntax of the manifest's loader; empty means any version.

    Predicates with a space between them, which Fabric's and Quilt's manifests have, must all admit the version; what
    Quilt states with `any` and `all` is written out in that form. The relation does not count where one of `unless`
    is met; a dependency on one of several mods is one on the first, unless another of them is there.
    """

    kind: RelationKind
    mod_id: str
    ranges: tuple[str, ...] = ()
    side: str = ""
    unless: tuple["Relation", ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a JAR says of itself. `icon` is a path inside the JAR; `jars` are the nested JARs' paths.

    `content` is what the manifest makes of its file; packs have no ID. `provided_versions` are pairs of an ID in
    `provides` and its version, where that is not the mod's own.
    """

    kind: ManifestKind
    id: str
    version: str = ""
    name: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    license: str = ""
    environment: str = ""
    icon: str = ""
    relations: tuple[Relation, ...] = ()
    provides: tuple[str, ...] = ()
    jars: tuple[str, ...] = ()
    content: ContentKind = ContentKind.MOD
    provided_versions: tuple[tuple[str, str], ...] = ()

    @property
    def depends(self) -> tuple[Relation, ...]:
        return tuple(relation for relation in self.relations if relation.kind is RelationKind.DEPENDS)


@dataclass(frozen=True, slots=True)
class NestedJar:
    """A JAR inside a JAR, at any depth. `path` leads there from the outermost, with `!/` between archives."""

    path: str
    manifests: tuple[Manifest, ...] = ()


@dataclass(frozen=True, slots=True)
class ManifestReading:
    """What the manifests in a JAR say. `problems` are sentences on those, or on the JAR, that could not be read.

    It is `unread` where the disk did not give the file, which says nothing of the JAR itself.
    """

    manifests: tuple[Manifest, ...] = ()
    problems: tuple[str, ...] = ()
    nested: tuple[NestedJar, ...] = ()
    unread: bool = False


class IdentifiedBy(StrEnum):
    """How it is known what a file is, from certain to not at all."""

    HASH = "hash"
    MANIFEST = "manifest"
    NAME = "name"
    NONE = "none"


class Confidence(StrEnum):
    """How sure it is which project a file is of: known, likely, merely offered to be chosen, or unknown."""

    CERTAIN = "certain"
    LIKELY = "likely"
    OFFERED = "offered"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word that the window shows."""
        return {"offered": "Possible"}.get(self.value, self.value.capitalize())


@dataclass(frozen=True, slots=True)
class ModFile:
    """A JAR in a folder as it lies there. `name` includes `.disabled` where the mod is disabled."""

    name: str
    size: int
    mtime_ns: int
    sha1: str

    @property
    def enabled(self) -> bool:
        return not self.name.lower().endswith(DISABLED_SUFFIX)

    @property
    def jar_name(self) -> str:
        """The name it has, or would have, when enabled."""
        return self.name if self.enabled else self.name[: -len(DISABLED_SUFFIX)]


@dataclass(frozen=True, slots=True)
class InstalledMod:
    """A file and what is known of it. `problems` are sentences about the file itself (a broken archive ...).

    `altered` is a sentence where the file is not what it says it is, and empty else. `chosen` tells that the user said
    which project it is, or that it be left alone (then without a project). `offers` are projects that it may be of,
    likeliest first: offered to the user, never assumed. `version` is known by the hash alone; `claims` is the published
    version that the file says it is, or was before it changed, though its content is another.
    """

    file: ModFile
    identified_by: IdentifiedBy = IdentifiedBy.NONE
    manifests: tuple[Manifest, ...] = ()
    version: Version | None = None
    project: Project | None = None
    problems: tuple[str, ...] = ()
    nested: tuple[NestedJar, ...] = ()
    altered: str = ""
    chosen: bool = False
    offers: tuple[Project, ...] = ()
    claims: Version | None = None

    @property
    def title(self) -> str:
        """The project's title, else the manifest's name, else the file's name."""
        if self.project:
            return self.project.title
        if self.manifests and (self.manifests[0].name or self.manifests[0].id):
            return self.manifests[0].name or self.manifests[0].id
        return self.file.jar_name

    @property
    def version_number(self) -> str:
        if self.version:
            return self.version.number
        return self.manifests[0].version if self.manifests else ""

    @property
    def project_id(self) -> str | None:
        """The project that the file is of: known, verified, or chosen by the user."""
        if self.version:
            return self.version.project_id
        return self.project.project_id if self.project else None

    @property
    def left_alone(self) -> bool:
        """Whether the user wants no word about it."""
        return self.chosen and self.project is None

    @property
    def confidence(self) -> Confidence:
        return confidence(self.version, self.project, self.offers, chosen=self.chosen)


def confidence(
    version: Version | None, project: Project | None, offers: tuple[Project, ...], *, chosen: bool
) -> Confidence:
    """How sure the project is: certain by the hash or the user's word, likely by the manifest that was verified."""
    if version or (chosen and project):
        return Confidence.CERTAIN
    if project:
        return Confidence.LIKELY
    return Confidence.OFFERED if offers else Confidence.UNKNOWN


@dataclass(frozen=True, slots=True)
class FileFailure:
    """A file that could not be dealt with, and why in one sentence."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Library:
    """Everything in an instance's folder, sorted by title.

    `offline` tells that the platform could not be asked about some of it, and `away` why. `unpacked` names the folders
    that are packs: the game loads them, Modstead lets them be.
    """

    instance: Instance
    mods: tuple[InstalledMod, ...] = ()
    failures: tuple[FileFailure, ...] = ()
    offline: bool = False
    away: CatalogError | None = None
    unpacked: tuple[str, ...] = ()
