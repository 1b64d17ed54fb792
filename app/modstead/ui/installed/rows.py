"""What the Mods page says of each file, made ready for painting once per scan or check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from modstead.domain.instance import IdentifiedBy, InstalledMod, Library
from modstead.domain.project import SideSupport
from modstead.domain.updates import HeldBack, Update, UpdateCheck
from modstead.ui import text
from modstead.ui.installed.relations import Relations, Requirement
from modstead.ui.installed.twins import newer_twins
from modstead.ui.kit.painting import CHANNEL_WORDS, Tone
from modstead.ui.kit.versions import short_version

_CHIP_LENGTH = 32
_IDENTIFIED_WORDS = {
    IdentifiedBy.HASH: "Hash, exact",
    IdentifiedBy.MANIFEST: "Manifest",
    IdentifiedBy.NAME: "File name",
    IdentifiedBy.NONE: "Not identified",
}


@dataclass(frozen=True, slots=True)
class Chip:
    text: str
    tone: Tone
    icon: str


class RemedyKind(StrEnum):
    INSTALL = "install"
    ENABLE = "enable"
    IDENTIFY = "identify"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Remedy:
    """The one click that helps: install these projects, enable or remove these files, find out what a file is."""

    kind: RemedyKind
    text: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModRow:
    """A file in the table. `needs` holds one sentence for each problem."""

    mod: InstalledMod
    update: Update | None = None
    held_back: HeldBack | None = None
    chip: Chip | None = None
    remedy: Remedy | None = None
    needs: tuple[str, ...] = ()
    modified_text: str = ""
    title: str = ""
    version: str = ""
    provider: str = ""
    haystack: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The file's name, which tells one row from all others."""
        return self.mod.file.name

    @property
    def enabled(self) -> bool:
        return self.mod.file.enabled

    @property
    def modified(self) -> datetime:
        return datetime.fromtimestamp(self.mod.file.mtime_ns / 1e9, UTC)

    @property
    def has_problem(self) -> bool:
        return bool(self.needs)

    @property
    def unknown(self) -> bool:
        return self.mod.identified_by is IdentifiedBy.NONE

    @property
    def needless(self) -> bool:
        """A newer file of the same mod is enabled, so that removing this one helps more than updating it."""
        return self.remedy is not None and self.remedy.kind is RemedyKind.REMOVE

    @property
    def new_version(self) -> str:
        """What Update all would bring, as the platform writes it, or nothing."""
        return self.update.version.number if self.update else ""

    @property
    def side(self) -> str:
        return side_words(self.mod)

    @property
    def loaders(self) -> str:
        return ", ".join(self.mod.version.loaders) if self.mod.version else ""

    @property
    def game_versions(self) -> str:
        return ", ".join(reversed(self.mod.version.game_versions)) if self.mod.version else ""

    @property
    def channel(self) -> str:
        return CHANNEL_WORDS[self.mod.version.channel] if self.mod.version else ""

    @property
    def identified(self) -> str:
        return _IDENTIFIED_WORDS[self.mod.identified_by]

    def sentence(self) -> str:
        """The row as one sentence, for those who hear it."""
        parts = [f"{self.title} {self.version}".strip(), "enabled" if self.enabled else "disabled"]
        if self.update:
            parts.append(f"update to {short_version(self.update.version.number)} available")
        elif self.held_back and self.held_back.version:
            parts.append(f"{short_version(self.held_back.version.number)} held back")
        if self.chip:
            parts.append(self.chip.text[0].lower() + self.chip.text[1:])
        parts.append(f"modified {self.modified_text}")
        parts.append("not from a platform" if self.provider in {"None", "No match"} else self.provider)
        return ", ".join(parts)


def build_rows(
    library: Library,
    check: UpdateCheck | None,
    relations: Relations,
    titles: Mapping[str, str],
    now: datetime,
) -> tuple[ModRow, ...]:
    """A row for each mod; `titles` names projects that are needed but not installed."""
    updates = {update.mod.file.sha1: update for update in check.updates} if check else {}
    held = {item.mod.file.sha1: item for item in check.held_back if item.version} if check else {}
    twins = newer_twins(library.mods)
    rows = []
    for mod in library.mods:
        unmet, twin = relations.unmet(mod), twins.get(mod.file.name)
        chip, needs = _problem(mod, unmet, titles, twin)
        title = mod.title
        rows.append(
            ModRow(
                mod=mod,
                update=updates.get(mod.file.sha1),
                held_back=held.get(mod.file.sha1),
                chip=chip,
                remedy=_remedy(mod, unmet, twin),
                needs=needs,
                modified_text=text.ago(datetime.fromtimestamp(mod.file.mtime_ns / 1e9, UTC), now),
                title=title,
                version=short_version(mod.version_number) if mod.version_number else "",
                provider=_provider(mod),
                haystack=f"{title}\n{mod.file.name}\n{mod.version_number}".casefold(),
            )
        )
    return tuple(rows)


def needed_titles(library: Library, relations: Relations) -> tuple[str, ...]:
    """The projects that some mod needs and the folder lacks, so that their titles have to be asked for."""
    missing = {
        requirement.project_id
        for mod in library.mods
        for requirement in relations.requires(mod)
        if requirement.mod is None
    }
    return tuple(sorted(missing))


def requirement_title(requirement: Requirement, titles: Mapping[str, str]) -> str:
    if requirement.mod is not None:
        return requirement.mod.title
    return titles.get(requirement.project_id, "another mod")


def side_words(mod: InstalledMod) -> str:
    """Where a mod belongs: by its project, else by its manifest."""
    if mod.project and SideSupport.UNKNOWN not in {mod.project.client_side, mod.project.server_side}:
        return _support_words(mod.project.client_side, mod.project.server_side)
    environment = mod.manifests[0].environment if mod.manifests else ""
    return {"client": "Client", "server": "Server", "*": "Client and server"}.get(environment, "")


def _support_words(client: SideSupport, server: SideSupport) -> str:
    if server is SideSupport.UNSUPPORTED:
        return "Client"
    if client is SideSupport.UNSUPPORTED:
        return "Server"
    if client is SideSupport.REQUIRED and server is SideSupport.REQUIRED:
        return "Client and server"
    if client is SideSupport.REQUIRED:
        return "Client, server optional"
    if server is SideSupport.REQUIRED:
        return "Server, client optional"
    return "Client or server"


def _problem(
    mod: InstalledMod, unmet: Sequence[Requirement], titles: Mapping[str, str], twin: InstalledMod | None
) -> tuple[Chip | None, tuple[str, ...]]:
    sentences = list(mod.problems)
    if twin:
        sentences.append(f"{mod.title} is here twice: {mod.file.name} and {twin.file.name}.")
    for requirement in unmet:
        title = requirement_title(requirement, titles)
        state = "is not in this folder" if requirement.mod is None else "is disabled"
        sentences.append(f"Needs {title}, which {state}.")
    if mod.problems:
        short = mod.problems[0].rstrip(".")
        return Chip(short if len(short) <= _CHIP_LENGTH else "Damaged file", "bad", "error"), tuple(sentences)
    if twin:
        return Chip("Twice", "bad", "error"), tuple(sentences)
    if unmet:
        more = f" and {len(unmet) - 1} more" if len(unmet) > 1 else ""
        return Chip(f"Needs {requirement_title(unmet[0], titles)}{more}", "bad", "error"), tuple(sentences)
    if mod.identified_by is IdentifiedBy.NONE:
        return Chip("Unknown", "neutral", "unknown"), ()
    return None, ()


def _remedy(mod: InstalledMod, unmet: Sequence[Requirement], twin: InstalledMod | None) -> Remedy | None:
    if twin:
        return Remedy(RemedyKind.REMOVE, "Remove", (mod.file.name,))
    missing = tuple(requirement.project_id for requirement in unmet if requirement.mod is None)
    if missing:
        return Remedy(RemedyKind.INSTALL, "Install it" if len(missing) == 1 else "Install them", missing)
    disabled = tuple(requirement.mod.file.name for requirement in unmet if requirement.mod is not None)
    if disabled:
        return Remedy(RemedyKind.ENABLE, "Enable it" if len(disabled) == 1 else "Enable them", disabled)
    if mod.identified_by is IdentifiedBy.NONE:
        return Remedy(RemedyKind.IDENTIFY, "Identify", (mod.file.name,))
    return None


def _provider(mod: InstalledMod) -> str:
    if mod.version:
        return mod.version.provider.capitalize()
    if mod.project:
        return mod.project.ref.provider.capitalize()
    return "No match" if mod.manifests else "None"
