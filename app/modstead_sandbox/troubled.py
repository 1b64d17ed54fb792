"""A second sample: an instance with all that can be wrong with a folder of mods, and with packs of every kind.

Its game has crashed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from modstead_sandbox import manifests
from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.crashes import leave_crash_report
from modstead_sandbox.model import Version
from modstead_sandbox.sample import (
    SampleMod,
    Writer,
    foreign,
    main_file,
    published,
    with_one_byte_changed,
    write_empty_instance,
)
from modstead_sandbox.zips import archive

_LOADER, _GAME_VERSION = "fabric", "1.21.4"
_CLASS = b"\xca\xfe\xba\xbe\0\0\0\x41"
_OLD = 1_735_689_600
"""The first of January 2025, when what nobody published was written."""
_CRASHED = _OLD + 43_200


@dataclass(frozen=True, slots=True)
class TroubledInstance:
    """What was written. `packs` are the files and folders of each folder of packs, by the folder's name.

    The cases of `mods`, beside those of the first sample: `renamed` (current, under a name of its own), `unpublished`
    (a known mod in a version that was never published), `named` (nothing inside, but called like a project),
    `other_loader`, `other_game`, `twice`, `conflicting`, `nested` (with JARs in it), `orphan` (a library that nothing
    needs) and `broken`.
    """

    folder: Path
    mods_folder: Path
    mods: tuple[SampleMod, ...]
    packs: dict[str, tuple[str, ...]]

    def of_case(self, *cases: str) -> tuple[SampleMod, ...]:
        """Return the mods of these cases."""
        return tuple(mod for mod in self.mods if mod.case in cases)


def troubled_instance(
    folder: Path, catalogue: Catalogue, contents: Contents | None = None
) -> TroubledInstance:
    """Write the troubled instance into a new or empty folder; the same catalogue writes the same files.

    Raises:
        FileExistsError: the folder holds something already.
        OSError: it cannot be written.
    """
    mods_folder = write_empty_instance(folder, _LOADER, _GAME_VERSION, "Thicket", ("tree", "ember"))
    game = mods_folder.parent
    writer = Writer(catalogue, contents or Contents(catalogue), mods_folder, _LOADER, _GAME_VERSION)
    _write_known(writer)
    _write_strays(writer)
    _write_unknown(writer)
    culprit, beside = (catalogue.named(title).mod_id for title in ("Cinder Render", "Basalt Roads"))
    leave_crash_report(game, culprit, beside=beside, moment=_CRASHED)
    written = tuple(sorted(writer.written, key=lambda mod: mod.file.lower()))
    return TroubledInstance(folder, mods_folder, written, _write_packs(writer, game))


def _write_known(writer: Writer) -> None:
    """Write published files that are not as they should be together."""
    named = writer.catalogue.named
    for title, case in (
        ("Hedgerow API", "current"),
        ("Basalt Roads", "lacking"),
        ("Cinder Render", "conflicting"),
        ("Emberglass Renderer", "conflicting"),
        ("Crates in Crates", "nested"),
        ("Inkwell Config", "orphan"),
    ):
        writer.current(named(title), case=case)
    writer.outdated(named("Mosspath"), 1, case="twice")
    writer.current(named("Mosspath"), case="twice")
    version = max(writer.candidates(named("Glowmoss")), key=published)
    _put(writer, "my favourite.jar", version, "renamed")


def _write_strays(writer: Writer) -> None:
    """Write published files for another loader and another game version."""
    listed = writer.catalogue.listed
    forge = listed(writer.catalogue.named("Tinker's Cart"))[-1]
    _put(writer, main_file(forge).filename, forge, "other_loader")
    old = next(
        version
        for version in listed(writer.catalogue.named("Lanternworks"))
        if _LOADER in version.loaders and "1.20.1" in version.game_versions
    )
    _put(writer, main_file(old).filename, old, "other_game")


def _write_unknown(writer: Writer) -> None:
    """Write files whose hash the platform does not know."""
    named = writer.catalogue.named
    project = named("Brass Compass")
    version = writer.candidates(project)[-1]
    file = main_file(version)
    data = with_one_byte_changed(writer.contents.data(version, file))
    _put_foreign(
        writer, file.filename, data, SampleMod(file.filename, "altered", project=project, version=version)
    )
    wren = named("Wren & Robin")
    facts = manifests.ModFacts(
        mod_id=wren.mod_id,
        version="99.0.0-dev",
        name=wren.title,
        description="A build that was never published.",
        authors=("fernhollow",),
        licence="MIT",
        game_versions=(_GAME_VERSION,),
        requires=(),
        breaks=(),
    )
    build = archive([("fabric.mod.json", manifests.fabric(facts)), ("wren/Nest.class", _CLASS)]).data
    for name, made, case in (
        ("wren-and-robin-99.0.0-dev.jar", build, "unpublished"),
        ("bq-helper-0.3.jar", foreign(), "foreign"),
        ("xk-tools.jar", archive([("xk/Tools.class", _CLASS)]).data, "bare"),
        ("apiary-days-fabric-9.9.jar", archive([("hive/Bee.class", _CLASS)]).data, "named"),
        ("download.jar", b"<!DOCTYPE html>\n<title>Please wait</title>\n", "broken"),
    ):
        _put_foreign(writer, name, made, SampleMod(name, case))


def _write_packs(writer: Writer, game: Path) -> dict[str, tuple[str, ...]]:
    """Write packs: published ones, an unknown one and an unpacked one."""
    written = {}
    for place, titles in (
        ("resourcepacks", ("Linen Textures", "Pebble Tiles")),
        ("shaderpacks", ("Golden Hour",)),
        ("saves/Meadow/datapacks", ("Gentle Nights", "Slow Seasons")),
    ):
        folder = game / place
        folder.mkdir(parents=True)
        names = []
        for title in titles:
            version = writer.catalogue.listed(writer.catalogue.named(title))[0]
            file = main_file(version)
            _write(folder / file.filename, writer.contents.data(version, file), version.published)
            writer.contents.facts(version, file)
            names.append(file.filename)
        written[place] = tuple(names)
    packs = game / "resourcepacks"
    unknown = archive([("pack.mcmeta", manifests.pack("From a friend")), ("assets/x/lang/en_us.json", b"{}")])
    _write(packs / "Grandmother's.zip", unknown.data, _OLD)
    writer.contents.declare_foreign(unknown.data)
    (packs / "Handmade").mkdir()
    (packs / "Handmade" / "pack.mcmeta").write_bytes(manifests.pack("Being drawn"))
    written["resourcepacks"] = (*written["resourcepacks"], "Grandmother's.zip", "Handmade")
    return written


def _put(writer: Writer, name: str, version: Version, case: str) -> None:
    project = writer.catalogue.projects[version.project_number]
    file = main_file(version)
    writer.put(name, writer.contents.data(version, file), version.published)
    writer.contents.facts(version, file)
    writer.written.append(SampleMod(name, case, project=project, version=version))


def _put_foreign(writer: Writer, name: str, data: bytes, mod: SampleMod) -> None:
    writer.put_foreign(name, data, _OLD)
    writer.written.append(mod)


def _write(path: Path, data: bytes, moment: int) -> None:
    path.write_bytes(data)
    os.utime(path, (moment, moment))
