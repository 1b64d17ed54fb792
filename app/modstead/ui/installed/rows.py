"""What the Mods page says of each file, made ready for painting once per scan or check."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from modstead.domain.graph import Graph
from modstead.domain.instance import IdentifiedBy, InstalledMod, Library
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind
from modstead.domain.project import SideSupport
from modstead.domain.updates import HeldBack, Update, UpdateCheck
from modstead.domain.version import Version
from modstead.ui import text
from modstead.ui.installed.findings import Findings, best_remedy, is_tidying
from modstead.ui.installed.policy_words import NO_WORD, Word
from modstead.ui.installed.problem_looks import LOOKS, REMEDY_WORDS
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


@dataclass(frozen=True, slots=True)
class ModRow:
    """A file in the table. `problems` come worst first; `needs` and `needed_by` are titles of mods."""

    mod: InstalledMod
    update: Update | None = None
    held_back: HeldBack | None = None
    chip: Chip | None = None
    problems: tuple[Problem, ...] = ()
    needs: tuple[str, ...] = ()
    needed_by: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    """Titles of what it needs and does not have, or not in a version that does."""
    modified_text: str = ""
    title: str = ""
    version: str = ""
    provider: str = ""
    haystack: str = field(default="", repr=False)
    word: Word = field(default=NO_WORD, repr=False)

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
    def sentences(self) -> tuple[str, ...]:
        """What is wrong with it, a sentence each."""
        return tuple(problem.detail for problem in self.problems)

    @property
    def remedy(self) -> Remedy | None:
        """The one click that helps most."""
        found = (best_remedy(problem) for problem in self.problems)
        return next((remedy for remedy in found if remedy), None)

    @property
    def remedy_words(self) -> str:
        """The remedy as the table says it: in two words, or with the name of the other file that it acts on."""
        if self.remedy is None:
            return ""
        own = self.remedy.file in {"", self.name}
        return REMEDY_WORDS[self.remedy.kind] if own else self.remedy.text

    @property
    def has_problem(self) -> bool:
        return bool(self.problems) and any(not is_tidying(problem) for problem in self.problems)

    @property
    def unknown(self) -> bool:
        """Nobody knows what it is, and the user did not say that it be left alone."""
        return bool(self.problems) and any(problem.kind is ProblemKind.UNKNOWN for problem in self.problems)

    @property
    def needless(self) -> bool:
        """A newer file of the same mod is enabled, so that removing this one helps more than updating it."""
        remedy = self.remedy
        return (
            self.has_problem
            and remedy is not None
            and remedy.kind is RemedyKind.REMOVE
            and remedy.file == self.name
        )

    @property
    def new_version(self) -> str:
        """What Update all would bring, as the platform writes it, or nothing."""
        return self.update.version.number if self.update else ""

    @property
    def offered(self) -> Version | None:
        """The version that the platform offers, though it may be held back."""
        offer = self.update or self.held_back
        return offer.version if offer else None

    @property
    def news_of_word(self) -> tuple[str, str] | None:
        """An icon and words, where the mod is left as it is since the user said so."""
        held = self.held_back and self.held_back.version
        return None if self.update else self.word.news(held.number if held else "")

    @property
    def offers_remedy(self) -> bool:
        """Whether the remedy's link stands in the Update column, and no version."""
        held = self.held_back and self.held_back.version and not self.news_of_word
        return self.remedy is not None and (self.needless or not (self.update or held))

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
        elif told := self.news_of_word:
            parts.append(told[1][0].lower() + told[1][1:])
        elif self.held_back and self.held_back.version:
            parts.append(f"{short_version(self.held_back.version.number)} held back")
        if self.chip:
            parts.append(self.chip.text[0].lower() + self.chip.text[1:])
        if self.remedy and self.offers_remedy:
            parts.append(f"{self.remedy.text} is offered")
        parts.append(f"modified {self.modified_text}")
        parts.append("not from a platform" if self.provider in {"None", "No match"} else self.provider)
        return ", ".join(parts)


def build_rows(
    library: Library,
    check: UpdateCheck | None,
    findings: Findings,
    now: datetime,
    word_on: Callable[[InstalledMod, Version | None], Word] = lambda _mod, _offered: NO_WORD,
) -> tuple[ModRow, ...]:
    """A row for each mod."""
    updates = {update.mod.file.sha1: update for update in check.updates} if check else {}
    held = {item.mod.file.sha1: item for item in check.held_back if item.version} if check else {}
    problems = findings.by_file()
    rows = []
    for mod in library.mods:
        name, title = mod.file.name, mod.title
        its_problems = problems.get(name, ())
        update, held_back = updates.get(mod.file.sha1), held.get(mod.file.sha1)
        offer = update or held_back
        rows.append(
            ModRow(
                mod=mod,
                update=update,
                held_back=held_back,
                chip=_chip(mod, its_problems, findings.graph),
                problems=its_problems,
                needs=_titles((edge.target for edge in findings.graph.requires(name)), findings.graph),
                lacks=tuple(dict.fromkeys(findings.graph.title(edge) for edge in findings.graph.unmet(name))),
                needed_by=_titles((edge.source for edge in findings.graph.required_by(name)), findings.graph),
                modified_text=text.ago(datetime.fromtimestamp(mod.file.mtime_ns / 1e9, UTC), now),
                title=title,
                version=short_version(mod.version_number) if mod.version_number else "",
                provider=_provider(mod),
                haystack=f"{title}\n{name}\n{mod.version_number}".casefold(),
                word=word_on(mod, offer.version if offer else None),
            )
        )
    return tuple(rows)


def _titles(names: Iterable[str], graph: Graph) -> tuple[str, ...]:
    return tuple(dict.fromkeys(graph.mods[name].title for name in names if name in graph.mods))


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


def _chip(mod: InstalledMod, problems: Sequence[Problem], graph: Graph) -> Chip | None:
    if not problems:
        return None
    worst = problems[0]
    look = LOOKS[worst.kind]
    words = _chip_words(mod, worst, graph)
    return Chip(words if len(words) <= _CHIP_LENGTH else look.word, look.tone, look.icon)


def _chip_words(mod: InstalledMod, problem: Problem, graph: Graph) -> str:
    unmet = graph.unmet(mod.file.name)
    if problem.kind is ProblemKind.MISSING_DEPENDENCY and unmet:
        title = graph.title(unmet[0])
        if title == unmet[0].project_id:
            return LOOKS[problem.kind].word  # no name is known yet
        more = f" and {len(unmet) - 1} more" if len(unmet) > 1 else ""
        return f"Needs {title}{more}"
    if problem.kind is ProblemKind.INCOMPATIBLE and problem.others and problem.others[0] in graph.mods:
        return f"Not with {graph.mods[problem.others[0]].title}"
    return LOOKS[problem.kind].word


def _provider(mod: InstalledMod) -> str:
    if mod.version:
        return mod.version.provider.capitalize()
    if mod.project:
        return mod.project.ref.provider.capitalize()
    return "No match" if mod.manifests else "None"
