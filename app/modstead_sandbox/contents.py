"""The bytes of every file of the catalogue, their digests, and the way back from a digest to its versions."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from modstead_sandbox import manifests
from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.kept import Kept
from modstead_sandbox.model import Project, Version, VersionFile
from modstead_sandbox.pixels import icon
from modstead_sandbox.scripts import SAID_INSIDE
from modstead_sandbox.zips import Archive, Filling, archive, filling

_KEPT = 64
_WITH_NESTED_JARS = "Crates in Crates"
_COMMONS, _TINIER = "META-INF/jars/tiny-commons-1.2.jar", "META-INF/jars/tinier-0.3.jar"
_NAMED_JARS = (("tiny-commons", "1.2", _COMMONS),)
_SIZES = tuple(int(7_000 * 1.15**step) for step in range(24))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the platform says of a file: lower-case digests and the size in bytes."""

    sha1: str
    sha512: str
    size: int


class Contents:
    """Files of one catalogue, made on demand; safe to use from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.RLock()
        self._index_lock = threading.Lock()
        self._facts: dict[tuple[int, int, bool], Facts] = {}
        self._owners: dict[str, tuple[int, int]] = {}
        self._foreign: set[str] = set()
        self._complete = False
        self._kept: Kept[tuple[int, int, bool], Archive] = Kept(_KEPT)

    def facts(self, version: Version, file: VersionFile) -> Facts:
        """Return the digests and the size of a file of a version."""
        if file.stored is not None:
            return Facts(file.stored.sha1, file.stored.sha512, file.stored.size)
        key = (version.project_number, file.made_from, file.sources)
        known = self._facts.get(key)
        if known is not None:
            return known
        with self._lock:
            made = self._archive(key)
            facts = Facts(made.sha1(), made.sha512(), made.size)
            self._facts[key] = facts
            owner = (version.project_number, file.made_from)
            self._owners.setdefault(facts.sha1, owner)
            self._owners.setdefault(facts.sha512, owner)
        return facts

    def data(self, version: Version, file: VersionFile) -> bytes:
        """Return the bytes of a file of a version."""
        if file.stored is not None:
            return file.stored.path.read_bytes()
        with self._lock:
            return self._archive((version.project_number, file.made_from, file.sources)).data

    def owner(self, digest: str) -> Version | None:
        """Return the oldest version that holds a file of this digest (sha1 or sha512, lower case).

        A digest that was never given out is looked for in the whole catalogue, once; that takes a while in a
        large one.
        """
        found = self._owners.get(digest)
        if found is None and not self._complete and digest not in self._foreign:
            self._complete_index()
            found = self._owners.get(digest)
        if found is None:
            return None
        project, number = found
        version = self._catalogue.versions(self._catalogue.projects[project])[number]
        return None if version.status == "draft" else version

    def gave_out(self, digest: str) -> bool:
        """Whether a file of this digest has been told of to anybody."""
        return digest in self._owners

    def ready_for(self, digests: list[str]) -> bool:
        """Whether `owner` answers at once for all of these digests."""
        return self._complete or all(digest in self._owners or digest in self._foreign for digest in digests)

    def declare_foreign(self, data: bytes) -> None:
        """Say that no version has these bytes, so that nobody looks through the whole catalogue for them."""
        self._foreign.add(hashlib.sha1(data, usedforsecurity=False).hexdigest())
        self._foreign.add(hashlib.sha512(data).hexdigest())

    def _complete_index(self) -> None:
        # The lock of the files is taken for one file at a time: meanwhile others are served.
        with self._index_lock:
            if self._complete:
                return
            for project in self._catalogue.projects:
                for version in self._catalogue.versions(project):
                    for file in version.files:
                        self.facts(version, file)
            self._complete = True

    def _archive(self, key: tuple[int, int, bool]) -> Archive:
        return self._kept.get(key, lambda: self._make(*key))

    def _make(self, number: int, made_from: int, sources: bool) -> Archive:
        project = self._catalogue.projects[number]
        version = self._catalogue.versions(project)[made_from]
        return _sources(project, version) if sources else self._build(project, version)

    def _build(self, project: Project, version: Version) -> Archive:
        start = self._filling(project, version)
        match project.kind:
            case "resourcepack":
                return archive(_pack_entries(project, version, "assets/minecraft/lang/en_us.json"), start)
            case "datapack":
                return archive(_pack_entries(project, version, "data/gentle/function/tick.mcfunction"), start)
            case "shader":
                return archive(_shader_entries(project, version), start)
            case "modpack":
                return archive(self._modpack_entries(project, version))
            case "plugin":
                facts = self._mod_facts(project, version)
                return archive([*_plugin_entries(facts, version), *_classes(project, version)], start)
            case _:
                return archive(self._mod_entries(project, version), start, streamed=project.number % 3 == 0)

    def _filling(self, project: Project, version: Version) -> Filling:
        if self._catalogue.jar_size is not None:
            return filling(self._catalogue.jar_size)
        step = (project.number * 5 + version.number // 2) % len(_SIZES)
        return filling(_SIZES[step], step)

    def _mod_facts(self, project: Project, version: Version) -> manifests.ModFacts:
        named: dict[str, list[str]] = {"required": [], "incompatible": []}
        for dependency in version.dependencies:
            if dependency.kind in named and dependency.project_id is not None:
                other = self._catalogue.project(dependency.project_id)
                if other is not None:
                    named[dependency.kind].append(other.mod_id)
        inside = SAID_INSIDE.get((project.title, version.core), ())
        side = "client" if project.server_side == "unsupported" else "*"
        return manifests.ModFacts(
            mod_id=project.mod_id,
            version=version.version_number.removeprefix("v"),
            name=project.title,
            description=project.description,
            authors=(project.author.username,),
            licence=project.licence,
            game_versions=version.game_versions,
            requires=tuple(named["required"]),
            breaks=tuple(named["incompatible"]),
            side=side,
            jars=(_COMMONS,) if project.title == _WITH_NESTED_JARS else (),
            also_needs=self._said("depends", inside),
            also_breaks=self._said("breaks", inside),
        )

    def _said(self, kind: str, inside: Iterable[tuple[str, str, str]]) -> dict[str, str]:
        return {
            self._catalogue.named(title).mod_id: versions for told, title, versions in inside if told == kind
        }

    def _mod_entries(self, project: Project, version: Version) -> list[tuple[str, bytes]]:
        facts = self._mod_facts(project, version)
        from_manifest = project.number % 4 == 1
        entries = [("META-INF/MANIFEST.MF", manifests.jar(project.title, facts.version))]
        for loader in version.loaders:
            match loader:
                case "fabric":
                    entries.append(("fabric.mod.json", manifests.fabric(facts)))
                case "quilt" if project.number % 2 or "fabric" not in version.loaders:
                    entries.append(("quilt.mod.json", manifests.quilt(facts)))
                case "forge":
                    text = manifests.forge(facts, neo=False, from_manifest=from_manifest)
                    entries.append(("META-INF/mods.toml", text))
                case "neoforge":
                    text = manifests.forge(facts, neo=True, from_manifest=from_manifest)
                    entries.append(("META-INF/neoforge.mods.toml", text))
                case _:
                    pass
        if facts.jars:
            entries += [
                (_COMMONS, _commons()),
                ("META-INF/jarjar/metadata.json", manifests.jarjar(_NAMED_JARS)),
            ]
        if project.has_icon:
            drawn = icon(project.motif, project.palette, 4)
            entries.append((f"assets/{project.mod_id}/icon.png", drawn))
        return [*entries, *_classes(project, version)]

    def _modpack_entries(self, project: Project, version: Version) -> list[tuple[str, bytes]]:
        files = []
        for dependency in version.dependencies:
            other = self._catalogue.project(dependency.project_id or "")
            if other is None:
                continue
            fitting = [
                held
                for held in self._catalogue.listed(other)
                if "fabric" in held.loaders and set(held.game_versions) & set(version.game_versions)
            ]
            if not fitting:
                continue
            file = fitting[-1].files[0]
            facts = self.facts(fitting[-1], file)
            address = f"https://cdn.modrinth.com/data/{other.id}/versions/{fitting[-1].id}/{file.filename}"
            files.append(
                {
                    "path": f"mods/{file.filename}",
                    "hashes": {"sha1": facts.sha1, "sha512": facts.sha512},
                    "env": {"client": "required", "server": "required"},
                    "downloads": [address],
                    "fileSize": facts.size,
                }
            )
        index = {
            "formatVersion": 1,
            "game": "minecraft",
            "versionId": version.version_number,
            "name": project.title,
            "summary": project.description,
            "files": files,
            "dependencies": {"minecraft": version.game_versions[-1], "fabric-loader": "0.16.9"},
        }
        return [
            ("modrinth.index.json", json.dumps(index, indent=2).encode()),
            ("overrides/options.txt", b"renderDistance:12\n"),
        ]


def _classes(project: Project, version: Version) -> list[tuple[str, bytes]]:
    package = project.mod_id.replace("_", "")
    noise = Random(project.number * 1_000 + version.number)
    return [
        (f"example/{package}/{name}.class", b"\xca\xfe\xba\xbe\0\0\0\x41" + noise.randbytes(size))
        for name, size in (("Main", 600), ("Registry", 380), ("mixin/WorldMixin", 240))
    ]


def _plugin_entries(facts: manifests.ModFacts, version: Version) -> list[tuple[str, bytes]]:
    """The manifests that each of the version's servers and proxies reads."""
    loaders = set(version.loaders)
    entries = []
    if loaders & {"purpur", "folia"}:
        entries.append(("paper-plugin.yml", manifests.paper_plugin(facts)))
    if loaders & {"spigot", "bukkit", "paper"}:
        entries.append(("plugin.yml", manifests.plugin(facts)))
    if "velocity" in loaders:
        entries.append(("velocity-plugin.json", manifests.velocity_plugin(facts)))
    if "bungeecord" in loaders:
        entries.append(("bungee.yml", manifests.plugin(facts)))
    return entries


def _commons() -> bytes:
    """A library's JAR with another one in it, as a mod brings them along."""
    inner = archive([("fabric.mod.json", manifests.fabric(_library("tinier", "0.3", ())))]).data
    facts = _library("tiny_commons", "1.2", (_TINIER,))
    return archive([("fabric.mod.json", manifests.fabric(facts)), (_TINIER, inner)]).data


def _library(mod_id: str, version: str, jars: tuple[str, ...]) -> manifests.ModFacts:
    return manifests.ModFacts(
        mod_id=mod_id,
        version=version,
        name=mod_id.replace("_", " ").title(),
        description="A library that comes inside of others.",
        authors=("hollowreed",),
        licence="MIT",
        game_versions=("1.20.1", "26.3.1"),
        requires=(),
        breaks=(),
        jars=jars,
    )


def _sources(project: Project, version: Version) -> Archive:
    package = project.mod_id.replace("_", "")
    text = (
        f"package example.{package};\n\n/** {project.title} {version.version_number}. */\n"
        "public final class Main {\n    private Main() {\n    }\n}\n"
    )
    return archive([(f"example/{package}/Main.java", text.encode())])


def _pack_entries(project: Project, version: Version, inside: str) -> list[tuple[str, bytes]]:
    return [
        ("pack.mcmeta", manifests.pack(f"{project.description} {version.version_number}")),
        ("pack.png", icon(project.motif, project.palette, 8)),
        (inside, b"{}\n"),
    ]


def _shader_entries(project: Project, version: Version) -> list[tuple[str, bytes]]:
    return [
        (
            "shaders/shaders.properties",
            f"# {project.title} {version.version_number}\nprofile.LOW=SHADOWS=false\n".encode(),
        ),
        ("shaders/final.fsh", b"#version 330\nvoid main() {\n}\n"),
    ]
