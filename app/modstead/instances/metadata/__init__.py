"""What JARs say of themselves, in the manifests of the loaders."""

from collections.abc import Iterable
from pathlib import Path

from modstead.domain.instance import Loader, Manifest, ManifestKind, ManifestReading
from modstead.errors import BrokenJar
from modstead.instances.archive import Jar
from modstead.instances.metadata.fabric import parse_fabric
from modstead.instances.metadata.forge import nested_jars, parse_forge
from modstead.instances.metadata.jar_manifest import implementation_version

READER_VERSION = 1
"""Grows whenever the same JAR may be read differently, so that what was remembered is read anew."""

_MEMBERS = {
    ManifestKind.FABRIC: "fabric.mod.json",
    ManifestKind.NEOFORGE: "META-INF/neoforge.mods.toml",
    ManifestKind.FORGE: "META-INF/mods.toml",
}
_JAR_MANIFEST = "META-INF/MANIFEST.MF"
_NESTED_JARS = "META-INF/jarjar/metadata.json"

_LOADED_FIRST: dict[Loader | None, tuple[ManifestKind, ...]] = {
    None: (),
    Loader.FABRIC: (ManifestKind.FABRIC,),
    Loader.QUILT: (ManifestKind.FABRIC,),
    Loader.FORGE: (ManifestKind.FORGE, ManifestKind.NEOFORGE),
    Loader.NEOFORGE: (ManifestKind.NEOFORGE, ManifestKind.FORGE),
}


def read_manifests(path: str | Path, loader: Loader | None = None) -> ManifestReading:
    """Every manifest in a JAR, those that `loader` would read first; broken ones are told beside the good ones.

    A file that is no readable JAR is a reading with a problem. Blocks, for less than a millisecond.

    Raises:
        FileVanished, FileLocked, FileUnreadable: the disk does not give the file.
    """
    manifests: list[Manifest] = []
    problems: list[str] = []
    try:
        with Jar(path) as jar:
            for kind, member in _MEMBERS.items():
                try:
                    data = jar.read(member)
                    if data is not None:
                        manifests += _parse(jar, kind, data)
                except BrokenJar as error:
                    problems.append(error.detail)
    except BrokenJar as error:
        return ManifestReading((), (error.detail,))
    return ManifestReading(rank_manifests(manifests, loader), tuple(problems))


def rank_manifests(manifests: Iterable[Manifest], loader: Loader | None) -> tuple[Manifest, ...]:
    """The manifests with those first that `loader` reads; otherwise they keep their order."""
    first = _LOADED_FIRST[loader]
    return tuple(
        sorted(manifests, key=lambda found: first.index(found.kind) if found.kind in first else len(first))
    )


def read_icon(path: str | Path, manifest: Manifest) -> bytes | None:
    """The bytes of the icon that a manifest names, or None where there is none that can be read.

    They are at most `archive.MEMBER_LIMIT` bytes, and as hostile as any others: cap the pixels when decoding.

    Raises:
        FileVanished, FileLocked, FileUnreadable: the disk does not give the file.
    """
    if not manifest.icon:
        return None
    try:
        with Jar(path) as jar:
            return jar.read(manifest.icon)
    except BrokenJar:
        return None


def _parse(jar: Jar, kind: ManifestKind, data: bytes) -> tuple[Manifest, ...]:
    if kind is ManifestKind.FABRIC:
        return parse_fabric(data)
    return parse_forge(data, kind, lambda: _jar_version(jar), _nested(jar))


def _jar_version(jar: Jar) -> str:
    try:
        return implementation_version(jar.read(_JAR_MANIFEST) or b"")
    except BrokenJar:
        return ""


def _nested(jar: Jar) -> tuple[str, ...]:
    try:
        return nested_jars(jar.read(_NESTED_JARS) or b"")
    except BrokenJar:
        return ()
