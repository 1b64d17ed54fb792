"""The cases that the default catalogue must hold: relations between named projects and scripted histories."""

from __future__ import annotations

from dataclasses import dataclass

from modstead_sandbox.model import seconds


@dataclass(frozen=True, slots=True)
class Release:
    """One release: a version is made of it for each of its lines and each of the project's loader groups."""

    core: str
    moment: int
    lines: tuple[tuple[str, ...], ...]
    channel: str = "release"
    status: str = "listed"
    loaders: tuple[str, ...] = ()
    unmarked: bool = False
    same_bytes_as: int | None = None


RELATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    # A chain: Windward Sails, Tidal Core, Hedgerow API.
    "Windward Sails": (("required", "Tidal Core"), ("optional", "Lighthouse Keeper")),
    "Tidal Core": (("required", "Hedgerow API"),),
    # A diamond: Lanternworks needs Hedgerow API by two ways.
    "Lanternworks": (
        ("required", "Tidal Core"),
        ("required", "Bramble Core"),
        ("optional", "Amberlamp"),
        ("incompatible", "Emberglass Renderer"),
    ),
    "Bramble Core": (("required", "Hedgerow API"),),
    # A conflict, named by one side only.
    "Cinder Render": (("incompatible", "Emberglass Renderer"), ("embedded", "Inkwell Config")),
    "Basalt Roads": (("required", "Tidal Core"),),
    "Barrel Index": (("required", "Bramble Core"), ("required", "Hedgerow API")),
    "Cartwright": (("required", "Barrel Index"), ("optional", "Acorn Ledger")),
    "Acorn Ledger": (("required", "Hedgerow API"), ("embedded", "Inkwell Config")),
    "Skylark Atlas": (("required", "Hedgerow API"), ("optional", "Birchbark Maps")),
    "Maple Ledger Sync": (("required", "Acorn Ledger"), ("required", "Starling Network")),
    "Kestrel Post": (("required", "Inkwell Config"),),
    "Hearthside": (("embedded", "Lanternworks"), ("embedded", "Barrel Index"), ("embedded", "Hedgerow API")),
    # A pack that needs a mod, which belongs in another folder.
    "Pebble Tiles": (("required", "Cinder Render"),),
    # Two mods that need each other.
    "Linen & Loom": (("required", "Gilded Thread"),),
    "Gilded Thread": (("required", "Linen & Loom"),),
    # Three that have moved on to 26.1, and wait for a library that has not.
    "Hollow Oak": (("required", "Starling Network"), ("required", "Hedgerow API")),
    "Tally Stick": (("required", "Starling Network"), ("required", "Hedgerow API")),
    "Rookery Towers": (("required", "Starling Network"), ("required", "Hedgerow API")),
}
"""Dependencies of named projects by title; every version of the project carries them."""

PINS: dict[str, str] = {"Amberlamp": "Inkwell Config"}
"""Projects whose versions each need one exact version of another project: both titles."""

_OLD = (("1.20.1",),)
_BOTH = (("1.21", "1.21.1"), ("1.21.4",))
_SAMPLE = (("1.21.4",),)
_NEXT = (("1.21.6", "1.21.7", "1.21.8"),)
_LATER = (("26.1", "26.1.1", "26.1.2"),)
_WIDE = (("1.21.4",), ("26.1", "26.1.1", "26.1.2"), ("26.3", "26.3.1"))


def _at(day: str) -> int:
    return seconds(day + "T09:30:00+00:00")


SCRIPTS: dict[str, tuple[Release, ...]] = {
    "Lanternworks": (
        Release("2.4.0", _at("2024-06-02"), _OLD),
        Release("3.0.0", _at("2025-01-11"), _BOTH),
        Release("3.1.2", _at("2025-06-20"), _BOTH),
        Release("3.3.0", _at("2026-04-02"), _WIDE[:1]),
        Release("3.3.1", _at("2026-08-14"), _WIDE[:2]),
        Release("3.4.0", _at("2026-11-17"), _WIDE),
    ),
    # The newest version is a beta, and a beta alone.
    "Ashfall Weather": (
        Release("3.9.2", _at("2025-03-02"), _BOTH),
        Release("4.0.0", _at("2025-11-08"), _SAMPLE),
        Release("4.1.0", _at("2026-09-16"), _SAMPLE),
        Release("4.2.0-beta.1", _at("2026-11-02"), _SAMPLE, "beta"),
    ),
    # Two betas after the last release: who has the first of them is offered the second.
    "Gentle Rain": (
        Release("0.7.0", _at("2025-06-03"), _SAMPLE),
        Release("0.8.0-beta.1", _at("2026-05-09"), _SAMPLE, "beta"),
        Release("0.8.0-beta.3", _at("2026-10-21"), _SAMPLE, "beta"),
    ),
    # The newest for 1.21.4 is older than 2.3.0, which an instance may have installed.
    "Kestrel Post": (
        Release("2.1.0", _at("2025-02-01"), _BOTH),
        Release("2.2.0", _at("2025-08-12"), _SAMPLE),
        Release("2.3.0", _at("2026-05-30"), _LATER),
    ),
    # The same file, published a second time as another version.
    "Driftglass": (
        Release("1.0.0", _at("2024-12-20"), _SAMPLE, loaders=("fabric", "quilt")),
        Release("1.1.0", _at("2025-10-05"), _SAMPLE, loaders=("fabric", "quilt")),
        Release("1.1.0+rebadged", _at("2026-02-11"), _SAMPLE, loaders=("fabric", "quilt"), same_bytes_as=1),
        Release("1.1.0+listed-again", _at("2026-07-01"), _NEXT, loaders=("fabric", "quilt"), same_bytes_as=1),
    ),
    # No file is primary, and the first one by name is the sources JAR.
    "Flint Almanac": (
        Release("0.8.1", _at("2025-04-18"), _SAMPLE, loaders=("fabric", "quilt")),
        Release("0.9.0", _at("2026-06-21"), _SAMPLE, loaders=("fabric", "quilt"), unmarked=True),
    ),
    # Versions that are not listed any more, not listed at all, or not published.
    "Nook & Shelf": (
        Release("1.0.0", _at("2024-12-30"), _SAMPLE, status="archived"),
        Release("1.2.0", _at("2025-05-15"), _SAMPLE),
        Release("1.3.0", _at("2025-12-01"), _SAMPLE, status="unlisted"),
        Release("2.0.0", _at("2026-10-30"), _SAMPLE, status="draft"),
    ),
    # For Fabric only on 1.21.4; Quilt has its own file on 1.20.1 alone.
    "Barrel Index": (
        Release("1.9.0", _at("2024-07-10"), _OLD),
        Release("1.11.5", _at("2025-12-12"), _SAMPLE, loaders=("fabric",)),
        Release("1.11.6", _at("2026-06-01"), _SAMPLE, loaders=("fabric",)),
        Release("1.11.7", _at("2026-08-20"), _SAMPLE, loaders=("fabric",)),
        Release("1.11.8", _at("2026-10-02"), _SAMPLE, loaders=("fabric",)),
        Release("1.11.9", _at("2026-11-12"), _SAMPLE, loaders=("fabric",)),
    ),
    # Forge files on 1.20.1, which NeoForge may use there and nowhere else.
    "Honest Scales": (
        Release("1.0.0", _at("2023-09-01"), _OLD, loaders=("forge",)),
        Release("1.1.0", _at("2024-02-01"), _OLD, loaders=("forge",)),
        Release("1.1.0", _at("2024-02-02"), (("1.20.4",),), loaders=("forge",)),
        Release("1.2.0", _at("2025-01-05"), (("1.21", "1.21.1"),), loaders=("neoforge",)),
    ),
    "Anvil Notes": (
        Release("0.9.10", _at("2025-02-20"), _SAMPLE),
        Release("0.9.12", _at("2026-03-09"), _SAMPLE),
        Release("1.0.0", _at("2026-10-19"), _SAMPLE),
    ),
    "Brass Compass": (
        Release("2.2.0", _at("2025-07-04"), _SAMPLE, loaders=("fabric",)),
        Release("2.2.1", _at("2026-09-28"), _SAMPLE, loaders=("fabric",)),
    ),
    # Its newer versions do not go together with Stillwater as it is, which their files say and the platform does not.
    "Nightjar": (
        Release("1.2.0", _at("2025-04-11"), _SAMPLE),
        Release("1.3.0", _at("2026-02-17"), _SAMPLE),
        Release("2.0.0", _at("2026-09-05"), _SAMPLE),
        Release("2.1.0", _at("2026-10-14"), _SAMPLE),
    ),
    "Stillwater": (
        Release("1.3.0", _at("2025-05-21"), _SAMPLE),
        Release("1.4.0", _at("2026-08-08"), _SAMPLE),
        Release("1.5.0", _at("2026-11-01"), _LATER),
    ),
    # Its newest version needs what the platform does not tell of.
    "Redwing": (
        Release("1.0.0", _at("2025-03-19"), _SAMPLE),
        Release("1.1.0", _at("2026-06-27"), _SAMPLE),
    ),
    "Basalt Roads": (
        Release("1.8.0", _at("2025-09-09"), _BOTH),
        Release("2.0.0", _at("2026-10-25"), _SAMPLE),
    ),
    # Left behind on 1.21.4, though others need it on newer ones.
    "Starling Network": (
        Release("1.4.0", _at("2025-08-01"), _SAMPLE),
        Release("1.5.2", _at("2026-05-20"), _SAMPLE),
    ),
    # Given up; its page names Heather Moors, which goes on.
    "Petrichor": (
        Release("1.0.0", _at("2025-02-11"), _SAMPLE),
        Release("1.1.2", _at("2025-11-03"), _SAMPLE),
    ),
    "Heather Moors": (
        Release("0.9.0", _at("2025-07-14"), _SAMPLE),
        Release("1.0.0", _at("2026-05-02"), (("1.21.4",), ("26.1", "26.1.1", "26.1.2"))),
        Release("1.2.0", _at("2026-10-12"), _WIDE),
    ),
}
"""Histories of named projects by title, oldest release first."""

SAID_INSIDE: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {
    ("Nightjar", "2.0.0"): (("breaks", "Stillwater", "<1.5.0"),),
    ("Nightjar", "2.1.0"): (("breaks", "Stillwater", "<1.5.0"),),
    ("Redwing", "1.1.0"): (("depends", "Songthrush", "*"),),
}
"""What the manifests of a release, by title and number, say of other mods that the platform does not tell."""
