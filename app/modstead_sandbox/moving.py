"""A third sample: an instance on the eve of a move, most of which is there for Minecraft 26.1, and some of it not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.sample import SampleMod, Writer, published, write_empty_instance
from modstead_sandbox.zips import archive

MOVES_TO = "26.1.2"
_LOADER, _GAME_VERSION = "fabric", "1.21.4"
_OLD = 1_735_689_600
_READY = (
    "Hedgerow API",
    "Inkwell Config",
    "Bramble Core",
    "Tidal Core",
    "Lanternworks",
    "Cinder Render",
    "Skylark Atlas",
    "Burrow Homes",
    "Cobble Courier",
    "Fallow Fields",
    "Harvest Bells",
    "Hearth Stories",
    "Ivy Facade",
    "Lodestar",
    "Millwright",
    "Thimble",
    "Timber Frame",
    "Wax & Wane",
    "Wren & Robin",
)
_HELD_UP = ("Hollow Oak", "Rookery Towers", "Tally Stick")
_LEFT_BEHIND = ("Starling Network",)
_CONTINUED = ("Petrichor",)
_BETA = ("Rainbarrel", "Toadflax")
_FITS = ("Kestrel Post",)
_ASLEEP = ("Umbra", "Candleshade")


@dataclass(frozen=True, slots=True)
class MovingInstance:
    """What was written.

    The cases of `mods`, for a move to `MOVES_TO`: `ready`, `held_up` (ready, but what it needs is not), `left_behind`,
    `continued` (given up; another project goes on), `beta`, `fits` (it is made for it already), `asleep` (disabled; the
    first of them is ready) and `bare` (no manifest).
    """

    folder: Path
    mods_folder: Path
    mods: tuple[SampleMod, ...]

    def of_case(self, *cases: str) -> tuple[SampleMod, ...]:
        """Return the mods of these cases."""
        return tuple(mod for mod in self.mods if mod.case in cases)


def moving_instance(folder: Path, catalogue: Catalogue, contents: Contents | None = None) -> MovingInstance:
    """Write the instance into a new or empty folder; the same catalogue writes the same files.

    Raises:
        FileExistsError: the folder holds something already.
        OSError: it cannot be written.
    """
    mods_folder = write_empty_instance(folder, _LOADER, _GAME_VERSION, "Harbour", ("boat", "sky"))
    writer = Writer(catalogue, contents or Contents(catalogue), mods_folder, _LOADER, _GAME_VERSION)
    for case, titles in (
        ("ready", _READY),
        ("held_up", _HELD_UP),
        ("left_behind", _LEFT_BEHIND),
        ("continued", _CONTINUED),
        ("beta", _BETA),
    ):
        for title in titles:
            writer.current(catalogue.named(title), case=case)
    for title in _ASLEEP:
        writer.current(catalogue.named(title), enabled=False, case="asleep")
    for title in _FITS:
        project = catalogue.named(title)
        fitting = [
            item
            for item in catalogue.listed(project)
            if writer.loader in item.loaders and MOVES_TO in item.game_versions
        ]
        writer.add(project, max(fitting, key=published), "fits", None, enabled=True)
    bare = archive([("xk/Tools.class", b"\xca\xfe\xba\xbe\0\0\0\x41")]).data
    writer.put_foreign("xk-tools.jar", bare, _OLD)
    writer.written.append(SampleMod("xk-tools.jar", "bare"))
    mods = tuple(sorted(writer.written, key=lambda mod: mod.file.lower()))
    return MovingInstance(folder, mods_folder, mods)
