"""The rows of the matrix and the words in them: pure, without a widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from modstead.domain.instance import InstalledMod
from modstead.domain.migration import Cell, Outlook, Readiness, Standing
from modstead.domain.ranges.flexver import compare
from modstead.ui.kit.versions import short_version


class Group(IntEnum):
    """What a mod is for the chosen target; the exceptions come first."""

    NOT_YET = 1
    CONTINUED = 2
    HELD_UP = 3
    BETA = 4
    PINNED = 5
    UNKNOWN = 6
    READY = 7
    FITS = 8
    DISABLED = 9

    @property
    def title(self) -> str:
        return _TITLES[self]


_TITLES = {
    Group.NOT_YET: "Not there yet",
    Group.CONTINUED: "Another project may go on",
    Group.HELD_UP: "Ready, but waiting for others",
    Group.BETA: "Only a beta",
    Group.PINNED: "Pinned",
    Group.UNKNOWN: "Not known",
    Group.READY: "Ready",
    Group.FITS: "Fits already",
    Group.DISABLED: "Disabled",
}
_GROUPS = {
    Readiness.NOT_YET: Group.NOT_YET,
    Readiness.CONTINUED: Group.CONTINUED,
    Readiness.BETA: Group.BETA,
    Readiness.PINNED: Group.PINNED,
    Readiness.UNKNOWN: Group.UNKNOWN,
    Readiness.READY: Group.READY,
    Readiness.FITS: Group.FITS,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell: a shape and its colour, a word, and more beside it in another colour; `brief` where that has no room.

    `channel` has a shape and a word of its own.
    """

    word: str
    icon: str = ""
    colour: str = "text_3"
    channel: str = ""
    more: str = ""
    more_colour: str = "text_3"
    brief: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.word} {self.more}".strip()


@dataclass(frozen=True, slots=True)
class Heading:
    group: Group
    count: int

    @property
    def title(self) -> str:
        return self.group.title


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A mod, a mark for each target, and why it is so for the chosen one. `project_id` is the project to look at."""

    mod: InstalledMod
    marks: tuple[Mark, ...]
    targets: tuple[str, ...]
    chosen: int
    reason: str
    project_id: str = ""
    project_title: str = ""

    @property
    def sentence(self) -> str:
        """The row as one sentence, the chosen target first."""
        order = [self.chosen, *(place for place in range(len(self.marks)) if place != self.chosen)]
        told = ", ".join(f"{self.targets[place]}: {self.marks[place].sentence}" for place in order)
        name = self.mod.title if self.mod.file.enabled else f"{self.mod.title}, disabled"
        return f"{name} {short_version(self.mod.version_number)}".rstrip() + f", {told}. {self.reason}"


Row = Heading | MatrixRow


def mark_of(cell: Cell, standing: Standing, held_up: int = 0) -> Mark:
    """How a cell is shown; `held_up` is how many wait for it."""
    number = short_version(cell.version.number) if cell.version else ""
    waits_for = standing.waiting.get(cell.name, ())
    if waits_for and cell.readiness in {Readiness.READY, Readiness.FITS, Readiness.BETA}:
        return Mark("Waits for", "pause", "warn", more=waits_for[0], more_colour="text_2", brief="Waits")
    blocks = f"blocks {held_up}" if held_up else ""
    match cell.readiness:
        case Readiness.FITS:
            return Mark("Fits already", "fit", "good")
        case Readiness.READY:
            if _is_older(cell):
                return Mark(
                    "Ready",
                    "check-circle",
                    "good",
                    more=f"{number}, older",
                    more_colour="warn",
                    brief="Older",
                )
            return Mark("Ready", "check-circle", "good", more=number, brief="Ready")
        case Readiness.BETA:
            channel = cell.version.channel.value if cell.version else "beta"
            return Mark(
                channel.capitalize(),
                colour="warn" if channel == "beta" else "bad",
                channel=channel,
                more=blocks or number,
                more_colour="bad" if blocks else "text_3",
                brief=channel.capitalize(),
            )
        case Readiness.CONTINUED:
            title = cell.continuation.project.title if cell.continuation else ""
            return Mark("Maybe", "swap", "text_2", more=title, more_colour="text_2", brief=f"{title}?")
        case Readiness.PINNED:
            return Mark("Pinned", "pin", "text_3", more=blocks, more_colour="bad", brief="Pinned")
        case Readiness.UNKNOWN:
            return Mark("Not known", "unknown", "text_3")
        case _:
            return Mark("Not yet", "close", "bad", more=blocks, more_colour="bad", brief=blocks.capitalize())


def _is_older(cell: Cell) -> bool:
    """Whether the mod would go back: the number that is there is higher."""
    if cell.version is None or not cell.mod.version_number:
        return False
    new, old = short_version(cell.version.number), short_version(cell.mod.version_number)
    return compare(new, old) < 0


def rows_of(outlooks: Sequence[Outlook], standings: Sequence[Standing], chosen: int) -> tuple[Row, ...]:
    """The whole matrix, in groups for the chosen target; within one by how many wait for it, then by title."""
    if not outlooks:
        return ()
    targets = tuple(str(outlook.target) for outlook in outlooks)
    standing = standings[chosen]
    held_up = [each.held_up_by() for each in standings]
    grouped: dict[Group, list[tuple[int, str, MatrixRow]]] = {}
    for place, cell in enumerate(outlooks[chosen].cells):
        marks = tuple(
            mark_of(outlook.cells[place], each, len(waiting.get(cell.name, ())))
            for outlook, each, waiting in zip(outlooks, standings, held_up, strict=True)
        )
        waits = held_up[chosen].get(cell.name, ())
        row = MatrixRow(cell.mod, marks, targets, chosen, _reason(cell, standing, waits), *_project(cell))
        key = (-len(waits), cell.mod.title.casefold(), row)
        grouped.setdefault(_group(cell, standing), []).append(key)
    rows: list[Row] = []
    for group in sorted(grouped):
        members = sorted(grouped[group], key=lambda item: item[:2])
        rows += [Heading(group, len(members)), *(row for _, _, row in members)]
    return tuple(rows)


def _group(cell: Cell, standing: Standing) -> Group:
    if not cell.mod.file.enabled:
        return Group.DISABLED
    if cell.name in standing.waiting:
        return Group.HELD_UP
    return _GROUPS[cell.readiness]


def _reason(cell: Cell, standing: Standing, held_up: Sequence[str]) -> str:
    waits_for = standing.waiting.get(cell.name, ())
    if waits_for:
        return f"It needs {' and '.join(waits_for[:3])}, which {'is' if len(waits_for) == 1 else 'are'} not there yet."
    return f"{cell.reason} {_named(held_up)}".rstrip()


def _named(held_up: Sequence[str]) -> str:
    if not held_up:
        return ""
    names = list(held_up[:3]) + ([f"{len(held_up) - 3} more"] if len(held_up) > 3 else [])
    words = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{words} {'waits' if len(held_up) == 1 else 'wait'} for it."


def _project(cell: Cell) -> tuple[str, str]:
    if cell.continuation:
        return cell.continuation.project.project_id, cell.continuation.project.title
    project = cell.mod.project
    return (project.project_id, project.title) if project else ("", "")
