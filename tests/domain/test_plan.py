from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain_values import instance, library, mod, needs, project, refuses, version
from modstead.domain.changes import (
    conflicts,
    install_operation,
    plan_enable,
    plan_remove,
    replace_operation,
)
from modstead.domain.plan import Kept, NoteKind, Operation, OperationKind, Plan, PlanKind
from modstead.domain.version import Version


def install(of: Version, required_by: tuple[str, ...] = ()) -> Operation:
    return install_operation(of, of.files[0], project(of.project_id), "asked for", required_by=required_by)


def test_removing_names_what_still_needs_it() -> None:
    api, user = mod(version("API")), mod(version("USER", dependencies=(needs("API"),)))
    plan = plan_remove(library(api, user), [api.file.name])
    assert [operation.kind for operation in plan.operations] == [OperationKind.REMOVE]
    assert [note.text for note in plan.notes] == ["Project USER needs Project API."]
    assert plan_remove(library(api, user), [api.file.name, user.file.name]).notes == ()


def test_removing_one_of_two_files_of_a_mod_leaves_nobody_wanting() -> None:
    old, new = mod(version("API", "1.0")), mod(version("API", "2.0"))
    user = mod(version("USER", dependencies=(needs("API"),)))
    assert plan_remove(library(old, new, user), [old.file.name]).notes == ()
    assert len(plan_remove(library(old, new, user), [old.file.name, new.file.name]).notes) == 2


def test_a_disabled_mod_needs_nothing() -> None:
    api, user = mod(version("API")), mod(version("USER", dependencies=(needs("API"),)), enabled=False)
    assert plan_remove(library(api, user), [api.file.name]).notes == ()


def test_enabling_only_renames_and_leaves_out_what_is_enabled() -> None:
    off, on = mod(version("OFF"), enabled=False), mod(version("ON"))
    plan = plan_enable(library(off, on), [off.file.name, on.file.name], enabled=True)
    (operation,) = plan.operations
    assert operation.before is not None
    assert operation.after is not None
    assert operation.after.name == operation.before.name.removesuffix(".disabled")
    assert operation.after.sha1 == operation.before.sha1
    assert operation.source is None


def test_a_disabled_mod_stays_disabled_when_it_is_replaced() -> None:
    new = version(number="2.0")
    operation = replace_operation(mod(version(), enabled=False), new, new.files[0], project(), "")
    assert operation.after is not None
    assert operation.after.name == "aaaa-2.0.jar.disabled"


def test_conflicts_are_found_in_both_directions_and_once() -> None:
    chosen = version("NEW", dependencies=(refuses("OLD"),))
    staying = mod(version("OLD", dependencies=(refuses("NEW"),)))
    bystander = mod(version("CALM"))
    found = conflicts((chosen,), library(staying, bystander), {"NEW": "New One"})
    assert [note.kind for note in found] == [NoteKind.CONFLICT]
    assert "New One" in found[0].text or "Project OLD" in found[0].text


def test_a_disabled_mod_conflicts_with_nothing() -> None:
    staying = mod(version("OLD", dependencies=(refuses("NEW"),)), enabled=False)
    assert conflicts((version("NEW"),), library(staying), {}) == ()


def test_the_inverse_of_an_update_restores_kept_bytes() -> None:
    new = version(number="2.0")
    done = replace_operation(mod(version()), new, new.files[0], project(), "newer version")
    back = done.inverse()
    assert (back.before, back.after) == (done.after, done.before)
    assert isinstance(back.source, Kept)
    assert (back.version_number, back.from_version_number) == ("1.0.0", "2.0")


def test_the_inverse_of_enabling_needs_no_bytes() -> None:
    plan = plan_enable(library(mod(version(), enabled=False)), ["aaaa-1.0.0.jar.disabled"], enabled=True)
    back = plan.operations[0].inverse()
    assert back.kind is OperationKind.DISABLE
    assert back.source is None


def test_without_a_dependency_what_needs_it_goes_too_and_what_only_that_needed() -> None:
    top = install(version("TOP"))
    middle = install(version("MIDDLE"), ("TOP",))
    bottom = install(version("BOTTOM"), ("MIDDLE",))
    other = install(version("OTHER"))
    shared = install(version("SHARED"), ("MIDDLE", "OTHER"))
    plan = Plan(instance(), PlanKind.INSTALL, (top, middle, bottom, other, shared))
    left = plan.without([middle.file_name]).operations
    assert left == (other, shared)


ids = st.sampled_from("ABCDEF")


@given(
    edges=st.dictionaries(ids, st.sets(ids, max_size=3), min_size=1),
    dropped=st.sets(ids, max_size=2),
)
def test_what_is_left_of_a_plan_has_all_it_needs(edges: dict[str, set[str]], dropped: set[str]) -> None:
    operations = tuple(
        install(
            version(name), tuple(sorted(asker for asker in edges if name in edges[asker] and asker != name))
        )
        for name in edges
    )
    plan = Plan(instance(), PlanKind.INSTALL, operations)
    left = plan.without([install(version(name)).file_name for name in dropped])
    names = {operation.project.project_id for operation in left.operations if operation.project}
    assert not names & dropped
    for name in names:
        assert not (edges[name] & dropped & edges.keys()) - {name}
        asked_for = not [asker for asker in edges if name in edges[asker] and asker != name]
        assert asked_for or names & {asker for asker in edges if name in edges[asker]}


def test_what_goes_together_is_left_out_together() -> None:
    one, two, three, four = (install(version(name)) for name in ("ONE", "TWO", "THREE", "FOUR"))
    needed = install(version("LIB"), ("TWO",))
    groups = ((one.file_name, two.file_name), (three.file_name, four.file_name))
    plan = Plan(instance(), PlanKind.UPDATE, (one, two, needed, three, four), together=groups)
    assert plan.without([one.file_name]).operations == (three, four)
    assert plan.without([needed.file_name]).operations == (three, four)
    assert plan.without(["another.jar"]) == plan


@given(st.integers(0, 3))
def test_twice_inverted_is_the_same_change(kind: int) -> None:
    new = version(number="2.0")
    one = mod(version())
    made = (
        replace_operation(one, new, new.files[0], project(), ""),
        install(version()),
        plan_remove(library(one), [one.file.name]).operations[0],
        plan_enable(library(one), [one.file.name], enabled=False).operations[0],
    )[kind]
    again = made.inverse().inverse()
    assert (again.kind, again.before, again.after) == (made.kind, made.before, made.after)
    assert replace(again, source=None, reason="").version_number == made.version_number
