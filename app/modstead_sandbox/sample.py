"""A sample instance: a folder as Prism Launcher lays it out, with outdated, current and peculiar mods in it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from modstead_sandbox import manifests
from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.history import LIBRARIES
from modstead_sandbox.model import Project, Version, VersionFile
from modstead_sandbox.pixels import icon
from modstead_sandbox.zips import archive

DEFAULT_MODS = 40
_DAY = 86_400
_NAME = "Meadow"
_PICTURE = ("tree", "moss")

_COMPONENTS = {
    "fabric": ("net.fabricmc.fabric-loader", "0.16.14"),
    "quilt": ("org.quiltmc.quilt-loader", "0.28.0"),
    "forge": ("net.minecraftforge", "47.4.0"),
    "neoforge": ("net.neoforged", "21.4.121"),
}
_DISABLED_OUTDATED = "Anvil Notes"
_DISABLED_CURRENT = "Candleshade"
_BETA = "Ashfall Weather"
_FOLLOWS_BETA = "Gentle Rain"
_HELD_BACK = "Kestrel Post"
_ALTERED = "Brass Compass"
_LACKING = "Basalt Roads"
_LACKED = "Tidal Core"
_FIXED = frozenset(
    {_DISABLED_OUTDATED, _DISABLED_CURRENT, _BETA, _FOLLOWS_BETA, _HELD_BACK, _ALTERED, _LACKING, _LACKED}
)
_LEFT_OUT = frozenset({"Emberglass Renderer", "Lanternworks", "Windward Sails", "Driftglass", "Nook & Shelf"})
_LIBRARIES_FIRST = ("Hedgerow API", "Bramble Core", "Inkwell Config")


@dataclass(frozen=True, slots=True)
class SampleMod:
    """One file of the instance and what a check ought to say about it.

    Attributes:
        case: `outdated`, `current`, `beta` (a release, after which there is only a beta), `follows_beta` (a beta, after
            which there is another), `held_back` (the answer is older),
            `lacking` (current or outdated, but a required dependency is not there), `altered`, `foreign` (a manifest
            that the platform does not know) or `bare` (no manifest).
        newest: the version that an update check answers; None where it has nothing newer.
    """

    file: str
    case: str
    enabled: bool = True
    project: Project | None = None
    version: Version | None = None
    newest: Version | None = None


@dataclass(frozen=True, slots=True)
class SampleInstance:
    """What was written: the instance's folder, its mods folder and each file in it."""

    folder: Path
    mods_folder: Path
    name: str
    loader: str
    game_version: str
    mods: tuple[SampleMod, ...]
    lacks: tuple[str, ...] = ()

    def of_case(self, *cases: str) -> tuple[SampleMod, ...]:
        """Return the mods of these cases."""
        return tuple(mod for mod in self.mods if mod.case in cases)

    @property
    def updates(self) -> tuple[SampleMod, ...]:
        """The mods for which a check on the usual terms (the installed channel or more stable) finds an update."""
        return tuple(mod for mod in self.mods if mod.newest is not None and mod.case != "beta")


@dataclass(slots=True)
class Writer:
    """Writes files of a catalogue into a folder of mods and notes what each is."""

    catalogue: Catalogue
    contents: Contents
    mods_folder: Path
    loader: str
    game_version: str
    written: list[SampleMod] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def candidates(self, project: Project) -> list[Version]:
        """Return the versions that fit the instance, oldest first; a release line only where there is one."""
        return [
            version
            for version in self.catalogue.listed(project)
            if self.loader in version.loaders and self.game_version in version.game_versions
        ]

    def add(
        self, project: Project, version: Version, case: str, newest: Version | None, *, enabled: bool
    ) -> bool:
        """Write a version's file; says whether its name was still free."""
        file = main_file(version)
        if file.filename.lower() in self.files:
            return False
        name = file.filename if enabled else file.filename + ".disabled"
        self.put(name, self.contents.data(version, file), version.published)
        self.contents.facts(version, file)
        self.written.append(SampleMod(name, case, enabled, project, version, newest))
        return True

    def put(self, name: str, data: bytes, published: int) -> None:
        """Write a file, dated as if it had been installed a day after it was published."""
        path = self.mods_folder / name
        path.write_bytes(data)
        os.utime(path, (published + _DAY, published + _DAY))
        self.files.add(name.lower().removesuffix(".disabled"))

    def put_foreign(self, name: str, data: bytes, published: int) -> None:
        """Write a file that the platform does not know."""
        self.put(name, data, published)
        self.contents.declare_foreign(data)

    def outdated(self, project: Project, back: int, *, enabled: bool = True, case: str = "outdated") -> bool:
        """Write a version that is not the newest release; says whether the project has one."""
        fitting = self.candidates(project)
        if not fitting:
            return False
        newest = max(fitting, key=published)
        older = [
            version
            for version in fitting
            if version.core != newest.core and published(version) < published(newest)
        ]
        releases = [version for version in older if version.channel == "release"]
        if newest.channel != "release" or not releases:
            return False
        return self.add(project, releases[-min(back, len(releases))], case, newest, enabled=enabled)

    def current(self, project: Project, *, enabled: bool = True, case: str = "current") -> bool:
        """Write the version that a check answers; says whether there is one."""
        fitting = self.candidates(project)
        return bool(fitting) and self.add(project, max(fitting, key=published), case, None, enabled=enabled)


def sample_instance(
    folder: Path,
    catalogue: Catalogue,
    contents: Contents | None = None,
    *,
    mods: int = DEFAULT_MODS,
    loader: str = "fabric",
    game_version: str = "1.21.4",
    name: str = _NAME,
    picture: tuple[str, str] = _PICTURE,
) -> SampleInstance:
    """Write a sample instance into a new or empty folder; the same arguments write the same files.

    Args:
        folder: the instance's folder; made where it is missing.
        catalogue: whose versions to install.
        contents: a running server's contents, so that it knows the written hashes at once.
        mods: about how many mods; fewer where the catalogue has fewer that fit.
        loader: `fabric`, `quilt`, `forge` or `neoforge`.
        game_version: such as `1.21.4`.
        name: what the launcher calls it.
        picture: the motif and the palette of its icon.

    Raises:
        FileExistsError: the folder holds something already.
        OSError: it cannot be written.
    """
    mods_folder = write_empty_instance(folder, loader, game_version, name, picture)
    writer = Writer(catalogue, contents or Contents(catalogue), mods_folder, loader, game_version)
    lacks = _write_cases(writer) if loader == "fabric" and game_version == "1.21.4" else ()
    _write_usual(writer, mods)
    written = tuple(sorted(writer.written, key=lambda mod: mod.file.lower()))
    return SampleInstance(folder, mods_folder, name, loader, game_version, written, lacks)


def _write_cases(writer: Writer) -> tuple[str, ...]:
    """Write what must be there in every sample; says which projects are required and missing."""
    named = writer.catalogue.named
    writer.outdated(named(_DISABLED_OUTDATED), 1, enabled=False)
    writer.current(named(_DISABLED_CURRENT), enabled=False)
    beta = named(_BETA)
    fitting = writer.candidates(beta)
    newest = max(fitting, key=published)
    stable = [version for version in fitting if version.channel == "release"]
    writer.add(beta, stable[-1], "beta", newest, enabled=True)
    following = writer.candidates(named(_FOLLOWS_BETA))
    first = next(version for version in following if version.channel == "beta")
    writer.add(named(_FOLLOWS_BETA), first, "follows_beta", max(following, key=published), enabled=True)
    ahead = named(_HELD_BACK)
    later = [version for version in writer.catalogue.listed(ahead) if writer.loader in version.loaders]
    writer.add(ahead, max(later, key=published), "held_back", None, enabled=True)
    writer.current(named(_LACKING), case="lacking")
    altered = named(_ALTERED)
    version = writer.candidates(altered)[-1]
    file = main_file(version)
    data = writer.contents.data(version, file)
    writer.put_foreign(file.filename, with_one_byte_changed(data), version.published)
    writer.written.append(SampleMod(file.filename, "altered", project=altered, version=version))
    writer.put_foreign("bq-helper-0.3.jar", foreign(), version.published - 200 * _DAY)
    writer.written.append(SampleMod("bq-helper-0.3.jar", "foreign"))
    writer.put_foreign(
        "xk-tools.jar", archive([("xk/Tools.class", b"\xca\xfe\xba\xbe\0\0\0\x41")]).data, version.published
    )
    writer.written.append(SampleMod("xk-tools.jar", "bare"))
    return (named(_LACKED).title,)


def _write_usual(writer: Writer, mods: int) -> None:
    """Fill up with ordinary mods: the libraries, then two outdated ones for each current one."""
    named = [writer.catalogue.named(title) for title in _LIBRARIES_FIRST if _has(writer.catalogue, title)]
    for library in named:
        writer.current(library)
    for project in writer.catalogue.projects:
        if len(writer.written) >= mods:
            return
        if (
            project.kind != "mod"
            or project.title in _FIXED | _LEFT_OUT | LIBRARIES
            or _lacks(writer, project)
        ):
            continue
        if project.number % 3 == 0:
            writer.current(project)
        else:
            writer.outdated(project, 1 + project.number % 2)


def _has(catalogue: Catalogue, title: str) -> bool:
    return any(project.title == title for project in catalogue.projects[:200])


def _lacks(writer: Writer, project: Project) -> bool:
    """Whether a project requires something that the instance does not have yet."""
    present = {mod.project.id for mod in writer.written if mod.project is not None}
    return any(
        dependency.kind == "required"
        and dependency.project_id is not None
        and dependency.project_id not in present
        for version in writer.candidates(project)
        for dependency in version.dependencies
    )


def main_file(version: Version) -> VersionFile:
    """Return the file that loaders take."""
    return next(file for file in version.files if not file.sources)


def published(version: Version) -> tuple[int, int]:
    """Return what orders versions by time."""
    return version.published, version.number


def with_one_byte_changed(data: bytes) -> bytes:
    """Change one byte of the filling, which no manifest lies in: the archive stays readable."""
    return data[:500] + bytes([data[500] ^ 1]) + data[501:]


def foreign() -> bytes:
    """Return a JAR with a manifest that the platform does not know."""
    facts = manifests.ModFacts(
        mod_id="bq_helper",
        version="0.3",
        name="BQ Helper",
        description="A small helper that somebody sent.",
        authors=("a friend",),
        licence="MIT",
        game_versions=("1.21.4",),
        requires=(),
        breaks=(),
    )
    return archive(
        [("fabric.mod.json", manifests.fabric(facts)), ("bq/Helper.class", b"\xca\xfe\xba\xbe\0\0\0\x41")]
    ).data


def write_empty_instance(
    folder: Path, loader: str, game_version: str, name: str, picture: tuple[str, str]
) -> Path:
    """Write an instance without mods into a new or empty folder; answers with its mods folder.

    Raises:
        FileExistsError: the folder holds something already.
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    mods_folder = folder / "minecraft" / "mods"
    mods_folder.mkdir(parents=True)
    write_instance(folder, loader, game_version, name)
    (folder / "minecraft" / "icon.png").write_bytes(icon(*picture, 4))
    return mods_folder


def write_instance(folder: Path, loader: str, game_version: str, name: str) -> None:
    """Write what Prism Launcher keeps of an instance."""
    uid, version = _COMPONENTS[loader]
    pack = {
        "components": [
            {"uid": "net.minecraft", "version": game_version, "important": True},
            {"uid": uid, "version": version},
        ],
        "formatVersion": 1,
    }
    (folder / "mmc-pack.json").write_text(json.dumps(pack, indent=4), encoding="utf-8")
    (folder / "instance.cfg").write_text(
        f"[General]\nConfigVersion=1.2\nInstanceType=OneSix\niconKey=default\nname={name}\n",
        encoding="utf-8",
    )
