"""What a game left behind when it broke, and what that tells. Reading it is for `crash_reading`."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_NAMED_TIME = re.compile(r"crash-(\d{4})-(\d\d)-(\d\d)_(\d\d)\.(\d\d)\.(\d\d)")
_OF_THE_GAME = (
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "net.minecraft.",
    "com.mojang.",
    "net.fabricmc.loader.",
    "org.quiltmc.loader.",
    "net.minecraftforge.",
    "net.neoforged.",
    "cpw.mods.",
    "org.spongepowered.",
    "org.lwjgl.",
    "com.google.",
    "io.netty.",
    "it.unimi.",
    "org.apache.",
    "org.objectweb.",
    "joptsimple.",
    "oshi.",
)


class FindingKind(StrEnum):
    """How something is named as a cause, from what the loader itself says to what merely appears."""

    MISSING_DEPENDENCY = "missing-dependency"
    WRONG_VERSION = "wrong-version"
    INCOMPATIBLE = "incompatible"
    FAILED = "failed"
    MIXIN = "mixin"
    SUSPECTED = "suspected"
    MISSING_CLASS = "missing-class"
    STACK = "stack"
    WRONG_JAVA = "wrong-java"
    OUT_OF_MEMORY = "out-of-memory"

    @property
    def weight(self) -> int:
        """How much it says of what it names; 0 for what names no mod."""
        return _WEIGHTS.get(self, 0)


_WEIGHTS = {
    FindingKind.MISSING_DEPENDENCY: 100,
    FindingKind.WRONG_VERSION: 100,
    FindingKind.INCOMPATIBLE: 100,
    FindingKind.FAILED: 95,
    FindingKind.MIXIN: 80,
    FindingKind.SUSPECTED: 60,
    FindingKind.MISSING_CLASS: 50,
    FindingKind.STACK: 30,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`mod_id` and `file_name` name the mod, each empty where the text does not; `line` is the one that says so.

    `other_id` is the second mod where there is one: what is needed or refused. `text` is one sentence that does without
    the mod's name. `class_name` is a class in question, `a.b.C`.
    """

    kind: FindingKind
    text: str
    line: str
    mod_id: str = ""
    file_name: str = ""
    other_id: str = ""
    class_name: str = ""


@dataclass(frozen=True, slots=True)
class CrashText:
    """A file of a game that may tell of a crash. `written` is when it was last written; `is_log` that it is a log,
    which tells of much else.
    """

    name: str
    text: str
    written: datetime
    is_log: bool = False


@dataclass(frozen=True, slots=True)
class Crash:
    """`at` is when it happened, as far as can be told; `headline` is the game's own word for it, in one line."""

    source: str
    at: datetime
    headline: str
    findings: tuple[Finding, ...] = ()


def is_of_the_game(class_name: str) -> bool:
    """Whether a class is the game's, its loader's or a library's of theirs, so that it names no mod."""
    return class_name.startswith(_OF_THE_GAME)


def named_time(name: str) -> datetime | None:
    """When the crash came by the name of its report; None where that does not tell."""
    found = _NAMED_TIME.search(name)
    return moment(found) if found else None


def moment(told: re.Match[str]) -> datetime | None:
    """The moment whose six numbers were found, in this computer's zone since games write none; None if none is."""
    try:
        year, month, day, hour, minute, second = (int(number) for number in told.groups())
        return datetime(year, month, day, hour, minute, second).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
