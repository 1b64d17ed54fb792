"""What the side panel says, worked out without a widget."""

from collections.abc import Sequence
from dataclasses import dataclass

from modstead.domain.graph import Graph
from modstead.domain.instance import Confidence, InstalledMod, Library
from modstead.ui import text
from modstead.ui.content_words import ContentWords, loaders_of
from modstead.ui.installed.about import About
from modstead.ui.installed.problem_looks import LOOKS
from modstead.ui.installed.rows import ModRow

_FEW_WORDS = 22
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


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure it is what a file is: a word, how it is known, and 0 to 4 bars or an icon in their place."""

    word: str
    how: str
    bars: int
    colour: str
    icon: str = ""


_BARS = {
    Confidence.CERTAIN: (4, "good"),
    Confidence.LIKELY: (3, "good"),
    Confidence.OFFERED: (2, "warn"),
    Confidence.UNKNOWN: (0, "text_3"),
}


def sureness(mod: InstalledMod) -> Sureness:
    if mod.altered:
        return Sureness("Altered", "not as published", 0, "bad", "altered")
    if mod.left_alone:
        return Sureness("Left alone", "as you said", 0, "text_2", "user")
    bars, colour = _BARS[mod.confidence]
    return Sureness(mod.confidence.label, _how(mod), bars, colour)


def _how(mod: InstalledMod) -> str:
    if mod.version:
        return "same hash"
    if mod.chosen:
        return "you said so"
    if mod.project:
        return "verified manifest"
    if mod.offers:
        return "by its name"
    return "named by its manifest" if mod.manifests else "no match"


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


def dependents_sentences(rows: Sequence[ModRow], graph: Graph) -> tuple[str, ...]:
    """How many mods outside the selection need each selected one."""
    chosen = {row.name for row in rows}
    sentences = []
    for row in rows:
        others = {edge.source for edge in graph.required_by(row.name)} - chosen
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
    words: ContentWords
    problems: int = 0
    unknown: str = ""
    """That nothing here could be checked, where it is so."""

    @property
    def verdict(self) -> str:
        number = len(self.attention) + len(self.failures)
        if not self.mods:
            return f"There are no {self.words.many} in this folder yet."
        if self.problems and not self.failures:
            files = text.plural(len(self.attention), "file")
            return f"{text.plural(self.problems, 'problem')} in {files}."
        if number:
            return f"{text.plural(number, 'file')} {'needs' if number == 1 else 'need'} attention."
        return self.unknown or "Nothing needs attention."


def attention_words(row: ModRow) -> tuple[str, str]:
    """What is wrong with a row in a few words that leave room for its name, and their colour."""
    look = LOOKS[row.problems[0].kind]
    words = row.chip.text if row.chip and len(row.chip.text) <= _FEW_WORDS else look.word
    return words, look.tone if look.tone in {"bad", "warn"} else "bad"


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
        words=about.words,
        problems=len(about.findings.alarms),
        unknown=f"{unknown}." if unknown else "",
    )


def instance_words(library: Library) -> str:
    """`Fabric 1.21.4`, or what is not known."""
    instance = library.instance
    if not loaders_of(instance.content):
        return f"Minecraft {instance.game_version}" if instance.game_version else "Game version not known"
    loader = instance.loader.label if instance.loader else "Loader not known"
    return f"{loader} {instance.game_version}" if instance.game_version else loader
