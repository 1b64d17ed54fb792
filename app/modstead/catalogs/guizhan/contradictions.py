"""What the documents say of several fields of a body together."""

from collections.abc import Collection

from msgspec import UNSET, Struct

from modstead.catalogs.guizhan.bodies import ProjectEdit, VersionDependency, VersionsEdit
from modstead.errors import FieldRefused

_WEB = ("https://", "http://")
_SET_OR_CHANGED = ("minecraft_versions", "platforms", "dependencies")


def check_together(body: Struct) -> None:
    """Do nothing, or name the field because of which the platform would refuse the whole.

    Raises:
        FieldRefused: fields that are there exclude one another, or one that must come with another is missing.
    """
    if isinstance(body, ProjectEdit):
        _check_license(body)
    if isinstance(body, VersionsEdit):
        _check_changes(body)
    for list_name in ("dependencies", "add_dependencies", "remove_dependencies"):
        listed = getattr(body, list_name, UNSET)
        for place, one in enumerate(() if listed is UNSET else listed):
            _check_named_once(one, f"{list_name}.{place}")


def check_parts(body: Struct, parts: Collection[str]) -> None:
    """Do nothing, or say which of the files that are sent and described lacks the other.

    Raises:
        FieldRefused: a file is sent that no descriptor names, or one is named that is not sent.
    """
    described = getattr(body, "files", UNSET)
    names = [file.name for file in (() if described is UNSET else described) if file.name is not UNSET]
    missing = next((name for name in names if name not in parts and not name.startswith(_WEB)), None)
    if missing is not None:
        raise FieldRefused(f"The file for {missing} is missing.", field="files")
    stray = next((name for name in parts if name not in names), None)
    if stray is not None:
        raise FieldRefused(f"The file for {stray} is not described.", field="files")


def _check_license(body: ProjectEdit) -> None:
    if body.license_type == "Custom" and body.license_url in {UNSET, None, ""}:
        raise FieldRefused(
            "The license url is missing.",
            "A licence of one's own is told by its address.",
            field="license_url",
        )


def _check_changes(body: VersionsEdit) -> None:
    for name in _SET_OR_CHANGED:
        changed = [
            change for change in (f"add_{name}", f"remove_{name}") if getattr(body, change) is not UNSET
        ]
        if getattr(body, name) is not UNSET and changed:
            words = name.replace("_", " ")
            raise FieldRefused(
                f"The {words} cannot be set and changed at once.",
                "Either set all of them, or add some and remove some.",
                field=changed[0],
            )


def _check_named_once(dependency: VersionDependency, place: str) -> None:
    named = (dependency.version_id, dependency.project_id, dependency.name)
    if sum(bool(one) and one is not UNSET for one in named) != 1:
        raise FieldRefused(
            "A dependency is a version, a project or a name: exactly one of them.", field=place
        )
