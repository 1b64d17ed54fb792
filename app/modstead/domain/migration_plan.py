"""What becomes of each file when a folder moves: which are replaced, which stay, and which would not start any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from modstead.domain.instance import ContentKind, InstalledMod
from modstead.domain.migration import Cell, Continuation, Outlook, Readiness, file_of
from modstead.domain.plan import Note, NoteKind
from modstead.domain.updates import Update

_MOST_NAMED = 4


class LeftBehind(StrEnum):
    """What becomes of a file that is not there for the target, or waits for one: it would hardly start."""

    DISABLE = "disable"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class MigrationChoices:
    """The user's say. `betas` takes what is there as a beta only, `continuations` the projects that are suggested."""

    left_behind: LeftBehind = LeftBehind.DISABLE
    betas: bool = False
    continuations: bool = False


DEFAULT_CHOICES = MigrationChoices()


@dataclass(frozen=True, slots=True)
class Moves:
    """`updates` are of enabled files, `asleep` of disabled ones, which stay so; `successors` take a file's place.

    `resting` are updates of enabled files that wait for others, and so are disabled; each has the reason, as `leaving`.
    `leaving` are to be disabled, each with the reason in a few words; `stays` all enabled files that are left alone.
    """

    updates: tuple[Update, ...]
    asleep: tuple[Update, ...]
    successors: tuple[tuple[InstalledMod, Continuation], ...]
    resting: tuple[tuple[Update, str], ...]
    leaving: tuple[tuple[InstalledMod, str], ...]
    stays: tuple[InstalledMod, ...]
    notes: tuple[Note, ...]


def moves_of(outlook: Outlook, choices: MigrationChoices) -> Moves:
    """What becomes of each file of the folder, with a note on each that is left behind."""
    standing = outlook.standing(betas=choices.betas)
    taken = {Readiness.READY} | ({Readiness.BETA} if choices.betas else set())
    keeps = choices.left_behind is LeftBehind.KEEP
    updates: list[Update] = []
    asleep: list[Update] = []
    successors: list[tuple[InstalledMod, Continuation]] = []
    resting: list[tuple[Update, str]] = []
    leaving: list[tuple[InstalledMod, str]] = []
    stays: list[InstalledMod] = []
    notes: list[Note] = []
    for cell in outlook.cells:
        update = _update(cell) if cell.readiness in taken else None
        waits_for = standing.waiting.get(cell.name, ())
        if not cell.mod.file.enabled:
            asleep += [update] if update else []
        elif cell.readiness is Readiness.CONTINUED and choices.continuations and cell.continuation:
            successors.append((cell.mod, cell.continuation))
            text = f"{cell.continuation.project.title} takes the place of {cell.mod.title}. {cell.continuation.why}"
            notes.append(Note(NoteKind.INFO, cell.mod.title, text))
        elif update and (keeps or not waits_for):
            updates.append(update)
        elif cell.readiness is Readiness.PINNED or _is_well(cell, waits_for):
            stays.append(cell.mod)
            notes += _pinned(cell, outlook)
        elif keeps:
            stays.append(cell.mod)
            text = f"{_why(cell, waits_for)} Its file stays as it is."
            notes.append(Note(NoteKind.HELD_BACK, cell.mod.title, text))
        elif update:
            resting.append((update, _in_few_words(_why(cell, waits_for))))
        else:
            leaving.append((cell.mod, _in_few_words(_why(cell, waits_for))))
    notes += [*_resting(resting), *_disabled(leaving, outlook), *_unknown(stays, outlook)]
    return Moves(
        tuple(updates),
        tuple(asleep),
        tuple(successors),
        tuple(resting),
        tuple(leaving),
        tuple(stays),
        tuple(notes),
    )


def _update(cell: Cell) -> Update | None:
    file = file_of(cell.version)
    return Update(cell.mod, cell.version, file) if cell.version and file else None


def _is_well(cell: Cell, waits_for: Iterable[str]) -> bool:
    """Whether the file as it is may stay: it fits and lacks nothing, or nothing is known against it."""
    if cell.readiness is Readiness.UNKNOWN:
        return not cell.refused
    return cell.readiness is Readiness.FITS and not waits_for


def _pinned(cell: Cell, outlook: Outlook) -> list[Note]:
    if cell.readiness is not Readiness.PINNED:
        return []
    text = f"{cell.reason} It is not made for {outlook.target}, and stays all the same."
    return [Note(NoteKind.HELD_BACK, cell.mod.title, text)]


def _why(cell: Cell, waits_for: tuple[str, ...]) -> str:
    return f"It waits for {joined(waits_for)}." if waits_for else cell.reason


def _in_few_words(sentence: str) -> str:
    words = sentence.removeprefix("It ").rstrip(".")
    return words[:1].lower() + words[1:]


def _resting(resting: Iterable[tuple[Update, str]]) -> list[Note]:
    titles = [update.mod.title for update, _ in resting]
    if not titles:
        return []
    come, they_wait = ("come in their new versions", "they wait")
    if len(titles) == 1:
        come, they_wait = ("comes in its new version", "it waits")
    text = f"{joined(titles, 9)} {come}, but disabled until what {they_wait} for is there."
    return [Note(NoteKind.INFO, titles[0], text)]


def _disabled(leaving: Iterable[tuple[InstalledMod, str]], outlook: Outlook) -> list[Note]:
    titles = [mod.title for mod, _ in leaving]
    if not titles:
        return []
    runs_code = outlook.target.content in {ContentKind.MOD, ContentKind.PLUGIN}
    why = "the game would hardly start" if runs_code else f"there is none for {outlook.target}"
    text = f"{joined(titles, 9)} {'is' if len(titles) == 1 else 'are'} disabled, since {why}."
    return [Note(NoteKind.INFO, titles[0], text)]


def _unknown(stays: Iterable[InstalledMod], outlook: Outlook) -> list[Note]:
    names = {cell.name for cell in outlook.cells if cell.readiness is Readiness.UNKNOWN}
    unknown = [mod.file.name for mod in stays if mod.file.name in names]
    if not unknown:
        return []
    files, they = ("file", "it stays as it is") if len(unknown) == 1 else ("files", "they stay as they are")
    text = f"Of {len(unknown)} {files} it is not known whether they fit {outlook.target}; {they}: {joined(unknown)}."
    if len(unknown) == 1:
        text = f"Whether {unknown[0]} fits {outlook.target} is not known; {they}."
    return [Note(NoteKind.INFO, unknown[0], text)]


def joined(names: Iterable[str], most: int = _MOST_NAMED) -> str:
    """As a sentence lists them: "A, B and 3 more"."""
    listed = list(names)
    if len(listed) > most:
        listed = [*listed[: most - 1], f"{len(listed) - most + 1} more"]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
