"""300 problems in a folder of 1,000 mods: the processor's time from what was scanned to what is wrong, from cold."""

import gc
import time
from collections.abc import Iterator
from dataclasses import replace

from measuring import Row

from domain_values import needs
from folders import breaks, depends, folder, jar, of_project, suggests
from modstead.domain.diagnosis import find_problems
from modstead.domain.graph import Graph
from modstead.domain.instance import InstalledMod, Library, Loader, Manifest, ManifestKind

MODS = 1_000
TROUBLED = 300


def rows() -> Iterator[Row]:
    for loader, kind in ((Loader.FABRIC, ManifestKind.FABRIC), (Loader.NEOFORGE, ManifestKind.NEOFORGE)):
        library = _library(loader, kind)
        gc.collect()
        start = time.process_time()
        found = find_problems(library, Graph.of(library))
        taken = time.process_time() - start
        if len(found) != TROUBLED:
            raise RuntimeError(f"{len(found)} problems instead of {TROUBLED}")
        yield Row(f"{TROUBLED} problems in {MODS} mods for {loader.label}", taken * 1000, 100, " ms")


def _library(loader: Loader, kind: ManifestKind) -> Library:
    mods = [_mod(place, loader, kind) for place in range(MODS)]
    return folder(*mods, loader=loader, loader_version="21.4.30", game_version="1.21.4")


def _mod(place: int, loader: Loader, kind: ManifestKind) -> InstalledMod:
    """Of every ten, one lacks something, one needs another version, and one is for another game version."""
    low, exact = (">={}", "~{}") if kind is ManifestKind.FABRIC else ("[{},)", "[{}]")
    ids = [f"mod_{max(0, place - step)}" for step in (1, 7, 50)]
    relations = [
        depends(mod_id, low.format(f"1.{place % 7}.0")) for mod_id in ids if mod_id != f"mod_{place}"
    ]
    game = "26.1" if place % 10 == 3 else "1.21.4"
    relations += [
        depends("minecraft", exact.format(game)),
        suggests(f"mod_{(place * 31) % MODS}"),
        breaks(f"mod_{(place * 17) % MODS}", low.format("9.0")),
    ]
    if place % 10 == 1:
        relations.append(depends(f"gone_{place}", low.format("1.0")))
    if place % 10 == 2:
        relations.append(depends(f"mod_{(place + 500) % MODS // 10 * 10}", low.format("5.0")))
    nested = tuple(Manifest(kind, f"part_{place}_{part}", "1.0.0") for part in range(3))
    mod = jar(
        f"mod_{place}", *relations, version=f"2.{place % 13}.{place % 5}+1.21.4", kind=kind, nested=nested
    )
    known = of_project(
        mod, f"P{place}", *(needs(f"P{mod_id[4:]}") for mod_id in ids), loaders=(loader.value,)
    )
    assert known.project
    return replace(known, project=replace(known.project, title=f"Mod {place}"))
