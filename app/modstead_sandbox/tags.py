"""The platform's tag lists: game versions, loaders, categories, licences and the small enumerations."""

from __future__ import annotations

from dataclasses import dataclass

from modstead_sandbox.glyphs import CATEGORY_ICONS, LOADER_ICONS


@dataclass(frozen=True, slots=True)
class GameVersion:
    """One entry of the game version list; `date` is an ISO 8601 day."""

    version: str
    version_type: str
    date: str
    major: bool


@dataclass(frozen=True, slots=True)
class LoaderTag:
    name: str
    icon: str
    supported_project_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CategoryTag:
    name: str
    project_type: str
    header: str
    icon: str


@dataclass(frozen=True, slots=True)
class Licence:
    id: str
    name: str
    short: str
    open_source: bool
    url: str | None = None


def _game_versions() -> tuple[GameVersion, ...]:
    rows = []
    for line in _GAME_VERSIONS.strip().splitlines():
        version, kind, date, *flags = line.split()
        rows.append(GameVersion(version, kind, date, "major" in flags))
    return tuple(rows)


_GAME_VERSIONS = """
26.4-snapshot-2 snapshot 2026-11-10
26.4-snapshot-1 snapshot 2026-10-27
26.3.1 release 2026-10-06
26.3 release 2026-09-22 major
26.3-rc-1 snapshot 2026-09-15
26.3-pre-2 snapshot 2026-09-08
26.3-snapshot-3 snapshot 2026-08-18
26.2 release 2026-06-23 major
26.2-rc-1 snapshot 2026-06-16
26.2-snapshot-4 snapshot 2026-05-19
26.1.2 release 2026-04-28
26.1.1 release 2026-04-07
26.1 release 2026-03-24 major
26.1-rc-2 snapshot 2026-03-18
26.1-snapshot-6 snapshot 2026-02-10
26.1-snapshot-1 snapshot 2025-12-16
1.21.11 release 2025-12-09
1.21.11-pre3 snapshot 2025-11-27
25w46a snapshot 2025-11-11
1.21.10 release 2025-10-07
1.21.9 release 2025-09-30
25w37a snapshot 2025-09-09
25w31a snapshot 2025-07-29
1.21.8 release 2025-07-17
1.21.7 release 2025-06-30
1.21.6 release 2025-06-17
25w16a snapshot 2025-04-15
1.21.5 release 2025-03-25
25w08a snapshot 2025-02-19
1.21.4 release 2024-12-03
1.21.4-rc3 snapshot 2024-11-29
24w46a snapshot 2024-11-13
1.21.3 release 2024-10-23
1.21.2 release 2024-10-22
24w33a snapshot 2024-08-15
1.21.1 release 2024-08-08
1.21 release 2024-06-13 major
1.21-rc1 snapshot 2024-06-10
24w21a snapshot 2024-05-22
1.20.6 release 2024-04-29
1.20.5 release 2024-04-23
24w14potato snapshot 2024-04-01
23w51b snapshot 2023-12-18
1.20.4 release 2023-12-07
1.20.3 release 2023-12-05
1.20.2 release 2023-09-21
1.20.1 release 2023-06-12
1.20 release 2023-06-07 major
23w13a_or_b snapshot 2023-04-01
1.19.4 release 2023-03-14
1.19.3 release 2022-12-07
1.19.2 release 2022-08-05
1.19.1 release 2022-07-27
1.19 release 2022-06-07 major
1.18.2 release 2022-02-28
1.18.1 release 2021-12-10
1.18 release 2021-11-30 major
1.17.1 release 2021-07-06
1.17 release 2021-06-08 major
1.16.5 release 2021-01-14
1.16.4 release 2020-11-02
1.16 release 2020-06-23 major
1.15.2 release 2020-01-17
1.14.4 release 2019-07-19
1.14 release 2019-04-23 major
1.13.2 release 2018-10-22
1.12.2 release 2017-09-18
1.12 release 2017-06-02 major
1.8.9 release 2015-12-03
1.7.10 release 2014-06-26
b1.7.3 beta 2011-07-08
a1.2.6 alpha 2010-12-03
"""

GAME_VERSIONS = _game_versions()
"""Newest first, as the platform lists them; the order is the truth, the text is not."""

LOADERS = tuple(
    LoaderTag(name, LOADER_ICONS.get(name, LOADER_ICONS["plugin"]), ("project", *types))
    for name, *types in (
        ("bukkit", "mod", "plugin"),
        ("bungeecord", "mod", "plugin"),
        ("canvas", "shader"),
        ("datapack", "mod", "datapack"),
        ("fabric", "mod", "modpack"),
        ("folia", "mod", "plugin"),
        ("forge", "mod", "modpack"),
        ("iris", "shader"),
        ("liteloader", "mod"),
        ("minecraft", "resourcepack"),
        ("modloader", "mod"),
        ("neoforge", "mod", "modpack"),
        ("optifine", "shader"),
        ("paper", "mod", "plugin"),
        ("purpur", "mod", "plugin"),
        ("quilt", "mod", "modpack"),
        ("rift", "mod"),
        ("spigot", "mod", "plugin"),
        ("sponge", "mod", "plugin"),
        ("vanilla", "shader"),
        ("velocity", "mod", "plugin"),
        ("waterfall", "mod", "plugin"),
    )
)

_CATEGORIES: tuple[tuple[str, str, str], ...] = (
    (
        "mod",
        "categories",
        (
            "adventure cursed decoration economy equipment food game-mechanics library magic management minigame "
            "mobs optimization social storage technology transportation utility worldgen"
        ),
    ),
    (
        "modpack",
        "categories",
        "adventure challenging combat kitchen-sink lightweight magic multiplayer optimization quests technology",
    ),
    (
        "resourcepack",
        "categories",
        "combat cursed decoration modded realistic simplistic themed tweaks utility vanilla-like",
    ),
    (
        "resourcepack",
        "features",
        "audio blocks core-shaders entities environment equipment fonts gui items locale models",
    ),
    ("resourcepack", "resolutions", "8x- 16x 32x 48x 64x 128x 256x 512x+"),
    ("shader", "categories", "cartoon cursed fantasy realistic semi-realistic vanilla-like"),
    (
        "shader",
        "features",
        "atmosphere bloom colored-lighting foliage path-tracing pbr reflections shadows",
    ),
    ("shader", "performance impact", "high low medium potato screenshot"),
)

CATEGORIES = tuple(
    CategoryTag(
        name,
        project_type,
        header,
        CATEGORY_ICONS.get(name, "" if header == "resolutions" else CATEGORY_ICONS["*"]),
    )
    for project_type, header, names in _CATEGORIES
    for name in names.split()
)

LICENCES = (
    Licence("MIT", "MIT License", "mit", open_source=True),
    Licence("Apache-2.0", "Apache License 2.0", "apache", open_source=True),
    Licence("LGPL-3.0-only", "GNU Lesser General Public License v3.0 only", "lgpl-3", open_source=True),
    Licence("GPL-3.0-or-later", "GNU General Public License v3.0 or later", "gpl-3", open_source=True),
    Licence("MPL-2.0", "Mozilla Public License 2.0", "mpl", open_source=True),
    Licence("CC0-1.0", "Creative Commons Zero v1.0 Universal", "cc0", open_source=True),
    Licence("BSD-3-Clause", 'BSD 3-Clause "New" or "Revised" License', "bsd-3-clause", open_source=True),
    Licence("LicenseRef-All-Rights-Reserved", "", "arr", open_source=False),
    Licence(
        "LicenseRef-Custom",
        "",
        "custom",
        open_source=False,
        url="https://licences.example.invalid/custom.txt",
    ),
)

DONATION_PLATFORMS = (
    ("patreon", "Patreon"),
    ("bmac", "Buy Me A Coffee"),
    ("paypal", "PayPal"),
    ("github", "GitHub Sponsors"),
    ("ko-fi", "Ko-fi"),
    ("other", "Other"),
)
REPORT_TYPES = ("spam", "copyright", "inappropriate", "malicious", "name-squatting", "other")
PROJECT_TYPES = ("mod", "modpack", "resourcepack", "shader", "datapack", "plugin", "project")
SIDE_TYPES = ("required", "optional", "unsupported", "unknown")

LICENCE_BODY = """{name}

This is a short text of the local catalogue that stands in for the licence "{id}".

Permission is granted to use, copy and change the software that names this licence, on the terms that the
licence itself states. The software comes as it is, without warranty of any kind.
"""
