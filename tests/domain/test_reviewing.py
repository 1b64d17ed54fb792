"""Which plans are carried out as soon as they are asked for."""

from dataclasses import replace

import pytest

from domain_values import START, instance, library, mod, version
from modstead.domain.changes import install_operation, plan_enable, plan_remove, replace_operation
from modstead.domain.plan import Note, NoteKind, Operation, Plan, PlanKind
from modstead.domain.reviewing import followed, gone_since, speaks_for_itself

A, B = mod(version("AAAA")), mod(version("BBBB"))
BOTH = library(A, B)


def newer(of: str = "AAAA") -> Operation:
    offered = version(of, "2.0", day=5)
    return replace_operation(A, offered, offered.files[0], None, "asked for")


def plan(*operations: Operation, kind: PlanKind = PlanKind.UPDATE, notes: tuple[Note, ...] = ()) -> Plan:
    return Plan(instance(), kind, operations, notes)


ALONG = replace(newer("CCCC"), required_by=("AAAA",))
OLDER = replace(newer(), published=START, from_published=START.replace(year=START.year + 1))
AGAINST = Note(NoteKind.CONFLICT, "A", "A needs B.")
HELD = Note(NoteKind.HELD_BACK, "A", "Pinned.")
TOLD = Note(NoteKind.INFO, "A", "No release fits.")


@pytest.mark.parametrize(
    ("asked", "at_once"),
    [
        (plan(newer()), True),
        (plan(newer(), notes=(TOLD,)), True),
        (plan_enable(BOTH, {A.file.name}, enabled=False), True),
        (plan_remove(BOTH, {A.file.name}), True),
        (plan_remove(BOTH, {A.file.name, B.file.name}), False),
        (plan(newer(), ALONG, kind=PlanKind.INSTALL), False),
        (plan(OLDER, kind=PlanKind.INSTALL), False),
        (plan(newer(), notes=(AGAINST,)), False),
        (plan(newer(), notes=(HELD,)), False),
        (plan(newer(), newer("BBBB"), kind=PlanKind.ADD), True),
        (plan(newer(), ALONG, kind=PlanKind.ADD), False),
        (plan(OLDER, newer("BBBB"), kind=PlanKind.UNDO), True),
        (plan(OLDER, kind=PlanKind.UNDO, notes=(AGAINST,)), False),
    ],
)
def test_only_what_was_asked_for_by_name_happens_at_once(asked: Plan, at_once: bool) -> None:
    assert speaks_for_itself(asked) is at_once


def test_a_plan_that_does_nothing_is_not_carried_out() -> None:
    assert not speaks_for_itself(replace(plan(newer()), operations=()))


def test_of_a_plan_is_left_what_still_holds() -> None:
    asked = plan_remove(BOTH, {A.file.name, B.file.name})
    changed = replace(A, file=replace(A.file, sha1="other"))
    assert gone_since(BOTH, library(changed, B)) == {A.file.name}
    assert gone_since(BOTH, library(B)) == {A.file.name}
    for now in (library(changed, B), library(B)):
        left, titles = followed(asked, BOTH, now)
        assert [operation.file_name for operation in left.operations] == [B.file.name]
        assert titles == (A.title,)
    assert followed(asked, BOTH, BOTH) == (asked, ())


def test_what_has_come_meanwhile_is_not_brought_again() -> None:
    new = version("CCCC")
    bring = plan(install_operation(new, new.files[0], None, "asked for"), newer(), kind=PlanKind.INSTALL)
    left, titles = followed(bring, BOTH, library(A, B, mod(new)))
    assert (left.operations, titles) == (bring.operations[1:], (bring.operations[0].title,))
