"""The lock file's decisions: whatever a folder and a lock hold, the plan between them makes one the other."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from domain_values import instance, mod, sha1, version
from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library, ModFile
from modstead.domain.lock_file import (
    Difference,
    DifferenceKind,
    LockedFile,
    LockedSource,
    LockFile,
    differences,
    locked_file,
)
from modstead.domain.lock_plan import Means, plan_lock
from modstead.domain.plan import Download, Kept, NoteKind, Operation, OperationKind, PlanKind
from modstead.domain.policies import FolderPolicies, Policy
from modstead.domain.version import Channel, Hashes

MODS = "mods"


def safe(_name: str) -> str | None:
    return None


ANYTHING = Means(safe)


def content(number: int) -> Hashes:
    return Hashes(sha1(str(number)), f"{number:0128x}")


def locked(
    name: str, number: int, *, enabled: bool = True, project: str = "", source: bool = True
) -> LockedFile:
    said = (
        LockedSource(
            "modrinth", project, project.lower(), f"{project}-{number}", f"{number}", f"https://x/{name}"
        )
        if source
        else None
    )
    return LockedFile(MODS, name, enabled, 1000 + number, content(number), said)


def present(file: LockedFile) -> InstalledMod:
    return InstalledMod(ModFile(file.file_name, file.size, 1, file.hashes.sha1))


def folder(*files: LockedFile) -> Library:
    return Library(instance(), tuple(present(file) for file in files))


def now(library: Library) -> LockFile:
    files = (locked_file(item, MODS) for item in library.mods)
    return LockFile(sections=(MODS,), files=tuple(sorted(files, key=lambda item: item.order)))


def lock(*files: LockedFile, **setup: str) -> LockFile:
    return LockFile(**setup, sections=(MODS,), files=files)


def carried_out(library: Library, operations: tuple[Operation, ...]) -> Library:
    """What the transaction makes of the folder, as it is held to elsewhere."""
    files = {item.file.name: item for item in library.mods}
    leaving = [operation.before.name for operation in operations if operation.before]
    for name in leaving:
        del files[name]
    for operation in operations:
        after = operation.after
        if after:
            assert after.name not in files
            files[after.name] = InstalledMod(ModFile(after.name, after.size, 1, after.sha1))
    return Library(library.instance, tuple(files.values()))


names = st.sampled_from([f"{letter}.jar" for letter in "abcdef"])
projects = st.sampled_from(["", "AAAA", "BBBB", "CCCC"])
files = st.builds(locked, names, st.integers(0, 5), enabled=st.booleans(), project=projects)
states = st.lists(files, max_size=6, unique_by=lambda file: file.file_name).map(tuple)


@given(states)
def test_a_folder_is_what_its_own_lock_says(state: tuple[LockedFile, ...]) -> None:
    library = folder(*state)
    assert not differences(lock(*state), now(library))
    assert plan_lock(library, state, ANYTHING).operations == ()
    assert plan_lock(library, now(library).files, ANYTHING).operations == ()


@given(states, states)
def test_the_plan_makes_the_folder_what_the_lock_says(
    wanted: tuple[LockedFile, ...], state: tuple[LockedFile, ...]
) -> None:
    library = folder(*state)
    plan = plan_lock(library, wanted, ANYTHING)
    assert not plan.notes
    after = carried_out(library, plan.operations)
    assert not differences(lock(*wanted), now(after))
    befores = [operation.before.name for operation in plan.operations if operation.before]
    assert len(befores) == len(set(befores))


@given(states, states)
def test_nothing_is_fetched_that_is_there(
    wanted: tuple[LockedFile, ...], state: tuple[LockedFile, ...]
) -> None:
    plan = plan_lock(folder(*state), wanted, ANYTHING)
    for operation in plan.operations:
        if operation.before and operation.after and operation.before.sha1 == operation.after.sha1:
            assert operation.source is None
        elif operation.after:
            assert isinstance(operation.source, Download)


@given(states, states)
def test_differences_lead_both_ways(one: tuple[LockedFile, ...], other: tuple[LockedFile, ...]) -> None:
    there, back = differences(lock(*one), lock(*other)).files, differences(lock(*other), lock(*one)).files
    assert bool(there) == bool(back)
    added = [item for item in there if item.kind is DifferenceKind.ADDED]
    removed = [item for item in back if item.kind is DifferenceKind.REMOVED]
    assert len(added) == len(removed)


def kinds(found: tuple[Difference, ...]) -> list[tuple[DifferenceKind, str]]:
    return [(item.kind, item.file.name) for item in found]


def test_each_difference_has_its_own_word() -> None:
    old = lock(
        locked("same.jar", 1),
        locked("toggled.jar", 2),
        locked("old-name.jar", 3),
        locked("gone.jar", 4),
        locked("thing-1.jar", 5, project="AAAA"),
    )
    new = lock(
        locked("same.jar", 1),
        locked("toggled.jar", 2, enabled=False),
        locked("new-name.jar", 3),
        locked("thing-2.jar", 6, project="AAAA"),
        locked("extra.jar", 7),
    )
    assert kinds(differences(old, new).files) == [
        (DifferenceKind.ADDED, "extra.jar"),
        (DifferenceKind.REMOVED, "gone.jar"),
        (DifferenceKind.RENAMED, "new-name.jar"),
        (DifferenceKind.CHANGED, "thing-2.jar"),
        (DifferenceKind.DISABLED, "toggled.jar"),
    ]


def test_another_setup_is_told_only_where_both_are_known() -> None:
    old, new = lock(loader="neoforge", game_version="1.21.4"), lock(loader="fabric", game_version="1.21.5")
    assert differences(old, new).setup == (
        "The lock file is for NeoForge; this is Fabric.",
        "The lock file is for Minecraft 1.21.4; this is Minecraft 1.21.5.",
    )
    assert not differences(old, lock())
    assert not differences(lock(), new)


def test_policies_differ_only_where_the_lock_has_some() -> None:
    said = FolderPolicies(Policy(channel=Channel.BETA))
    with_some = LockFile(sections=(MODS,), policies=((MODS, said),))
    assert differences(with_some, lock()).policies == (MODS,)
    assert not differences(lock(), with_some)
    assert not differences(with_some, with_some)


def test_a_local_file_that_is_gone_is_not_available() -> None:
    local = locked("mine.jar", 1, source=False)
    plan = plan_lock(folder(), [local], ANYTHING)
    assert plan.operations == ()
    (note,) = plan.notes
    assert (note.kind, note.subject) == (NoteKind.UNRESOLVED, "mine.jar")


def test_kept_bytes_need_no_platform() -> None:
    local, published = locked("mine.jar", 1, source=False), locked("theirs.jar", 2)
    means = Means(safe, kept=frozenset({local.hashes.sha512, published.hashes.sha512}))
    plan = plan_lock(folder(), [local, published], means)
    assert [operation.source for operation in plan.operations] == [
        Kept(local.size, local.hashes),
        Kept(published.size, published.hashes),
    ]
    assert plan.kind is PlanKind.INSTALL


def test_what_lies_in_the_place_of_an_unavailable_file_stays() -> None:
    plan = plan_lock(folder(locked("mine.jar", 2)), [locked("mine.jar", 1, source=False)], ANYTHING)
    assert plan.operations == ()
    assert plan.needs_a_look


def test_an_unsafe_name_is_not_written() -> None:
    means = Means(lambda name: f"{name} is unsafe." if name.startswith("con.") else None)
    plan = plan_lock(folder(), [locked("con.jar", 1)], means)
    assert plan.operations == ()
    assert "unsafe" in plan.notes[0].text


def test_two_names_that_differ_by_case_alone_are_not_both_written() -> None:
    plan = plan_lock(folder(), [locked("a.jar", 1), locked("A.jar", 2)], ANYTHING)
    assert [operation.file_name for operation in plan.operations] == ["a.jar"]
    assert [note.subject for note in plan.notes] == ["A.jar"]


def test_a_known_version_is_named_with_where_it_comes_from() -> None:
    known = mod(version("AAAA", "1.0.0"), enabled=False)
    file = locked_file(known, MODS)
    assert file.source == LockedSource(
        "modrinth", "AAAA", "aaaa", "AAAA-1.0.0", "1.0.0", "https://cdn.example/aaaa-1.0.0.jar"
    )
    assert (file.name, file.file_name) == ("aaaa-1.0.0.jar", "aaaa-1.0.0.jar" + DISABLED_SUFFIX)


def test_an_update_says_from_what_to_what() -> None:
    old = mod(version("AAAA", "1.0.0"))
    new = locked("aaaa-2.0.0.jar", 2, project="AAAA")
    (operation,) = plan_lock(Library(instance(), (old,)), [new], ANYTHING).operations
    assert operation.kind is OperationKind.UPDATE
    assert (operation.from_version_number, operation.version_number) == ("1.0.0", "2")
    assert operation.before
    assert operation.before.name == "aaaa-1.0.0.jar"
    assert operation.title == "Project AAAA"
    assert operation.origin
    assert Path(operation.origin.url).name == "aaaa-2.0.0.jar"


def test_what_the_platform_knows_counts_for_more_than_what_the_lock_claims() -> None:
    real = version("BBBB", "3.0.0")
    file = real.files[0]
    claimed = LockedSource("modrinth", "AAAA", "aaaa", "v9", "9", "https://cdn.example/other.jar")
    wanted = LockedFile(MODS, "lovely.jar", True, file.size, file.hashes, claimed)
    means = Means(safe, versions={file.hashes.sha1: real}, titles={"AAAA": "Lovely", "BBBB": "Dreadful"})
    plan = plan_lock(folder(), [wanted], means)
    (operation,) = plan.operations
    assert operation.project
    assert (operation.title, operation.project.project_id) == ("Dreadful", "BBBB")
    assert (operation.version_id, operation.version_number) == (real.id, "3.0.0")
    assert operation.source == Download(file.url, file.size, file.hashes)
    assert [note.kind for note in plan.notes] == [NoteKind.CONFLICT]


def test_a_claim_that_nobody_confirms_gives_no_title() -> None:
    means = Means(safe, titles={"AAAA": "Lovely"})
    (operation,) = plan_lock(folder(), [locked("a.jar", 1, project="AAAA")], means).operations
    assert operation.title == "a.jar"


def test_a_local_file_that_the_platform_knows_by_now_can_be_had() -> None:
    real = version("BBBB", "3.0.0")
    file = real.files[0]
    wanted = LockedFile(MODS, "mine.jar", True, file.size, file.hashes)
    plan = plan_lock(folder(), [wanted], Means(safe, versions={file.hashes.sha1: real}))
    assert [operation.source for operation in plan.operations] == [Download(file.url, file.size, file.hashes)]
    assert plan.notes == ()
