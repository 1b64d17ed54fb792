"""All the manifests of a JAR, and of the JARs in it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from modstead.domain.instance import ContentKind, Loader, Manifest, ManifestKind, ManifestReading, NestedJar
from modstead.errors import BrokenJar
from modstead.instances.archive import Jar
from modstead.instances.archive_bytes import ArchiveBytes
from modstead.instances.bounds import TEXT_LIMIT, Bounds, TooCostly
from modstead.instances.metadata.bungee import parse_bungee
from modstead.instances.metadata.fabric import parse_fabric
from modstead.instances.metadata.fields import unusable
from modstead.instances.metadata.forge import nested_jars, parse_forge
from modstead.instances.metadata.jar_manifest import implementation_version
from modstead.instances.metadata.legacy_forge import parse_legacy_forge
from modstead.instances.metadata.liteloader import parse_liteloader
from modstead.instances.metadata.pack import parse_pack, shader_pack, texture_pack
from modstead.instances.metadata.paper import parse_paper
from modstead.instances.metadata.plugin import parse_plugin
from modstead.instances.metadata.quilt import parse_quilt
from modstead.instances.metadata.ranking import rank_manifests
from modstead.instances.metadata.rift import parse_rift
from modstead.instances.metadata.velocity import parse_velocity
from modstead.instances.zip_layout import entries_named

PATH_SEPARATOR = "!/"

_FORGE_MEMBERS = {
    ManifestKind.NEOFORGE: "META-INF/neoforge.mods.toml",
    ManifestKind.FORGE: "META-INF/mods.toml",
}
_PARSERS: dict[ManifestKind, Callable[[bytes], tuple[Manifest, ...]]] = {
    ManifestKind.FABRIC: parse_fabric,
    ManifestKind.QUILT: parse_quilt,
    ManifestKind.LEGACY_FORGE: parse_legacy_forge,
    ManifestKind.LITELOADER: parse_liteloader,
    ManifestKind.RIFT: parse_rift,
    ManifestKind.PAPER: parse_paper,
    ManifestKind.PLUGIN: parse_plugin,
    ManifestKind.BUNGEE: parse_bungee,
    ManifestKind.VELOCITY: parse_velocity,
}
_MEMBERS = {
    ManifestKind.FABRIC: "fabric.mod.json",
    ManifestKind.QUILT: "quilt.mod.json",
    **_FORGE_MEMBERS,
    **{kind: kind.value for kind in list(_PARSERS)[2:]},
}
# What takes longer to parse than JSON counts manifold: a statement of TOML, and every byte of these.
_STATEMENT_COST = 300
_SLOW = frozenset(_PARSERS) - {ManifestKind.FABRIC, ManifestKind.QUILT}
_SLOW_COST = 8
# Forge up to 1.12 knows a mod by its classes; that the description beside them cannot be read it merely logs.
_MERELY_DESCRIBE = frozenset({ManifestKind.LEGACY_FORGE, ManifestKind.LITELOADER})
_FOLDERS = {"assets": ContentKind.RESOURCE_PACK, "data": ContentKind.DATA_PACK}
_JAR_MANIFEST = "META-INF/MANIFEST.MF"
_JAR_MANIFEST_START = 64 * 1024
_NESTED_JARS = "META-INF/jarjar/metadata.json"
_PACK = ManifestKind.PACK.value
_PROBLEM_LIMIT = 20
_PACK_ICON = "pack.png"
_TEXTURE_PACK = "pack.txt"
_WANTED = entries_named([*_MEMBERS.values(), _NESTED_JARS, _PACK, _PACK_ICON, _TEXTURE_PACK])


def read_manifests(
    path: str | Path | ArchiveBytes, loader: Loader | None = None, content: ContentKind | None = None
) -> ManifestReading:
    """Every manifest in a JAR and in those nested in it; broken ones are told beside the good ones.

    Those that `loader` would read, and that make the file the `content` that is asked for, come first. A file that is
    no readable JAR is a reading with a problem; so is what is larger than can be looked into. Blocks, for less than a
    millisecond where nothing is nested; never for longer than a second.

    Raises:
        FileVanished, FileLocked, FileUnreadable: the disk does not give the file.
    """
    reader = _Reader()
    try:
        with Jar(path, reader.bounds) as jar:
            reader.read(jar)
    except BrokenJar as error:
        reader.tell(error.detail)
    return ranked(reader.reading(), loader, content)


def ranked(reading: ManifestReading, loader: Loader | None, content: ContentKind | None) -> ManifestReading:
    """The reading with each JAR's manifests ranked."""
    if len(reading.manifests) < 2 and not reading.nested:
        return reading
    return ManifestReading(
        rank_manifests(reading.manifests, loader, content),
        reading.problems,
        tuple(NestedJar(jar.path, rank_manifests(jar.manifests, loader)) for jar in reading.nested),
    )


class _Reader:
    """Collects what one file says; TooCostly ends it."""

    def __init__(self) -> None:
        self.bounds = Bounds()
        self._manifests: list[Manifest] = []
        self._nested: list[NestedJar] = []
        self._problems: dict[str, None] = {}

    def reading(self) -> ManifestReading:
        return ManifestReading(tuple(self._manifests), tuple(self._problems), tuple(self._nested))

    def tell(self, problem: str) -> None:
        if len(self._problems) < _PROBLEM_LIMIT:
            self._problems[problem] = None

    def read(self, jar: Jar) -> None:
        self._descend(jar, "", self._read(jar, "", self._manifests))

    def _read(self, jar: Jar, where: str, manifests: list[Manifest]) -> Iterable[str]:
        """Adds one JAR's manifests and gives the paths of the JARs in it; its own path ends with a separator."""
        there = jar.among(_WANTED)
        jars = self._forge_jars(jar, where) if _NESTED_JARS in there else ()
        for kind, member in _MEMBERS.items():
            if member in there:
                manifests += self._parsed(jar, where, kind, member, jars)
        alone = there.isdisjoint(_MEMBERS.values())
        if alone or _PACK in there:
            manifests += self._packs(jar, where, alone=alone)
        paths = (path for found in manifests for path in found.jars)
        return dict.fromkeys([*paths, *jars])

    def _parsed(
        self, jar: Jar, where: str, kind: ManifestKind, member: str, jars: tuple[str, ...]
    ) -> tuple[Manifest, ...]:
        try:
            data = jar.read(member)
            if data is None:
                return ()
            cost = _cost(kind, data)
            if cost > TEXT_LIMIT:
                raise unusable(f"{kind.value} is longer than any mod's.")
            self.bounds.parse(cost)
            return _parse(jar, kind, data, jars)
        except TooCostly:
            raise
        except BrokenJar as error:
            if kind not in _MERELY_DESCRIBE or not jar.has_classes:
                self.tell(where + error.detail)
            return ()

    def _forge_jars(self, jar: Jar, where: str) -> tuple[str, ...]:
        try:
            data = jar.read(_NESTED_JARS)
            if data is None:
                return ()
            self.bounds.parse(len(data))
            return nested_jars(data)
        except TooCostly:
            raise
        except BrokenJar as error:
            self.tell(where + error.detail)
            return ()

    def _packs(self, jar: Jar, where: str, *, alone: bool) -> tuple[Manifest, ...]:
        """What the file is as a pack; that a mod's resources describe themselves badly is nobody's problem."""
        try:
            icon = _PACK_ICON if jar.has(_PACK_ICON) else ""
            data = jar.read(_PACK)
            if data is not None:
                self.bounds.parse(len(data))
                contents = tuple(content for folder, content in _FOLDERS.items() if jar.has_folder(folder))
                contents = contents or (ContentKind.RESOURCE_PACK,)
                return parse_pack(data, contents if alone else contents[:1], icon)
            if alone and jar.has_folder("shaders"):
                return (shader_pack(icon),)
            if alone and (text := jar.read(_TEXTURE_PACK)) is not None:
                return (texture_pack(text, icon),)
        except TooCostly:
            raise
        except BrokenJar as error:
            if alone:
                self.tell(where + error.detail)
        return ()

    def _descend(self, jar: Jar, where: str, paths: Iterable[str]) -> None:
        for path in paths:
            inside = f"{where}{path}"
            try:
                nested = jar.nested(path)
                if nested is not None:
                    with nested:
                        manifests: list[Manifest] = []
                        jars = self._read(nested, f"{inside}{PATH_SEPARATOR}", manifests)
                        self._nested.append(NestedJar(inside, tuple(manifests)))
                        self._descend(nested, f"{inside}{PATH_SEPARATOR}", jars)
            except TooCostly:
                raise
            except BrokenJar as error:
                names_it = error.detail.startswith(path)
                self.tell(f"{where}{error.detail}" if names_it else f"{inside}: {error.detail}")


def _cost(kind: ManifestKind, data: bytes) -> int:
    if kind in _FORGE_MEMBERS:
        return len(data) + _STATEMENT_COST * (data.count(b"=") + data.count(b"["))
    return len(data) * (_SLOW_COST if kind in _SLOW else 1)


def _parse(jar: Jar, kind: ManifestKind, data: bytes, jars: tuple[str, ...]) -> tuple[Manifest, ...]:
    if kind in _FORGE_MEMBERS:
        return parse_forge(data, kind, lambda: _jar_version(jar), jars)
    return _PARSERS[kind](data)


def _jar_version(jar: Jar) -> str:
    try:
        return implementation_version(jar.read_start(_JAR_MANIFEST, _JAR_MANIFEST_START) or b"")
    except BrokenJar:
        return ""
