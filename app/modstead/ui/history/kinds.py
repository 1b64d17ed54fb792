"""How each kind of change looks and is told in the history: a new kind needs one line here."""

from collections.abc import Mapping
from dataclasses import dataclass

from modstead.domain.plan import OperationKind, PlanKind


@dataclass(frozen=True, slots=True)
class KindLook:
    """`colour` is a token of the palette. `leading` is the operation that the sentence begins with.

    `words` is the sentence where that is not simply what was done: `{changes}` stands for what was done, `{about}`
    for what the whole change is about.
    """

    icon: str
    colour: str = "text_2"
    leading: OperationKind = OperationKind.INSTALL
    words: str = "{changes}"


LOOKS: Mapping[PlanKind, KindLook] = {
    PlanKind.INSTALL: KindLook("download", "good"),
    PlanKind.ADD: KindLook("drop", "good"),
    PlanKind.UPDATE: KindLook("update", "accent_text", OperationKind.UPDATE),
    PlanKind.REMOVE: KindLook("trash", "bad", OperationKind.REMOVE),
    PlanKind.ENABLE: KindLook("check-circle", leading=OperationKind.ENABLE),
    PlanKind.DISABLE: KindLook("disabled", leading=OperationKind.DISABLE),
    PlanKind.BISECT: KindLook("search", words="Find the mod that breaks the game: {changes}"),
    PlanKind.MIGRATE: KindLook(
        "swap", "accent_text", OperationKind.UPDATE, words="Moved to {about}: {changes}"
    ),
    PlanKind.LOADOUT: KindLook("swap", words="Switched to the loadout “{about}”"),
    PlanKind.UNDO: KindLook("undo"),
    PlanKind.REDO: KindLook("refresh"),
    PlanKind.RESTORE: KindLook("history"),
}


def look_of(kind: PlanKind) -> KindLook:
    return LOOKS.get(kind, KindLook("history"))
