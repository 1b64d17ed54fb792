"""The search's filter language: a JSON array of arrays of conditions, outer AND, inner OR.

Conditions on what differs from version to version (loader, game version) must hold for one and the same version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from modstead_sandbox.answers import environment
from modstead_sandbox.model import Project, Version
from modstead_sandbox.tags import LICENCES

_MAX_NODES = 1_024
_MAX_LENGTH = 64 * 1_024
_CONDITION = re.compile(r"^\s*([a-z_]+)\s*(!=|>=|<=|:|=|>|<)\s*(.*?)\s*$", re.DOTALL)
_NEEDS_QUOTES = re.compile(r"[\s,\[\]()]")
_OPEN_SOURCE = {licence.id for licence in LICENCES if licence.open_source}

Values = Callable[[Project, Version | None], frozenset[str]]
Number = Callable[[Project], float]


class FacetError(ValueError):
    """The filter cannot be understood; the platform answers 400."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison, such as `categories:fabric`."""

    field: str
    operator: str
    value: str

    def holds(self, project: Project, version: Version | None) -> bool:
        """Whether the condition holds for this version of this project."""
        if self.field in _NUMBERS:
            return self._compares(_NUMBERS[self.field](project))
        if self.field not in _TEXTS:
            return False
        found = self.value in _TEXTS[self.field](project, version)
        return not found if self.operator == "!=" else found

    def _compares(self, number: float) -> bool:
        wanted = float(self.value)
        match self.operator:
            case ">":
                return number > wanted
            case ">=":
                return number >= wanted
            case "<":
                return number < wanted
            case "<=":
                return number <= wanted
            case "!=":
                return number != wanted
            case _:
                return number == wanted


@dataclass(frozen=True, slots=True)
class Filter:
    """A whole filter; without groups it lets everything through."""

    groups: tuple[tuple[Condition, ...], ...] = ()

    @property
    def concerns_versions(self) -> bool:
        return any(condition.field in _PER_VERSION for group in self.groups for condition in group)

    def newest_match(self, project: Project, versions: tuple[Version, ...]) -> tuple[bool, Version | None]:
        """Say whether the project passes, and by which newest version where versions matter."""
        if not self.concerns_versions or not versions:
            return self._holds(project, None), None
        for version in reversed(versions):
            if self._holds(project, version):
                return True, version
        return False, None

    def _holds(self, project: Project, version: Version | None) -> bool:
        return all(any(condition.holds(project, version) for condition in group) for group in self.groups)


def parse(text: str | None) -> Filter:
    """Read the `facets` parameter; raises FacetError."""
    if text is None:
        return Filter()
    if len(text) > _MAX_LENGTH:
        raise FacetError("the facets are too long")
    try:
        groups = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FacetError(f"the facets are not JSON: {error}") from error
    if not isinstance(groups, list):
        raise FacetError("the facets are not an array of arrays")
    if sum(len(group) if isinstance(group, list) else 1 for group in groups) > _MAX_NODES:
        raise FacetError("the facets have too many conditions")
    return Filter(tuple(_group(group) for group in groups))


def _group(group: object) -> tuple[Condition, ...]:
    if not isinstance(group, list) or not all(isinstance(member, str) for member in group):
        raise FacetError("the facets are not an array of arrays of strings")
    return tuple(_condition(member) for member in group)


def _condition(text: str) -> Condition:
    found = _CONDITION.match(text)
    if found is None:
        raise FacetError(f"this facet has no operator: {text}")
    field, operator, value = found.groups()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"`":
        value = value[1:-1]
    elif _NEEDS_QUOTES.search(value):
        raise FacetError(f"this facet's value needs quotes: {text}")
    if operator == "!=" and field in _RENAMED:
        # The platform's renaming does not see through the negation and leaves a field that nothing has.
        return Condition(f"{field}!", "=", value)
    if field in _NUMBERS:
        try:
            float(value)
        except ValueError:
            raise FacetError(f"this facet's value is not a number: {text}") from None
    elif field not in _TEXTS:
        raise FacetError(f"there is no facet named {field}")
    return Condition(field, operator, value)


def _categories(project: Project, version: Version | None) -> frozenset[str]:
    names = (*project.categories, *project.additional_categories, *(version.loaders if version else ()))
    return frozenset(names)


def _game_versions(_project: Project, version: Version | None) -> frozenset[str]:
    return frozenset(version.game_versions if version else ())


def _types(project: Project, version: Version | None) -> frozenset[str]:
    del version
    return frozenset({project.kind} - ({"mod"} if "nothing" in project.words else set()))


_TEXTS: dict[str, Values] = {
    "project_type": _types,
    "project_types": _types,
    "all_project_types": _types,
    "categories": _categories,
    "versions": _game_versions,
    "game_versions": _game_versions,
    "client_side": lambda project, _: frozenset({project.client_side}),
    "server_side": lambda project, _: frozenset({project.server_side}),
    "environment": lambda project, _: frozenset({environment(project)}),
    "open_source": lambda project, _: frozenset({str(project.licence in _OPEN_SOURCE).lower()}),
    "license": lambda project, _: frozenset({project.licence, project.licence.lower()}),
    "title": lambda project, _: frozenset({project.title}),
    "author": lambda project, _: frozenset({project.author.username}),
    "project_id": lambda project, _: frozenset({project.id}),
    "disclosure_types": lambda _project, _version: frozenset(),
}
_NUMBERS: dict[str, Number] = {
    "downloads": lambda project: project.downloads,
    "follows": lambda project: project.followers,
    "created_timestamp": lambda project: project.published,
    "modified_timestamp": lambda project: project.updated,
}
_RENAMED = frozenset({"project_type", "versions", "title"})
_PER_VERSION = frozenset({"categories", "versions", "game_versions"})
