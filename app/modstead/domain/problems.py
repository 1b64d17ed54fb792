"""What is wrong in a folder, and what puts it right."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """From what keeps the game from starting to what merely could be tidier."""

    BROKEN = "broken"
    ALTERED = "altered"
    MISSING_DEPENDENCY = "missing-dependency"
    WRONG_VERSION = "wrong-version"
    INCOMPATIBLE = "incompatible"
    DUPLICATE = "duplicate"
    WRONG_LOADER = "wrong-loader"
    WRONG_GAME_VERSION = "wrong-game-version"
    WRONG_SIDE = "wrong-side"
    UNKNOWN = "unknown"
    ORPHAN = "orphan"


class RemedyKind(StrEnum):
    """What a remedy does. Each but `IDENTIFY`, which asks the user, becomes a plan."""

    INSTALL = "install"
    CHANGE_VERSION = "change-version"
    REPLACE = "replace"
    ENABLE = "enable"
    DISABLE = "disable"
    REMOVE = "remove"
    IDENTIFY = "identify"


@dataclass(frozen=True, slots=True)
class Remedy:
    """`text` is a command as a button says it ("Install Fabric API").

    `file` is the file in the folder that it acts on, where there is one. What to install is named by `project_id`, or
    by the `mod_id` of a manifest where no project is known; `mod_id` and `ranges` also bound the version to take.
    """

    kind: RemedyKind
    text: str
    file: str = ""
    project_id: str = ""
    mod_id: str = ""
    ranges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """`file` has it, and `others` have part in it; `detail` is one sentence. The best remedy comes first."""

    kind: ProblemKind
    file: str
    title: str
    detail: str
    remedies: tuple[Remedy, ...] = ()
    others: tuple[str, ...] = ()
