"""What creators publish, as fields with values, and the difference between what is there and what is wanted.

A project, a version, a picture of a gallery and a member of a team are all told in this form, whatever the platform.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from modstead.errors import FieldRefused

Value = str | bool | tuple[str, ...]
"""A text, a yes or no, or names in their order."""

Content = Mapping[str, Value]
"""Values by the names of their fields."""

DEPENDENCIES = "dependencies"
"""The field of a version whose values are lines as `domain.dependency_lines` has them."""

SUBMITTABLE = frozenset({"draft", "rejected", "withheld"})
"""The statuses of projects that moderators may be asked to look at."""

_ONCE_APPROVED = {
    "unlisted": "Once it is approved, it is there for whoever has its address, and no search finds it.",
    "private": "Once it is approved, only its team sees it.",
    "archived": "Once it is approved, it is there for everybody, as archived.",
    "draft": "Once it is approved, it stays a draft.",
}
_CONTEXT_LINES = 2
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 39
_NAMED_AT_MOST = 8


class FieldKind(StrEnum):
    LINE = "line"
    TEXT = "text"
    """Markdown of any length."""
    LINK = "link"
    CHOICE = "choice"
    NAMES = "names"
    FLAG = "flag"

    @property
    def empty(self) -> Value:
        match self:
            case FieldKind.NAMES:
                return ()
            case FieldKind.FLAG:
                return False
            case _:
                return ""


class Section(StrEnum):
    DETAILS = "Details"
    DESCRIPTION = "Description"
    LINKS = "Links"
    LICENSE = "Licence"
    CATEGORIES = "Categories"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that may be said. `name` is the platform's own, which its refusals name too.

    `choices` are all that a choice or a name may be; empty where anything may. `most` is the number of characters, or
    of names, that the platform takes; None where it states none. `starts` are the words that each of its names may
    begin with; empty where any may.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    section: Section = Section.DETAILS
    choices: tuple[str, ...] = ()
    most: int | None = None
    hint: str = ""
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A field that is to be different."""

    field: str
    label: str
    old: Value
    new: Value

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The change line by line: each with "-" where it goes, "+" where it comes, and " " where it stays."""
        old, new = _lines(self.old), _lines(self.new)
        if isinstance(self.old, tuple):
            gone = [("-", line) for line in old if line not in new]
            come = [("+", line) for line in new if line not in old]
            return (*gone, *come) or (("-", ", ".join(old)), ("+", ", ".join(new)))
        found = difflib.unified_diff(old, new, n=_CONTEXT_LINES, lineterm="")
        # The first two lines name the files that are compared.
        told = [line for number, line in enumerate(found) if number >= 2]
        return tuple(("…", "") if line.startswith("@@") else (line[0], line[1:]) for line in told[1:])


def differences(fields: Iterable[Field], there: Content, wanted: Content) -> tuple[Change, ...]:
    """What carrying out `wanted` would change, in the order of the fields. Fields that it leaves out stay."""
    found = []
    for field in fields:
        if field.name not in wanted:
            continue
        old = there.get(field.name, field.kind.empty)
        new = wanted[field.name]
        if _plain(old) != _plain(new):
            found.append(Change(field.name, field.label, old, new))
    return tuple(found)


def wanted_of(changes: Iterable[Change]) -> dict[str, Value]:
    """The new values alone, as they are sent."""
    return {change.field: change.new for change in changes}


def outside_choices(fields: Iterable[Field], wanted: Content) -> tuple[FieldRefused, ...]:
    """The fields whose values are none of those that the platform names."""
    found = []
    for field in fields:
        value = wanted.get(field.name)
        choices = field.choices or field.starts
        if value is None or not choices or isinstance(value, bool):
            continue
        names = (value,) if isinstance(value, str) else value
        if field.starts:
            names = tuple(name.partition(" ")[0] for name in names)
        unknown = next((name for name in names if name not in choices and name), None)
        if unknown is not None:
            title = f"{field.label}: {unknown[:40]!r} is not one of them."
            found.append(FieldRefused(title, _alike(unknown, choices), field=field.name))
    return tuple(found)


def known(fields: Iterable[Field], wanted: Iterable[str]) -> None:
    """Raises FieldRefused for a name that is no field's."""
    names = [field.name for field in fields]
    for name in wanted:
        if name not in names:
            raise FieldRefused(
                f"{name[:40]!r} is nothing that can be said here.",
                f"There are: {', '.join(names)}.",
                field=name,
            )


def by_field(found: Iterable[FieldRefused]) -> dict[str, FieldRefused]:
    """The first for each field; within a list its item counts for the whole."""
    refused: dict[str, FieldRefused] = {}
    for error in found:
        refused.setdefault(error.field.partition(".")[0], error)
    return refused


def refuse_first(problems: Mapping[str, FieldRefused]) -> None:
    """Raises the first, if there is any."""
    for error in problems.values():
        raise error


def worded(error: FieldRefused, field: Field) -> FieldRefused:
    """The refusal with the field called as people call it, where it names it as the platform does."""
    words, label = field.name.replace("_", " "), f"{field.label[:1].lower()}{field.label[1:]}"
    title = error.title
    if title.startswith(f"The {words} "):
        title = f"The {label} {title.removeprefix(f'The {words} ')}"
    else:
        title = title.replace(f" in {words} ", f" in {label} ", 1)
    return FieldRefused(title, error.detail, field=error.field, remedy=error.remedy)


def worded_all(found: Iterable[FieldRefused], fields: Iterable[Field]) -> tuple[FieldRefused, ...]:
    """The same for refusals of several fields, as far as these are known."""
    named = {field.name: field for field in fields}
    return tuple(
        worded(error, named[name]) if (name := error.field.partition(".")[0]) in named else error
        for error in found
    )


def once_approved(content: Content) -> str:
    """What becomes of a project, of which this is said, when moderators approve it; a sentence."""
    wanted = content.get("requested_status") or content.get("visibility") or ""
    return _ONCE_APPROVED.get(str(wanted), "Once it is approved, it is there for everybody.")


def slug_of(title: str) -> str:
    """What a slug is usually made of a title."""
    return _NOT_IN_SLUGS.sub("-", title.lower().replace("'", "")).strip("-")[:_LONGEST_SLUG]


class BulkWay(StrEnum):
    """How the same change is made to each of several projects."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class BulkStep:
    field: str
    way: BulkWay
    value: Value


def after_bulk(there: Content, steps: Iterable[BulkStep]) -> dict[str, Value]:
    """What the fields that the steps name are after them."""
    after: dict[str, Value] = {}
    for step in steps:
        now = after.get(step.field, there.get(step.field, ()))
        if step.way is BulkWay.SET or isinstance(step.value, str | bool) or isinstance(now, str | bool):
            after[step.field] = step.value
        elif step.way is BulkWay.ADD:
            after[step.field] = tuple(dict.fromkeys((*now, *step.value)))
        else:
            after[step.field] = tuple(name for name in now if name not in step.value)
    return after


def _plain(value: Value) -> Value:
    """Texts are the same whatever ends their lines."""
    return "\n".join(value.splitlines()) if isinstance(value, str) else value


def _lines(value: Value) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return value.splitlines() if isinstance(value, str) else list(value)


def _alike(name: str, choices: Sequence[str]) -> str:
    """What was perhaps meant, else all there is, else how much there is."""
    close = difflib.get_close_matches(name.lower(), choices, n=3)
    if close:
        return f"Perhaps {' or '.join(close)}?"
    if len(choices) <= _NAMED_AT_MOST:
        return f"There are: {', '.join(choices)}."
    return f"There are {len(choices)}, such as {', '.join(choices[:_NAMED_AT_MOST])}."
