"""Holds what is about to be sent against the bounds that its operation states."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import UNSET, Struct

from modstead.catalogs.http.uploads import LocalFile
from modstead.catalogs.operations import ANYTHING, Bounds, Kind, Operation, Parameter, Place, fields_of
from modstead.errors import FieldRefused

_SHOWN = 40


def check(operation: Operation[Any], arguments: Mapping[str, Any], body: Struct | None = None) -> None:
    """Do nothing, or name the first field that the platform would refuse.

    Raises:
        FieldRefused: a parameter is missing or out of its bounds.
    """
    for parameter in operation.parameters:
        if parameter.place is Place.QUERY:
            _check_parameter(parameter, arguments.get(parameter.name, UNSET))
    if body is not None:
        check_body(body)


def check_body(body: Struct, within: str = "") -> None:
    """The same for a body's fields, and those of the objects in it.

    Raises:
        FieldRefused: as `check` does.
    """
    for parameter, name in zip(fields_of(type(body)), body.__struct_fields__, strict=True):
        value = getattr(body, name)
        _check_parameter(parameter, value, within)
        inner = value if isinstance(value, tuple | list) else (value,)
        for index, one in enumerate(inner):
            if isinstance(one, Struct):
                place = f".{index}" if inner is value else ""
                check_body(one, f"{within}{parameter.name}{place}.")


def check_files(operation: Operation[Any], files: Mapping[str, LocalFile]) -> None:
    """The same for the files to be sent, by the names of their parts.

    Raises:
        FieldRefused: one is missing, not to be sent, empty, too large, or of an extension that cannot be.
    """
    parts = {one.name: one for one in operation.others if one.place is Place.PART}
    free = next((one for one in parts.values() if one.kind is Kind.FILES), None)
    for part in parts.values():
        there = bool(files) if part is free else part.name in files
        if part.required and not there:
            raise FieldRefused(f"There is nothing to send as {_words(part.name)}.", field=part.name)
    for name, file in files.items():
        known = parts.get(name, free)
        if known is None:
            raise FieldRefused(f"The {_words(name)} cannot be sent.", field=name)
        _check_file(known.name if known is not free else name, file, known.bounds)


def refusals(kind: type[Struct], values: Mapping[str, Any]) -> tuple[FieldRefused, ...]:
    """All that the platform would refuse of the fields of such a body; those that `values` leave out are not sent."""
    found = []
    for parameter, name in zip(fields_of(kind), kind.__struct_fields__, strict=True):
        try:
            value = values.get(name, UNSET)
            _check_parameter(parameter, value)
            for one in value if isinstance(value, tuple) else ():
                if isinstance(one, Struct):
                    check_body(one, f"{parameter.name}.")
        except FieldRefused as error:
            found.append(error)
    return tuple(found)


def refusals_in_query(operation: Operation[Any], arguments: Mapping[str, Any]) -> tuple[FieldRefused, ...]:
    """The same of what stands in the query of an operation; parameters that `arguments` leave out do not count."""
    found = []
    for parameter in operation.parameters:
        if parameter.place is not Place.QUERY or parameter.name not in arguments:
            continue
        try:
            _check_parameter(parameter, arguments[parameter.name])
        except FieldRefused as error:
            found.append(error)
    return tuple(found)


def _check_file(name: str, file: LocalFile, bounds: Bounds) -> None:
    shown = file.path.name
    if bounds.choices and file.extension not in bounds.choices:
        raise FieldRefused(
            f"{shown} has the wrong extension.", f"It must be one of {_listed(bounds.choices)}.", field=name
        )
    if file.size == 0:
        raise FieldRefused(f"{shown} is empty.", field=name)
    if bounds.most is not None and file.size > bounds.most:
        raise FieldRefused(
            f"{shown} is larger than {_amount(bounds.most)}.", f"It has {file.size:,} bytes.", field=name
        )


def _check_parameter(parameter: Parameter, value: Any, within: str = "") -> None:
    name = within + parameter.name
    if value is UNSET:
        if parameter.required:
            raise FieldRefused(f"The {_words(parameter.name)} is missing.", field=name)
        return
    if value is not None:
        _check_value(name, parameter.kind, value, parameter.bounds)


def _check_value(name: str, kind: Kind, value: Any, bounds: Bounds) -> None:
    if bounds is ANYTHING:
        return
    words = _words(name)
    if kind is Kind.LIST:
        _check_amount(name, len(value), bounds, f"The {words} must have", "entries")
        for one in value if bounds.each else ():
            _check_value(name, Kind.TEXT, one, bounds.each or ANYTHING)
    elif isinstance(value, dict):
        for key, one in value.items():
            _check_value(f"{name}.{key}", Kind.TEXT, one, bounds.each or ANYTHING)
    elif kind is Kind.INTEGER:
        _check_amount(name, value, bounds, f"The {words} must be", "")
    elif isinstance(value, str):
        _check_text(name, value, bounds)


def _check_text(name: str, value: str, bounds: Bounds) -> None:
    words = _words(name)
    _check_amount(name, len(value), bounds, f"The {words} must have", "characters")
    if bounds.choices and value not in bounds.choices:
        raise FieldRefused(
            f"The {words} must be one of {_listed(bounds.choices)}.", _shown(value), field=name
        )
    if bounds.pattern and not re.fullmatch(bounds.pattern, value):
        raise FieldRefused(
            f"The {words} has characters or a length that it cannot have.", _shown(value), field=name
        )
    if bounds.rule and (reason := bounds.rule.broken_by(value)):
        raise FieldRefused(f"The {words} cannot be used.", reason, field=name)


def _check_amount(name: str, amount: int, bounds: Bounds, must: str, unit: str) -> None:
    least, most = bounds.least, bounds.most
    if (least is None or amount >= least) and (most is None or amount <= most):
        return
    if least is None:
        wanted = f"at most {most:,}"
    elif most is None:
        wanted = f"at least {least:,}"
    else:
        wanted = f"{least:,} to {most:,}"
    kept = f"It {'has' if unit else 'is'} {amount:,}."
    raise FieldRefused(f"{' '.join(filter(None, (must, wanted, unit)))}.", kept, field=name)


def _words(name: str) -> str:
    """A field's name as people read it: `dependencies.0.version_id` is "version id in dependencies"."""
    parts = [part.replace("_", " ") for part in name.split(".") if not part.isdecimal()]
    return " in ".join(reversed(parts))


def _shown(value: str) -> str:
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return f"It is “{shown}”."


def _listed(choices: Iterable[str]) -> str:
    return ", ".join(choices)


def _amount(size: int) -> str:
    return f"{size >> 20} MiB" if size >= 1 << 20 else f"{size >> 10} KiB"
