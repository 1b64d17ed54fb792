"""What the side panel says, worked out without a widget."""

from collections.abc import Sequence
from dataclasses import dataclass

from modstead.domain.instance import IdentifiedBy, Library
from modstead.ui import text
from modstead.ui.installed.about import About
from modstead.ui.installed.relations import Relations
from modstead.ui.installed.rows import ModRow

_NOT_SHOWN = frozenset({"fabric", "quilt", "forge", "neoforge"})


def byline(row: ModRow) -> str:
    """Author and categories: `by hollowreed · Storage`."""
    manifest = row.mod.manifests[0] if row.mod.manifests else None
    parts = []
    if manifest and manifest.authors:
        parts.append(f"by {manifest.authors[0]}")
    if row.mod.project:
        names = [name for name in row.mod.project.categories if name not in _NOT_SHOWN]
        parts += [name.replace("-", " ").capitalize() for name in names[:2]]
    return " · ".join(parts)


def description(row: ModRow) -> str:
    if row.mod.project and row.mod.project.summary:
        return row.mod.project.summary
    return row.mod.manifests[0].description if row.mod.manifests else ""


def licence(row: ModRow) -> str:
    if row.mod.project and row.mod.project.license.id:
        found = row.mod.project.license
        return found.name if found.id.startswith("LicenseRef-") and found.name else found.id
    return row.mod.manifests[0].license if row.mod.manifests else ""


def identification(row: ModRow) -> tuple[str, str, str]:
    """Words, icon and the icon's colour."""
    return {
        IdentifiedBy.HASH: (row.identified, "verified", "good"),
        IdentifiedBy.MANIFEST: (row.identified, "jar", "text_3"),
        IdentifiedBy.NAME: (row.identified, "jar", "text_3"),
        IdentifiedBy.NONE: (row.identified, "unknown", "text_3"),
    }[row.mod.identified_by]


def in_common(rows: Sequence[ModRow]) -> str:
    """What several selected mods have in common: `All with an update, 5.4 MB to download`."""
    updates = [row.update for row in rows if row.update]
    size = text.size(sum(update.file.size for update in updates))
    if len(updates) == len(rows):
        return f"All with an update, {size} to download"
    if updates:
        return f"{len(updates)} of them with an update, {size} to download"
    if not any(row.enabled for row in rows):
        return "All disabled"
    return f"{text.size(sum(row.mod.file.size for row in rows))} altogether"


def dependents_sentences(rows: Sequence[ModRow], relations: Relations) -> tuple[str, ...]:
    """How many mods outside the selection need each selected one."""
    chosen = {row.name for row in rows}
    sentences = []
    for row in rows:
        others = [mod for mod in relations.required_by(row.mod) if mod.file.name not in chosen]
        if others:
            need = "needs" if len(others) == 1 else "need"
            sentences.append(f"{text.plural(len(others), 'other mod')} {need} {row.title}.")
    return tuple(sentences)


@dataclass(frozen=True, slots=True)
class Health:
    """A folder in numbers, and the rows that someone should look at."""

    mods: int
    disabled: int
    updates: int
    held_back: int
    size: int
    attention: tuple[ModRow, ...]
    failures: tuple[tuple[str, str], ...]
    unknown: str = ""
    """That nothing here could be checked, where it is so."""

    @property
    def verdict(self) -> str:
        number = len(self.attention) + len(self.failures)
        if not self.mods:
            return "There are no mods in this folder yet."
        if number:
            return f"{text.plural(number, 'file')} {'needs' if number == 1 else 'need'} attention."
        return self.unknown or "Nothing needs attention."


def none_known(library: Library) -> str:
    """That Modrinth knows no file of the folder, or nothing where it knows some or could not be asked."""
    if library.offline or not library.mods or any(mod.version for mod in library.mods):
        return ""
    return f"None of {text.grouped(len(library.mods))} is known to Modrinth"


def health(about: About, rows: Sequence[ModRow]) -> Health:
    library = about.library
    unknown = none_known(library) if about.settled else ""
    return Health(
        mods=len(rows),
        disabled=sum(1 for row in rows if not row.enabled),
        updates=sum(1 for row in rows if row.update),
        held_back=sum(1 for row in rows if row.held_back),
        size=sum(row.mod.file.size for row in rows),
        attention=tuple(row for row in rows if row.has_problem),
        failures=tuple((failure.name, failure.reason) for failure in library.failures),
        unknown=f"{unknown}." if unknown else "",
    )


def instance_words(library: Library) -> str:
    """`Fabric 1.21.4`, or what is not known."""
    instance = library.instance
    loader = instance.loader.label if instance.loader else "Loader not known"
    return f"{loader} {instance.game_version}" if instance.game_version else loader
