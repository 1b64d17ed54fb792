"""What creators publish, as fields with values, and the difference between what is there and what is wanted.

A project, a version, a picture of a gallery and a member of a team are all told in this form, whatever the platform.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from modstead.domain.project import GalleryImage, Member, Project, User
from modstead.domain.version import Dependency, Version
from modstead.domain.version_prefill import Prefill
from modstead.errors import FieldRefused

Value = str | bool | tuple[str, ...]
"""A text, a yes or no, or names in their order."""

Content = Mapping[str, Value]
"""Values by the names of their fields."""

DEPENDENCIES = "dependencies"
"""The field of a version whose values are lines as `domain.dependency_lines` has them."""

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
    of names, that the platform takes; None where it states none.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    section: Section = Section.DETAILS
    choices: tuple[str, ...] = ()
    most: int | None = None
    hint: str = ""


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
        if value is None or not field.choices or isinstance(value, bool):
            continue
        names = (value,) if isinstance(value, str) else value
        unknown = next((name for name in names if name not in field.choices and name), None)
        if unknown is not None:
            title = f"{field.label}: {unknown[:40]!r} is not one of them."
            found.append(FieldRefused(title, _alike(unknown, field.choices), field=field.name))
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
    """The refusal with the field called as people call it, where it begins with the platform's own name."""
    start, label = f"The {field.name.replace('_', ' ')} ", field.label
    if not error.title.startswith(start):
        return error
    title = f"The {label[:1].lower()}{label[1:]} {error.title.removeprefix(start)}"
    return FieldRefused(title, error.detail, field=error.field, remedy=error.remedy)


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


@dataclass(frozen=True, slots=True)
class Published:
    """A project of one's own with what may be said of it."""

    project: Project
    content: Content


@dataclass(frozen=True, slots=True)
class FileBounds:
    """Which files a platform takes: their extensions, without the dot, and at most so many bytes."""

    extensions: tuple[str, ...] = ()
    most: int = 0

    def check(self, path: Path, size: int, field: str) -> None:
        """Raises FieldRefused for a file that the platform would not take."""
        if path.suffix.lower().removeprefix(".") not in self.extensions:
            wanted = f"It must be one of {', '.join(self.extensions)}."
            raise FieldRefused(f"{path.name} has the wrong extension.", wanted, field=field)
        if size == 0:
            raise FieldRefused(f"{path.name} is empty.", field=field)
        if size > self.most:
            most = f"{self.most >> 20} MiB" if self.most >= 1 << 20 else f"{self.most >> 10} KiB"
            raise FieldRefused(f"{path.name} is larger than {most}.", f"It has {size:,} bytes.", field=field)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform takes of files, and the fields that can be changed of several projects at once.

    Where it `names_anything`, a dependency may be on what it does not have itself.
    """

    files: FileBounds
    icons: FileBounds = FileBounds()
    pictures: FileBounds = FileBounds()
    bulk: tuple[str, ...] = ()
    names_anything: bool = False


class Progress(Protocol):
    def __call__(self, sent: int, /) -> None:
        """`sent` bytes of an upload are on their way."""


class Publishing(Protocol):
    """A platform that one can publish on. All that is asked is asked in the name of who is signed in.

    Every `Content` is held against the platform's bounds before anything is sent.

    Raises, from all its methods:
        FieldRefused: a value is out of the platform's bounds; nothing was sent.
        CatalogError: the platform does not do it.
    """

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str:
        """The platform's name for people."""

    @property
    def abilities(self) -> Abilities: ...

    def page(self, project: Project) -> str:
        """The address of the project's page."""

    async def fields(self, project: Project | None) -> tuple[Field, ...]:
        """What may be said of a project; with None of one that is to be made."""

    async def version_fields(self, project: Project) -> tuple[Field, ...]: ...

    def new_project(self) -> Content:
        """What a new project is, as far as nobody says anything else."""

    def refused(self, content: Content, *, new: bool) -> tuple[FieldRefused, ...]:
        """All that the platform would refuse of what is said of a project."""

    def refused_version(self, content: Content, *, new: bool) -> tuple[FieldRefused, ...]: ...

    async def mine(self, user: User) -> tuple[Project, ...]: ...

    async def published(self, id_or_slug: str) -> Published: ...

    async def create(self, user: User, content: Content, icon: Path | None, progress: Progress) -> Project:
        """Make a draft."""

    async def edit(self, project: Project, content: Content) -> None:
        """Change those fields; what is left out stays."""

    async def submit(self, project: Project) -> None:
        """Have the platform's moderators look at a draft."""

    async def delete(self, project: Project) -> None: ...

    async def versions(self, project: Project) -> tuple[Version, ...]:
        """All versions, also those that only the team sees, newest first."""

    def version_content(self, version: Version) -> Content:
        """What is said of a version, but for its dependencies."""

    def new_version(self, project: Project, prefill: Prefill) -> Content:
        """The same of one that is to be made, from what its file says of itself."""

    async def create_version(
        self,
        project: Project,
        content: Content,
        dependencies: Sequence[Dependency],
        files: Sequence[Path],
        progress: Progress,
    ) -> Version:
        """Publish a version; the first of the files is the primary one."""

    async def edit_version(
        self, version: Version, content: Content, dependencies: Sequence[Dependency] | None
    ) -> None:
        """Change those fields; with None the dependencies stay."""

    async def delete_version(self, version: Version) -> None: ...


class Pictures(Protocol):
    """A platform whose projects have icons and galleries."""

    @property
    def picture_fields(self) -> tuple[Field, ...]: ...

    def picture_content(self, picture: GalleryImage) -> Content: ...

    async def set_icon(self, project: Project, icon: Path, progress: Progress) -> None: ...

    async def delete_icon(self, project: Project) -> None: ...

    async def add_picture(
        self, project: Project, picture: Path, content: Content, progress: Progress
    ) -> None: ...

    async def edit_picture(self, project: Project, picture: GalleryImage, content: Content) -> None: ...

    async def delete_picture(self, project: Project, picture: GalleryImage) -> None: ...


class Teams(Protocol):
    """A platform whose projects have teams."""

    @property
    def member_fields(self) -> tuple[Field, ...]: ...

    def member_content(self, member: Member) -> Content: ...

    async def team(self, project: Project) -> tuple[Member, ...]:
        """All members, also those who have not joined yet, in the team's order."""

    async def invite(self, project: Project, user: str) -> None:
        """Invite a user, who is named by name or ID."""

    async def edit_member(self, project: Project, member: Member, content: Content) -> None: ...

    async def remove_member(self, project: Project, member: Member) -> None: ...

    async def transfer(self, project: Project, member: Member) -> None:
        """Make a member the owner, for good."""


class Bulk(Protocol):
    """A platform that makes the same change to several projects in one go."""

    async def edit_all(self, projects: Sequence[Project], steps: Sequence[BulkStep]) -> None: ...


@dataclass(frozen=True, slots=True)
class Studio:
    """A platform for creators, with what of it there is."""

    publishing: Publishing
    pictures: Pictures | None = None
    teams: Teams | None = None
    bulk: Bulk | None = None


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
