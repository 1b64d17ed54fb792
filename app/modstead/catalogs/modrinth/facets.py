"""How a search is put to Modrinth: facets are a JSON list (and) of lists (or) of conditions."""

import re
from collections.abc import Mapping

import msgspec

from modstead.domain.project import SearchQuery, SideFilter

MOST_HITS = 100

_PLAIN = re.compile(r"[\w.+-]+")
_SIDE_FACETS = {SideFilter.CLIENT: "client_side", SideFilter.SERVER: "server_side"}
_SUPPORTED = ("required", "optional")


V2_FACETS = {"type": "project_type", "game version": "versions"}
V3_FACETS = {"type": "project_types", "game version": "game_versions"}
"""What the two versions of the API call differently."""


def search_parameters(query: SearchQuery, names: Mapping[str, str] = V2_FACETS) -> dict[str, str | int]:
    """The query's parameters. The offset is that of a whole page, since Modrinth rounds it down to one anyway."""
    limit = min(max(1, query.limit), MOST_HITS)
    offset = max(0, query.offset) // limit * limit
    parameters: dict[str, str | int] = {"index": query.sort.value, "offset": offset, "limit": limit}
    if query.text.strip():
        parameters["query"] = query.text.strip()
    if conditions := facets(query, names):
        parameters["facets"] = msgspec.json.encode(conditions).decode()
    return parameters


def facets(query: SearchQuery, names: Mapping[str, str] = V2_FACETS) -> list[list[str]]:
    """The filters of `query`. Loaders live among the categories; a side is supported where required or optional."""
    conditions = [
        _any_of(names["type"], query.project_types),
        _any_of("categories", query.loaders),
        _any_of(names["game version"], query.game_versions),
        *(_any_of("categories", (name,)) for name in query.with_categories),
        *([f"categories!={_quoted(name)}"] for name in query.without_categories),
        *(_any_of(_SIDE_FACETS[side], _SUPPORTED) for side in query.sides),
        _any_of("license", query.licenses),
        ["open_source:true"] if query.open_source else [],
    ]
    return [condition for condition in conditions if condition]


def _any_of(facet: str, values: tuple[str, ...]) -> list[str]:
    return [f"{facet}:{_quoted(value)}" for value in values]


def _quoted(value: str) -> str:
    """Anything but a plain word must stand in quotes: single, double or backward ones, whichever it does not hold."""
    if _PLAIN.fullmatch(value):
        return value
    quote = next((mark for mark in "'\"`" if mark not in value), "`")
    return quote + value.replace(quote, "") + quote
