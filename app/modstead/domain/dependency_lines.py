"""A version's dependencies as people read and write them, one a line: `required lantern`, `optional tidal@2.0`.

`KIND PROJECT`, `KIND PROJECT@VERSION` or `KIND file:NAME`, of which the last is a file that is on no platform.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from modstead.domain.publishing import DEPENDENCIES
from modstead.domain.version import Dependency, DependencyKind
from modstead.errors import FieldRefused

_FILE = "file:"


@dataclass(frozen=True, slots=True)
class DependencyLine:
    """What a line says; of `project` and `version` it is not known yet whether the platform has them."""

    kind: DependencyKind
    project: str = ""
    version: str = ""
    file_name: str = ""


def read_line(text: str) -> DependencyLine:
    """What the line says.

    Raises:
        FieldRefused: it is none.
    """
    kind, _, rest = text.strip().partition(" ")
    name = rest.strip()
    if kind not in tuple(DependencyKind) or not name or name.startswith("@") or name.endswith("@"):
        kinds = ", ".join(DependencyKind)
        raise FieldRefused(
            f"{text[:60]!r} is no dependency.",
            f"It is one of {kinds}, then a project's slug: required lantern.",
            field=DEPENDENCIES,
        )
    if name.startswith(_FILE):
        return DependencyLine(DependencyKind(kind), file_name=name.removeprefix(_FILE))
    project, _, version = name.partition("@")
    return DependencyLine(DependencyKind(kind), project.strip(), version.strip())


def line_of(dependency: Dependency, slugs: Mapping[str, str], numbers: Mapping[str, str]) -> str:
    """The line that says it: projects by their slugs, and versions by their numbers, as far as these are known."""
    kind, version = dependency.kind.value, dependency.version_id or ""
    project = slugs.get(dependency.project_id or "", dependency.project_id or "")
    if project and version:
        return f"{kind} {project}@{numbers.get(version, version)}"
    if project or version:
        return f"{kind} {project or version}"
    return f"{kind} {_FILE}{dependency.file_name or ''}"
