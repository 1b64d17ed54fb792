"""What a platform's API offers, as data: every operation is declared once.

From the declaration come the request and the check of its bounds (`requests`), the list that `modstead api` prints, and
`docs/operations.md`.
"""

import re
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from modstead.catalogs.http.client import Keeping
from modstead.catalogs.http.messages import Expected, SignIn

S = TypeVar("S")

BRIEFLY = Keeping(fresh_for=15)
FOR_MINUTES = Keeping(fresh_for=300)
FOR_A_DAY = Keeping(fresh_for=24 * 60 * 60)
NEVER = Keeping(keep=False, offline=False)

Nothing = type(None)
"""The shape of an answer that has no body."""

UNSTATED = "none"
"""The document of an operation that servers have and no document states."""

_NAMES = re.compile(r"\{(\w+)\}")


class ListForm(StrEnum):
    """How a list stands in a query."""

    JSON = "a JSON list in one parameter"
    REPEATED = "the parameter once for each value"
    COMMAS = "values with commas between them in one parameter"
    BRACKETS = "the parameter, named with [], once for each value"


@dataclass(frozen=True, slots=True)
class Platform:
    """What all operations of one API have in common.

    `title` is its name for people, `prefix` stands before every path, and `envelope` is the field of an answer that
    holds what was asked for; empty where the whole answer does. A token goes into the header `key_header` in the
    form `key_form`. `nothing` is what a change is answered with of which no answer is stated.
    """

    name: str
    title: str
    prefix: str = ""
    lists: ListForm = ListForm.JSON
    envelope: str = ""
    key_header: str = "Authorization"
    key_form: str = "{token}"
    nothing: Expected = Expected.NOTHING


class Place(StrEnum):
    """Where in a request a parameter stands; a part is one of a multipart body, or the whole body of an image."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"
    PART = "part"


class Kind(StrEnum):
    TEXT = "string"
    INTEGER = "integer"
    FLAG = "boolean"
    MOMENT = "date-time"
    LIST = "array"
    OBJECT = "object"
    FILE = "file"
    FILES = "files"
    """Several files, in parts that the sender names."""


class BodyForm(StrEnum):
    """How a body is sent: as JSON, as a JSON part `data` with files beside it, or as the bytes of an image."""

    JSON = "json"
    MULTIPART = "multipart"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Rule:
    """A bound that is more than a number: `broken_by` answers with what is wrong of a value, or nothing."""

    name: str
    broken_by: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a platform's documents admit: numbers by value, texts by characters, lists by items, files by bytes.

    `choices` of a file are its extensions, without the dot. `each` bounds the items of a list and the values of an
    object. A text must match the whole `pattern`.
    """

    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    rule: Rule | None = None
    each: "Bounds | None" = None


ANYTHING = Bounds()


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: Place = Place.QUERY
    kind: Kind = Kind.TEXT
    required: bool = False
    bounds: Bounds = ANYTHING


_DATA = Parameter("data", Place.PART, Kind.OBJECT, required=True)
"""The part that holds the fields of the body."""


def text(name: str, *, required: bool = False, bounds: Bounds = ANYTHING) -> Parameter:
    return Parameter(name, kind=Kind.TEXT, required=required, bounds=bounds)


def integer(
    name: str, *, required: bool = False, least: int | None = None, most: int | None = None
) -> Parameter:
    return Parameter(name, kind=Kind.INTEGER, required=required, bounds=Bounds(least, most))


def flag(name: str, *, required: bool = False) -> Parameter:
    return Parameter(name, kind=Kind.FLAG, required=required)


def texts(name: str, *, required: bool = False, bounds: Bounds = ANYTHING) -> Parameter:
    return Parameter(name, kind=Kind.LIST, required=required, bounds=bounds)


def file(name: str, extensions: tuple[str, ...], most: int, *, required: bool = True) -> Parameter:
    """A part, or a whole body, of at most `most` bytes."""
    bounds = Bounds(most=most, choices=extensions)
    return Parameter(name, Place.PART, Kind.FILE, required=required, bounds=bounds)


def files(name: str, extensions: tuple[str, ...], most: int, *, required: bool = True) -> Parameter:
    """Parts of at most `most` bytes each."""
    bounds = Bounds(most=most, choices=extensions)
    return Parameter(name, Place.PART, Kind.FILES, required=required, bounds=bounds)


def choice(name: str, *choices: str, required: bool = False) -> Parameter:
    return Parameter(name, kind=Kind.TEXT, required=required, bounds=Bounds(choices=choices))


@dataclass(frozen=True, slots=True)
class Operation(Generic[S]):
    """One operation of an API.

    `path` is as the document states it, without the platform's prefix, which does not count where `at_root`. `answer`
    is the shape of the answer's JSON. `others` are the parameters in query and parts; those in the path are read off
    it, those in the body off the type `body`. `scope` is what a token must allow. A `look_up` changes nothing
    although its method says otherwise. `topics` are what it reads or changes: after a change, kept answers on them
    count as old. `document` is where it is stated; `routed` is false where the document states what the platform no
    longer has. `or_nothing` says that servers may leave out the answer to a change, or give one that no document has.
    """

    platform: Platform
    method: str
    path: str
    answer: type[S]
    document: str
    others: tuple[Parameter, ...] = ()
    body: type[Struct] | None = None
    form: BodyForm = BodyForm.JSON
    scope: str = ""
    sign_in: SignIn = SignIn.NO
    look_up: bool = False
    topics: tuple[str, ...] = ()
    keeping: Keeping = BRIEFLY
    at_root: bool = False
    routed: bool = True
    or_nothing: bool = False

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters, in the order path, query and parts, body."""
        in_path = (Parameter(name, Place.PATH, required=True) for name in _NAMES.findall(self.path))
        data = (_DATA,) if self.body and self.form is BodyForm.MULTIPART else ()
        return (*in_path, *self.others, *data, *(fields_of(self.body) if self.body else ()))

    @property
    def full_path(self) -> str:
        return self.path if self.at_root else self.platform.prefix + self.path

    @property
    def expected(self) -> Expected:
        """What counts as the answer to a change."""
        if self.or_nothing:
            return Expected.NOTHING_OR_JSON
        return self.platform.nothing if self.answer is Nothing else Expected.JSON

    @property
    def reads(self) -> bool:
        """Whether it changes nothing, so that it may be repeated and its answer kept."""
        return self.look_up or self.method == "GET"


@cache
def fields_of(body: type[Struct]) -> tuple[Parameter, ...]:
    """A body's fields as parameters: each is declared with its type and, by `Annotated`, its bounds."""
    hints = get_type_hints(body, include_extras=True)
    required = {field.name for field in fields(body) if field.required}
    return tuple(
        Parameter(
            encoded,
            Place.BODY,
            _kind(_bare(hints[name])),
            required=name in required,
            bounds=next(_bounds(hints[name]), ANYTHING),
        )
        for name, encoded in zip(body.__struct_fields__, body.__struct_encode_fields__, strict=True)
    )


def _bounds(hint: Any) -> Iterator[Bounds]:
    """Of `Annotated[T, Bounds]`, also within a union with None or with what stands for a field that is left out."""
    if get_origin(hint) is Annotated:
        yield from (extra for extra in hint.__metadata__ if isinstance(extra, Bounds))
    elif get_origin(hint) in {Union, types.UnionType}:
        for part in get_args(hint):
            yield from _bounds(part)


def _bare(hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in {Union, types.UnionType}:
        return _bare(get_args(hint)[0])
    return hint


_KINDS: dict[Any, Kind] = {str: Kind.TEXT, int: Kind.INTEGER, bool: Kind.FLAG, datetime: Kind.MOMENT}


def _kind(hint: Any) -> Kind:
    if get_origin(hint) in {tuple, list}:
        return Kind.LIST
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Kind.TEXT
    return _KINDS.get(hint, Kind.OBJECT)
