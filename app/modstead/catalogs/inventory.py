"""Every operation of every platform that the documents state, and how it is written down."""

from collections.abc import Iterator, Mapping
from typing import Any

from modstead.catalogs import guizhan, modrinth
from modstead.catalogs.modrinth import v3
from modstead.catalogs.operations import UNSTATED, Bounds, Operation, Parameter

ALL: tuple[Operation[Any], ...] = (
    *modrinth.OPERATIONS,
    *v3.OPERATIONS,
    *guizhan.OPERATIONS,
)

STATED: tuple[Operation[Any], ...] = tuple(one for one in ALL if one.document != UNSTATED)
"""Without those that servers have and no document states."""


def described(operation: Operation[Any]) -> dict[str, Any]:
    """The operation as JSON has it."""
    return {
        "platform": operation.platform.name,
        "method": operation.method,
        "path": operation.path,
        "parameters": [_parameter(one) for one in operation.parameters],
        "scope": operation.scope or None,
        "document": operation.document,
        "offered": operation.routed,
    }


def document() -> Mapping[str, Any]:
    return {"operations": [described(one) for one in STATED]}


def as_markdown() -> str:
    """The page `docs/operations.md`."""
    return "\n".join(_page()) + "\n"


def bounds_of(parameter: Parameter) -> str:
    """The bounds in a few words; empty where there are none."""
    return ", ".join(_words(parameter.bounds))


def _page() -> Iterator[str]:
    yield "# Operations"
    yield ""
    yield "<!-- Generated from the declarations in app/modstead/catalogs: make operations -->"
    yield ""
    yield "Every operation that the platforms' documents state, as `modstead api` lists them. `*` marks what is"
    yield "required; the scope is what a token must allow, and the document is where the operation is stated."
    platforms = dict.fromkeys(one.platform for one in STATED)
    for platform in platforms:
        own = [one for one in STATED if one.platform == platform]
        yield from ("", f"## {platform.name}", "")
        yield f"{platform.title}, {len(own)} operations; paths lie below `{platform.prefix or '/'}`."
        yield ""
        yield "| operation | parameters | scope | document |"
        yield "| --- | --- | --- | --- |"
        for one in own:
            parameters = "; ".join(_cell(parameter) for parameter in one.parameters) or "–"
            yield f"| {_operation(one)} | {parameters} | {one.scope or '–'} | {one.document} |"
    others = [one for one in ALL if one.document == UNSTATED]
    yield from ("", "## Used where a server has them, though no document states them", "")
    yield from (f"- {_operation(one)}, {one.platform.name}" for one in others)


def _operation(operation: Operation[Any]) -> str:
    notes = ["at the server's root"] if operation.at_root else []
    notes += [] if operation.routed else ["no longer offered"]
    return f"{operation.method} `{operation.path}`" + (f" ({', '.join(notes)})" if notes else "")


def _cell(parameter: Parameter) -> str:
    bounds = bounds_of(parameter).replace("|", "\\|")
    mark = "*" if parameter.required else ""
    return f"`{parameter.name}`{mark} {parameter.place}" + (f" ({bounds})" if bounds else "")


def _parameter(parameter: Parameter) -> dict[str, Any]:
    bounds = {name: value for name, value in _facts(parameter.bounds) if value not in (None, "", ())}
    return {
        "name": parameter.name,
        "in": parameter.place.value,
        "type": parameter.kind.value,
        "required": parameter.required,
        **({"bounds": bounds} if bounds else {}),
    }


def _facts(bounds: Bounds) -> Iterator[tuple[str, Any]]:
    yield "least", bounds.least
    yield "most", bounds.most
    yield "choices", list(bounds.choices) or None
    yield "pattern", bounds.pattern
    yield "rule", bounds.rule.name if bounds.rule else None
    if bounds.each:
        yield "each", {name: value for name, value in _facts(bounds.each) if value not in (None, "", ())}


def _words(bounds: Bounds) -> Iterator[str]:
    if bounds.least is not None and bounds.most is not None:
        yield f"{bounds.least:,} to {bounds.most:,}"
    elif bounds.least is not None:
        yield f"at least {bounds.least:,}"
    elif bounds.most is not None:
        yield f"at most {bounds.most:,}"
    if bounds.choices:
        yield f"one of {' '.join(bounds.choices)}"
    if bounds.pattern:
        yield f"matches `{bounds.pattern}`" if "`" not in bounds.pattern else f"matches ``{bounds.pattern}``"
    if bounds.rule:
        yield bounds.rule.name
    if bounds.each:
        yield from (f"each {words}" for words in _words(bounds.each))
