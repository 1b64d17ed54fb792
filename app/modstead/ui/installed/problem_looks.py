"""How each kind of problem looks, and what it is called in two words."""

from dataclasses import dataclass

from modstead.domain.problems import ProblemKind, RemedyKind
from modstead.ui.kit.painting import Tone


@dataclass(frozen=True, slots=True)
class Look:
    word: str
    icon: str
    tone: Tone


LOOKS: dict[ProblemKind, Look] = {
    ProblemKind.BROKEN: Look("Damaged file", "error", "bad"),
    ProblemKind.ALTERED: Look("Altered file", "altered", "bad"),
    ProblemKind.MISSING_DEPENDENCY: Look("Something is missing", "error", "bad"),
    ProblemKind.WRONG_VERSION: Look("Needs another version", "swap", "bad"),
    ProblemKind.INCOMPATIBLE: Look("Does not go together", "error", "bad"),
    ProblemKind.DUPLICATE: Look("Twice", "copy", "bad"),
    ProblemKind.WRONG_LOADER: Look("For another loader", "warning", "warn"),
    ProblemKind.WRONG_GAME_VERSION: Look("For another game version", "warning", "warn"),
    ProblemKind.WRONG_SIDE: Look("For the other side", "warning", "warn"),
    ProblemKind.UNKNOWN: Look("Unknown", "unknown", "neutral"),
    ProblemKind.ORPHAN: Look("Not needed any more", "mods", "neutral"),
}
REMEDY_ICONS = {
    RemedyKind.INSTALL: "download",
    RemedyKind.CHANGE_VERSION: "swap",
    RemedyKind.REPLACE: "refresh",
    RemedyKind.ENABLE: "check-circle",
    RemedyKind.DISABLE: "disabled",
    RemedyKind.REMOVE: "trash",
    RemedyKind.IDENTIFY: "unknown",
}
REMEDY_WORDS = {
    RemedyKind.INSTALL: "Install it",
    RemedyKind.CHANGE_VERSION: "Change version",
    RemedyKind.REPLACE: "Replace",
    RemedyKind.ENABLE: "Enable it",
    RemedyKind.DISABLE: "Disable",
    RemedyKind.REMOVE: "Remove",
    RemedyKind.IDENTIFY: "Identify",
}
"""Where there is room for a word or two only; a remedy's own text says all."""
