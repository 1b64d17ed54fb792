"""What the commands that publish say and understand alike: fields and values, and their differences."""

import argparse
import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from modstead.cli import views
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.domain.publishing import BulkStep, BulkWay, Change, Content, Field, FieldKind, Value
from modstead.domain.studio import Published
from modstead.errors import FileUnreadable, FileVanished
from modstead.services.publishing import PublishingService

_LARGEST_TEXT = 1 << 20
_MOST_LINES = 40
_LONGEST_LINE = 240
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})


@dataclass(frozen=True, slots=True)
class Place:
    """The platform that is published on; `project_in` is what finds a project in the address of its page."""

    publishing: PublishingService
    project_in: Callable[[str], str | None]

    def named(self, text: str) -> str:
        """The slug or ID that was meant, as the platform itself has it."""
        return (self.project_in(text) or text).removeprefix(f"{self.publishing.id}:")

    async def project(self, text: str) -> Published:
        return await self.publishing.project(self.named(text))


async def wanted(arguments: argparse.Namespace, fields: Sequence[Field], there: Content) -> dict[str, Value]:
    """What the command line says of the fields, of which `there` is the content.

    Raises:
        UsageError: a field is none, or cannot be said like that.
        FileUnreadable: a text file cannot be read.
    """
    said: dict[str, Value] = {}
    for name, text in arguments.set:
        said[name] = value_of(text, _field(name, fields))
    for name, file in getattr(arguments, "files_of", ()):
        if _field(name, fields).kind is not FieldKind.TEXT:
            raise UsageError(f"{name} is no long text. See: modstead publish --help")
        said[name] = await asyncio.to_thread(_text, Path(file))
    for name, names in _listed(arguments.add, fields):
        now = said.get(name, there.get(name, ()))
        said[name] = tuple(dict.fromkeys((*_names(now), *names)))
    for name, names in _listed(arguments.remove, fields):
        now = said.get(name, there.get(name, ()))
        said[name] = tuple(one for one in _names(now) if one not in names)
    return said


def bulk_steps(arguments: argparse.Namespace, fields: Sequence[Field]) -> tuple[BulkStep, ...]:
    """The same as steps for several projects."""
    named = [(name, value_of(text, _field(name, fields))) for name, text in arguments.set]
    return (
        *(BulkStep(name, BulkWay.SET, value) for name, value in named),
        *(BulkStep(name, BulkWay.ADD, names) for name, names in _listed(arguments.add, fields)),
        *(BulkStep(name, BulkWay.REMOVE, names) for name, names in _listed(arguments.remove, fields)),
    )


def value_of(text: str, field: Field) -> Value:
    """What a text says of a field."""
    match field.kind:
        case FieldKind.NAMES:
            return tuple(name for part in text.split(",") if (name := part.strip()))
        case FieldKind.FLAG:
            if text.lower() not in _YES | _NO:
                raise UsageError(f"{field.name} is yes or no, not {text[:40]!r}")
            return text.lower() in _YES
        case _:
            return text


def tell(changes: Iterable[Change], output: Output) -> None:
    """The difference, for people, who read no more of a long text than this; programs are told all of it."""
    for change in changes:
        lines = change.lines
        if len(lines) == 1:
            output.line(f"{lines[0][0]} {change.label}: {lines[0][1]}")
            continue
        output.line(f"{change.label}:")
        for mark, line in lines[:_MOST_LINES]:
            output.line(f"  {mark} {line if len(line) <= _LONGEST_LINE else f'{line[:_LONGEST_LINE]}…'}")
        if len(lines) > _MOST_LINES:
            output.line(f"  … and {len(lines) - _MOST_LINES} more lines")


def told(changes: Iterable[Change]) -> list[views.Json]:
    """The difference, for programs."""
    return [
        {"field": one.field, "label": one.label, "old": _plain(one.old), "new": _plain(one.new)}
        for one in changes
    ]


def said(content: Mapping[str, Value]) -> views.Json:
    return {name: _plain(value) for name, value in content.items()}


def first_line(value: str | bool | list[str]) -> str:
    """A value in as much of one line as is worth showing."""
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return text.splitlines()[0][:100] if text else ""


def _field(name: str, fields: Sequence[Field]) -> Field:
    found = next((field for field in fields if field.name == name), None)
    if found is None:
        named = ", ".join(field.name for field in fields)
        raise UsageError(f"{name[:40]!r} is nothing that can be said here; there are: {named}")
    return found


def _listed(
    pairs: Iterable[tuple[str, str]], fields: Sequence[Field]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    for name, text in pairs:
        value = value_of(text, _field(name, fields))
        if not isinstance(value, tuple):
            raise UsageError(f"{name} lists nothing: say it with --set")
        yield name, value


def _names(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LARGEST_TEXT + 1)
    except FileNotFoundError as error:
        raise FileVanished(f"{path.name} is not there.", remedy="Choose another file.") from error
    except IsADirectoryError as error:
        raise FileUnreadable(f"{path.name} is a folder.", remedy="Choose a text file.") from error
    except UnicodeDecodeError as error:
        title = f"{path.name} is no text in UTF-8."
        raise FileUnreadable(title, remedy="Save it as UTF-8, or choose another file.") from error
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be read.", f"{error.strerror or error}.") from error
    if len(text) > _LARGEST_TEXT:
        raise FileUnreadable(f"{path.name} is too long for a text.", remedy="Choose another file.")
    return text


def _plain(value: Value) -> str | bool | list[str]:
    return list(value) if isinstance(value, tuple) else value
