"""What the report says of each dropped item, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from modstead.domain.instance import IdentifiedBy
from modstead.domain.project import Project
from modstead.services.drops import AddAction, DroppedKind, IdentifiedFile
from modstead.ui import text
from modstead.ui.content_words import ContentWords
from modstead.ui.kit.versions import short_version

Tone = Literal["good", "warn", "bad", "text_2", "text_3"]
PAGE = "page"
"""The part of a link's row that opens the project's page at once; it is nothing to be chosen."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure it is what a file is: bars, a word and how it is known. An icon stands instead of bars, if told."""

    bars: int
    word: str
    how: str
    tone: Tone
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the choice at the right. `width` is a length of the design."""

    key: str
    label: str
    width: float
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class ReportItem:
    """A row of the report. `key` is the path or address it came from; `file` is None until it has been read."""

    key: str
    title: str
    version: str = ""
    caption: str = ""
    confidence: Confidence | None = None
    fit: str = ""
    fit_tone: Tone = "text_2"
    parts: tuple[Part, ...] = ()
    chosen: str = ""
    icon: str = "jar"
    icon_url: str | None = None
    file: IdentifiedFile | None = None
    page: str = ""
    problems: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return self.confidence is not None and self.confidence.bars > 0

    def can(self, key: str) -> bool:
        return any(part.key == key and part.enabled for part in self.parts)


def pending_item(path: Path) -> ReportItem:
    """A file or folder before anything is known of it."""
    return ReportItem(str(path), path.name, caption="Waiting to be read", icon=_icon(path))


def pending_link(url: str) -> ReportItem:
    return ReportItem(url, url.rpartition("/")[2] or url, caption="link to a project", icon="link")


def file_item(file: IdentifiedFile, game_version: str | None) -> ReportItem:
    """The row of a file that has been looked at, its choice set to what is safe."""
    if file.kind is DroppedKind.MODPACK:
        return _modpack(file)
    if file.kind is DroppedKind.OTHER and file.hashes:
        return _other(file)
    add, newest = _may_add(file), _may_newest(file)
    parts = (
        Part(AddAction.ADD, "Add", 48, add),
        Part(AddAction.NEWEST, f"Newest {game_version}" if game_version else "Newest", 112, newest),
        Part(AddAction.SKIP, "Skip", 50),
    )
    words, tone = _fit(file)
    return ReportItem(
        key=str(file.path),
        title=file.title,
        version=_version(file),
        caption=_caption(file),
        confidence=_confidence(file),
        fit=words,
        fit_tone=tone,
        parts=parts,
        chosen=_preset(file, add=add, newest=newest),
        icon_url=file.project.icon_url if file.project else None,
        file=file,
        problems=file.problems,
    )


def link_item(url: str, project: Project) -> ReportItem:
    return ReportItem(
        key=url,
        title=project.title,
        caption="link to a project",
        confidence=Confidence(4, "Exact", "project link", "good"),
        fit="Opens the project's page",
        parts=(Part(PAGE, "Open page", 160), Part(AddAction.SKIP, "Skip", 50)),
        chosen=AddAction.SKIP,
        icon_url=project.icon_url,
        page=project.project_id,
    )


def failed_link(url: str, reason: str) -> ReportItem:
    return ReportItem(
        key=url,
        title=url,
        caption="link",
        confidence=Confidence(0, "Unknown", "no project found", "text_3"),
        fit=reason,
        parts=(Part(PAGE, "Open page", 160, enabled=False), Part(AddAction.SKIP, "Skip", 50)),
        chosen=AddAction.SKIP,
        icon="link",
        problems=(reason,),
    )


def as_sentence(item: ReportItem) -> str:
    """The whole row for those who hear it."""
    sure = item.confidence
    choice = next((part.label for part in item.parts if part.key == item.chosen), "")
    parts = (
        f"{item.title} {item.version}".strip(),
        item.caption,
        f"{sure.word}, {sure.how}" if sure else "not read yet",
        item.fit,
        f"chosen: {choice}" if choice else "",
    )
    return ". ".join(part for part in parts if part) + "."


@dataclass(frozen=True, slots=True)
class Sums:
    """What all choices come to, in the words of the footer."""

    total: str
    detail: str
    button: str
    count: int


def sums(items: Sequence[ReportItem], words: ContentWords) -> Sums:
    added = [item for item in items if item.chosen == AddAction.ADD]
    newest = [item for item in items if item.chosen == AddAction.NEWEST]
    skipped = sum(item.chosen == AddAction.SKIP for item in items)
    count = len(added) + len(newest)
    parts = [f"{len(added)} added as they are" if len(added) != 1 else "1 added as it is"] if added else []
    parts += (
        [f"{len(newest)} in their newest version" if len(newest) != 1 else "1 in its newest version"]
        if newest
        else []
    )
    parts += [f"{skipped} skipped"] if skipped else []
    total = ", ".join(parts) or "Nothing to add yet"
    octets = sum(_download(item) for item in newest)
    replaced = sum(1 for item in (*added, *newest) if item.file and item.file.fit and item.file.fit.replaces)
    details = [f"{text.size(octets)} to download"] if octets else []
    if replaced:
        details.append(
            "1 older file is replaced and kept for undo"
            if replaced == 1
            else f"{replaced} older files are replaced and kept for undo"
        )
    button = f"Add {words.counted(count)}" if count else f"Add {words.many}"
    nothing_else = "What they need is looked for next" if count else "The files stay as they are"
    return Sums(total, " · ".join(details) or nothing_else, button, count)


def _download(item: ReportItem) -> int:
    newest = item.file.fit.newest if item.file and item.file.fit else None
    primary = newest.primary_file if newest else None
    return primary.size if primary else 0


def _modpack(file: IdentifiedFile) -> ReportItem:
    exact = file.version is not None
    return ReportItem(
        key=str(file.path),
        title=file.project.title if file.project else file.path.stem,
        version=short_version(file.version.number) if file.version else "",
        caption=f"{file.path.name} · modpack, {text.size(file.size)}",
        confidence=Confidence(4, "Exact", "same hash", "good")
        if exact
        else Confidence(3, "High", "a modpack by its name", "good"),
        fit="Opening modpacks comes later",
        parts=(Part("open", "Open", 160, enabled=False), Part(AddAction.SKIP, "Skip", 50)),
        chosen=AddAction.SKIP,
        icon="packs",
        icon_url=file.project.icon_url if file.project else None,
        file=file,
    )


def _other(file: IdentifiedFile) -> ReportItem:
    return ReportItem(
        key=str(file.path),
        title=file.path.name,
        caption=f"{file.path.name} · {text.size(file.size)}",
        confidence=Confidence(0, "Unknown", "not a JAR", "text_3"),
        fit="Not a mod",
        parts=(Part(AddAction.ADD, "Add", 160, enabled=False), Part(AddAction.SKIP, "Skip", 50)),
        chosen=AddAction.SKIP,
        icon=_icon(file.path),
        file=file,
    )


def _icon(path: Path) -> str:
    if path.suffix.lower() == ".mrpack":
        return "packs"
    return "jar" if path.suffix else "folder"


def _confidence(file: IdentifiedFile) -> Confidence:
    if file.hashes is None:
        return Confidence(0, "Unreadable", "", "bad", icon="error")
    if file.identified_by is IdentifiedBy.HASH:
        return Confidence(4, "Exact", "same hash", "good")
    if file.identified_by is IdentifiedBy.MANIFEST:
        return Confidence(3, "High", "manifest inside the JAR", "good")
    if _is_damaged(file):
        return Confidence(0, "Damaged", "no readable JAR", "bad", icon="altered")
    if file.identified_by is IdentifiedBy.NAME:
        return Confidence(2, "Possible", "file name only", "warn")
    return Confidence(0, "Unknown", "no match anywhere", "text_3")


def _fit(file: IdentifiedFile) -> tuple[str, Tone]:
    if file.hashes is None:
        return _in_short(file) or "Cannot be read", "bad"
    if _is_damaged(file):
        return _in_short(file), "bad"
    if file.fit is None:
        return "", "text_2"
    if _is_present(file):
        return file.fit.text, "text_2"
    if file.fit.fits:
        return file.fit.text, "good"
    return file.fit.text, "text_2" if file.identified_by is IdentifiedBy.NONE else "warn"


def _in_short(file: IdentifiedFile) -> str:
    """What is wrong with the file, without its name, which stands beside it."""
    sentences = file.problems[0].split(". ") if file.problems else [""]
    telling = sentences[1] if sentences[0].startswith(file.path.name) and len(sentences) > 1 else sentences[0]
    return telling.partition(": ")[0].rstrip(".")


def _caption(file: IdentifiedFile) -> str:
    return f"{file.path.name} · {text.size(file.size)}" if file.hashes else file.path.name


def _version(file: IdentifiedFile) -> str:
    if file.version:
        return short_version(file.version.number)
    return short_version(file.manifests[0].version) if file.manifests and file.manifests[0].version else ""


def _is_present(file: IdentifiedFile) -> bool:
    return file.fit is not None and file.fit.present


def _may_add(file: IdentifiedFile) -> bool:
    return file.hashes is not None and not _is_present(file) and not _is_damaged(file)


def _is_damaged(file: IdentifiedFile) -> bool:
    """Whether no loader could take the file: it is no known one, and says nothing readable of itself."""
    return bool(file.problems) and file.identified_by in {IdentifiedBy.NAME, IdentifiedBy.NONE}


def _may_newest(file: IdentifiedFile) -> bool:
    """Whether there is a newest version that would change anything."""
    fit = file.fit
    if fit is None or fit.newest is None:
        return False
    installed = fit.replaces.version if fit.replaces else None
    if _is_present(file):
        installed = file.version
    return installed is None or installed.id != fit.newest.id


def _preset(file: IdentifiedFile, *, add: bool, newest: bool) -> str:
    if file.identified_by not in {IdentifiedBy.HASH, IdentifiedBy.MANIFEST} or _is_present(file):
        return AddAction.SKIP
    if file.problems and file.identified_by is not IdentifiedBy.HASH:
        return AddAction.SKIP
    if add and (file.fit is None or file.fit.fits):
        return AddAction.ADD
    return AddAction.NEWEST if newest else AddAction.SKIP
