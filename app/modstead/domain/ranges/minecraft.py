"""Versions of the game as Fabric Loader and Quilt Loader turn them into semantic ones: 24w14a is 1.20.5-alpha.24.14.a.

Source: `McVersionLookup` of Fabric Loader. Snapshots are named by year and week, so a table says for which release each
was made.
"""

import re

_RELEASE = re.compile(r"[0-9]+\.[0-9]+(?:\.[0-9]+)?")
_SNAPSHOT = re.compile(r"([0-9]{2})w0?(0|[1-9][0-9]?)([a-z])")
_DATED = re.compile(r"([0-9]{2}\.[0-9]+(?:\.[0-9]+)?)-(snapshot|pre|rc)-([0-9]+)")
_PRE_RELEASE = re.compile(r"(1\.[0-9]+(?:\.[0-9]+)?)(?:-pre| Pre-[Rr]elease )([0-9]+)")
_CANDIDATE = re.compile(r"(1\.[0-9]+(?:\.[0-9]+)?)(?:-rc| [Rr]elease Candidate )([0-9]+)")
_EXPERIMENT = re.compile(r"(1\.[0-9]+)(?:_deep_dark)?_experimental[_-]snapshot-([0-9]+)")
_BETA = re.compile(r"b1\.([0-9]+)(?:\.([0-9]+))?(?:_0([0-9]))?([a-z])?")
_ALPHA = re.compile(r"a1\.([0-9]+\.[0-9]+)(?:_0([0-9]))?([a-z])?")

# 1.16 had eight pre-releases before its release candidates, and all were counted as candidates.
_CANDIDATES_AFTER_PRE_RELEASES = {"1.16": 8}
# Betas whose pre-releases and test builds come before them.
_BETAS_WITH_PREVIEWS = frozenset({"6", "8", "9"})

_SNAPSHOTS = (
    ((11, 47), (12, 1), "1.1"),
    ((12, 3), (12, 8), "1.2"),
    ((12, 15), (12, 30), "1.3"),
    ((12, 32), (12, 42), "1.4"),
    ((12, 49), (12, 50), "1.4.6"),
    ((13, 1), (13, 10), "1.5"),
    ((13, 11), (13, 12), "1.5.1"),
    ((13, 16), (13, 26), "1.6"),
    ((13, 36), (13, 43), "1.7"),
    ((13, 47), (13, 49), "1.7.3"),
    ((14, 2), (14, 34), "1.8"),
    ((15, 31), (16, 7), "1.9"),
    ((16, 14), (16, 15), "1.9.3"),
    ((16, 20), (16, 21), "1.10"),
    ((16, 32), (16, 44), "1.11"),
    ((16, 50), (16, 50), "1.11.1"),
    ((17, 6), (17, 18), "1.12"),
    ((17, 31), (17, 31), "1.12.1"),
    ((17, 43), (18, 22), "1.13"),
    ((18, 30), (18, 33), "1.13.1"),
    ((18, 43), (19, 14), "1.14"),
    ((19, 34), (19, 52), "1.15"),
    ((20, 6), (20, 22), "1.16"),
    ((20, 27), (20, 30), "1.16.2"),
    ((20, 45), (21, 20), "1.17"),
    ((21, 37), (21, 44), "1.18"),
    ((22, 3), (22, 7), "1.18.2"),
    ((22, 11), (22, 19), "1.19"),
    ((22, 24), (22, 24), "1.19.1"),
    ((22, 42), (22, 53), "1.19.3"),
    ((23, 1), (23, 7), "1.19.4"),
    ((23, 12), (23, 18), "1.20"),
    ((23, 31), (23, 35), "1.20.2"),
    ((23, 40), (23, 46), "1.20.3"),
    ((23, 51), (24, 14), "1.20.5"),
    ((24, 18), (24, 21), "1.21"),
    ((24, 33), (24, 40), "1.21.2"),
    ((24, 44), (24, 53), "1.21.4"),
    ((25, 2), (25, 10), "1.21.5"),
    ((25, 15), (25, 21), "1.21.6"),
    ((25, 31), (25, 37), "1.21.9"),
    ((25, 41), (25, 53), "1.21.11"),
)

_SPECIAL = {
    "15w14a": "1.8.4-alpha.15.14.a",
    "1.RV-Pre1": "1.9.2-rv",
    "3D Shareware v1.34": "1.14-alpha.19.13.shareware",
    "20w14infinite": "1.16-alpha.20.13.inf",
    "22w13oneblockatatime": "1.18.3-alpha.22.13.oneblockatatime",
    "23w13a_or_b": "1.20-alpha.23.13.ab",
    "24w14potato": "1.20.5-alpha.24.12.potato",
    "25w14craftmine": "1.21.6-alpha.25.14.craftmine",
    "1.14_combat-212796": "1.14.3-rc.4.combat.1",
    "1.14_combat-0": "1.14.5-combat.2",
    "1.14_combat-3": "1.14.5-combat.3",
    "1.15_combat-1": "1.15-rc.3.combat.4",
    "1.15_combat-6": "1.15.2-rc.2.combat.5",
    "1.16_combat-0": "1.16.2-beta.3.combat.6",
    "1.16_combat-1": "1.16.3-combat.7",
    "1.16_combat-2": "1.16.3-combat.7.b",
    "1.16_combat-3": "1.16.3-combat.7.c",
    "1.16_combat-4": "1.16.3-combat.8",
    "1.16_combat-5": "1.16.3-combat.8.b",
    "1.16_combat-6": "1.16.3-combat.8.c",
}


def normalised(name: str) -> str | None:
    """The semantic version that the loaders make of a game version's name; None where it is not known."""
    if name in _SPECIAL:
        return _SPECIAL[name]
    if _RELEASE.fullmatch(name):
        return name
    if match := _DATED.fullmatch(name):
        release, kind, count = match.groups()
        return f"{release}-{'alpha' if kind == 'snapshot' else kind}.{count}"
    if match := _SNAPSHOT.fullmatch(name):
        return _snapshot(int(match[1]), int(match[2]), match[3])
    return _preview(name) or _ancient(name)


def _snapshot(year: int, week: int, letter: str) -> str | None:
    release = next((release for start, end, release in _SNAPSHOTS if start <= (year, week) <= end), None)
    return f"{release}-alpha.{year}.{week}.{letter}" if release else None


def _preview(name: str) -> str | None:
    if match := _CANDIDATE.fullmatch(name):
        before = _CANDIDATES_AFTER_PRE_RELEASES.get(match[1], 0)
        return f"{match[1]}-rc.{before + int(match[2])}"
    if match := _PRE_RELEASE.fullmatch(name):
        minor, _, patch = match[1].removeprefix("1.").partition(".")
        counted_as_candidate = (int(minor), int(patch or 0)) <= (16, 0)
        return f"{match[1]}-{'rc' if counted_as_candidate else 'beta'}.{match[2]}"
    if match := _EXPERIMENT.fullmatch(name):
        return f"{match[1]}-Experimental.{match[2]}"
    return None


def _ancient(name: str) -> str | None:
    if match := _ALPHA.fullmatch(name):
        return "1.0.0-alpha." + ".".join(part for part in match.groups() if part)
    if match := _BETA.fullmatch(name):
        major, minor, fix, letter = match.groups()
        if minor is None and fix is None:
            if letter:
                return f"1.0.0-beta.{major}.0.{letter}"
            return f"1.0.0-beta.{major}.0.r" if major in _BETAS_WITH_PREVIEWS else f"1.0.0-beta.{major}"
        return "1.0.0-beta." + ".".join(part for part in match.groups() if part)
    return None
