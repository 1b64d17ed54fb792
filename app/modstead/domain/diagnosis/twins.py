"""The same mod twice, of which one has to go."""

import re
from collections.abc import Iterable, Mapping
from functools import cmp_to_key

from modstead.domain.diagnosis.files import leave
from modstead.domain.instance import InstalledMod, Instance
from modstead.domain.loading import loaded_manifests
from modstead.domain.problems import Problem, ProblemKind, RemedyKind
from modstead.domain.ranges import flexver, semver
from modstead.domain.version_numbers import bare_number

# What a manifest says that nobody filled in.
_NOBODYS = frozenset({"", "examplemod", "example_mod", "modid", "${modid}", "${mod_id}"})

# How browsers and file managers name a second copy.
_COPIED = re.compile(r" ?\(\d+\)\.|\bcopy\b|\bkopie\b|_copy", re.IGNORECASE)


def newer_twins(mods: Iterable[InstalledMod], instance: Instance) -> Mapping[str, InstalledMod]:
    """For each enabled file that a newer one of the same mod makes needless: that newer one.

    Files are of the same mod where the loader reads the same ID in both, or, where it reads none in one of them, where
    they are of the same project. A project may well publish several mods.
    """
    by_id: dict[str, list[InstalledMod]] = {}
    by_project: dict[str, list[InstalledMod]] = {}
    without_id: set[str] = set()
    for mod in mods:
        if not mod.file.enabled:
            continue
        ids = own_ids(mod, instance)
        for mod_id in ids:
            by_id.setdefault(mod_id, []).append(mod)
        if not ids:
            without_id.add(mod.file.name)
        if mod.project_id:
            by_project.setdefault(mod.project_id, []).append(mod)
    alike = [group for group in by_project.values() if any(mod.file.name in without_id for mod in group)]
    found: dict[str, InstalledMod] = {}
    for group in (*by_id.values(), *alike):
        if len(group) > 1:
            newest = max(group, key=cmp_to_key(_compare_ages))
            found |= {mod.file.name: newest for mod in group if mod is not newest}
    return found


def own_ids(mod: InstalledMod, instance: Instance) -> frozenset[str]:
    """The IDs under which the loader knows the file itself."""
    return frozenset([manifest.id for manifest in loaded_manifests(mod.manifests, instance)]) - _NOBODYS


def twin_problem(older: InstalledMod, newer: InstalledMod) -> Problem:
    """Names the older one, which is the one to go."""
    here = "The same mod is here twice:"
    old, new = older.file.name, newer.file.name
    first, second = _numbers(older, newer)
    called = f"{older.title} {first}"
    if older.file.sha1 and older.file.sha1 == newer.file.sha1:
        detail, called = f"It is the same file as {new}.", old
    elif not (first and second):
        detail, called = f"{here} {old} is older than {new}.", old
    elif first == second:
        detail, called = f"{here} {old} and {new} are both {first}.", old
    else:
        detail = f"{here} {old} is {first}, and {new} is {second}, which is newer."
    remedies = leave(older, RemedyKind.REMOVE, RemedyKind.DISABLE, called=called)
    return Problem(ProblemKind.DUPLICATE, old, older.title, detail, remedies, (new,))


def _numbers(older: InstalledMod, newer: InstalledMod) -> tuple[str, str]:
    """Without what published numbers name beside the mod's own version, where that tells the two apart."""
    first, second = (
        bare_number(mod.version_number, mod.version.game_versions if mod.version else ())
        for mod in (older, newer)
    )
    return (first, second) if first != second else (older.version_number, newer.version_number)


def _compare_ages(one: InstalledMod, two: InstalledMod) -> int:
    """By date of publication where both have one, else by version; one order for all, so that one always stays."""
    first, second = (mod.version.published if mod.version else None for mod in (one, two))
    if first and second and first != second:
        return -1 if first < second else 1
    sign = _compare_numbers(one.version_number, two.version_number)
    if sign:
        return sign
    same = bool(one.file.sha1) and one.file.sha1 == two.file.sha1
    left, right = ((*_standing(mod), 0 if same else mod.file.mtime_ns, _by_name(mod)) for mod in (one, two))
    return (left > right) - (left < right)


def _standing(mod: InstalledMod) -> tuple[bool, bool]:
    """Higher for the name that the platform published, and for one that does not look like a copy's."""
    name = mod.file.jar_name
    published = {file.filename for file in mod.version.files} if mod.version else set[str]()
    return name in published, not _COPIED.search(name)


def _by_name(mod: InstalledMod) -> tuple[int, str]:
    """Higher for the shorter name."""
    return -len(mod.file.jar_name), mod.file.name


def _compare_numbers(one: str, two: str) -> int:
    first, second = semver.parse(one), semver.parse(two)
    if first and second:
        return first.compare(second)
    return flexver.compare(one, two)
