"""What would be wrong in a folder after a plan that is not wrong in it now."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from modstead.domain.changes import state_of
from modstead.domain.instance import (
    IdentifiedBy,
    InstalledMod,
    Instance,
    Library,
    Loader,
    Manifest,
    ManifestKind,
    ManifestReading,
    ModFile,
    Relation,
    RelationKind,
)
from modstead.domain.plan import Download, FileState, Operation, OperationKind
from modstead.domain.preflight import Arrival, new_problems, of_new_files, outlook
from modstead.domain.problems import ProblemKind
from modstead.domain.version import Hashes

INSTANCE = Instance(Path("/game/mods"), "Meadow", "", Loader.FABRIC, "", "1.21.4")


def manifest(mod_id: str, version: str, **needs: str) -> Manifest:
    relations = tuple(Relation(RelationKind.DEPENDS, name, (ranges,)) for name, ranges in needs.items())
    return Manifest(ManifestKind.FABRIC, mod_id, version, mod_id.title(), relations=relations)


def mod(said: Manifest, *, enabled: bool = True) -> InstalledMod:
    name = f"{said.id}-{said.version}.jar" + ("" if enabled else ".disabled")
    return InstalledMod(ModFile(name, 1, 0, f"{said.id} {said.version}"), IdentifiedBy.MANIFEST, (said,))


def update(old: InstalledMod, said: Manifest) -> tuple[Operation, Mapping[str, Arrival]]:
    after = FileState(f"{said.id}-{said.version}.jar", 1, f"{said.id} {said.version}")
    source = Download("https://files.invalid/x.jar", 1, Hashes(after.sha1))
    operation = Operation(OperationKind.UPDATE, state_of(old.file), after, source, title=said.id.title())
    return operation, {after.sha1: Arrival(ManifestReading((said,)))}


def test_the_picture_has_what_comes_and_lacks_what_goes() -> None:
    ash, birch, cedar = mod(manifest("ash", "1")), mod(manifest("birch", "1")), mod(manifest("cedar", "1"))
    newer, arrivals = update(ash, manifest("ash", "2"))
    gone = Operation(OperationKind.REMOVE, state_of(birch.file), None)
    asleep = FileState(f"{cedar.file.name}.disabled", 1, cedar.file.sha1)
    off = Operation(OperationKind.DISABLE, state_of(cedar.file), asleep)
    picture = outlook(Library(INSTANCE, (ash, birch, cedar)), (newer, gone, off), arrivals)
    assert {item.file.name: item.version_number for item in picture.mods} == {
        "ash-2.jar": "2",
        "cedar-1.jar.disabled": "1",
    }


def test_a_new_version_that_does_not_meet_a_need_is_a_new_problem() -> None:
    ash, birch = mod(manifest("ash", "1.0.0")), mod(manifest("birch", "1.0.0", ash="<2"))
    operation, arrivals = update(ash, manifest("ash", "2.0.0"))
    (problem,) = new_problems(Library(INSTANCE, (ash, birch)), (operation,), arrivals)
    assert (problem.kind, problem.title) == (ProblemKind.WRONG_VERSION, "Birch")


def test_what_is_wrong_in_another_way_already_is_no_new_problem() -> None:
    ash, birch = mod(manifest("ash", "1.0.0")), mod(manifest("birch", "1.0.0", ash=">=3"))
    operation, arrivals = update(ash, manifest("ash", "2.0.0"))
    assert new_problems(Library(INSTANCE, (ash, birch)), (operation,), arrivals) == ()


def test_a_disabled_file_is_no_problem() -> None:
    ash = mod(manifest("ash", "1.0.0"), enabled=False)
    operation, arrivals = update(ash, manifest("ash", "2.0.0", nowhere="*"))
    assert operation.after
    asleep = replace(operation, after=replace(operation.after, name=f"{operation.after.name}.disabled"))
    assert new_problems(Library(INSTANCE, (ash,)), (asleep,), arrivals) == ()


def test_a_file_for_another_game_is_found_when_the_folder_moves() -> None:
    ash = mod(manifest("ash", "1.0.0", minecraft="1.21.4"))
    left_behind = mod(manifest("birch", "1.0.0", minecraft="1.21.4"))
    operation, arrivals = update(ash, manifest("ash", "2.0.0", minecraft="1.21.5"))
    now = Library(INSTANCE, (ash, left_behind))
    for game_version, kinds in (("1.21.5", []), ("1.21.6", [ProblemKind.WRONG_GAME_VERSION])):
        later = replace(now, instance=replace(INSTANCE, game_version=game_version))
        everything = new_problems(later, (operation,), arrivals, now=now)
        assert "Birch" in {problem.title for problem in everything}
        found = of_new_files(everything, later, (operation,))
        assert [problem.kind for problem in found] == kinds
