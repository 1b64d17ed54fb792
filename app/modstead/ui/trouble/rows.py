"""What the page of a crash lists: whom it points at, and what has changed since the game last worked."""

from collections import Counter
from collections.abc import Mapping

from modstead.domain.crash import FindingKind
from modstead.domain.good_state import Since, SinceKind
from modstead.domain.instance import InstalledMod
from modstead.domain.suspects import Suspect
from modstead.services.troubles import Trouble
from modstead.ui import text
from modstead.ui.kit.action_list import ActionRow, Heading, Row
from modstead.ui.kit.painting import Tone

_CHIPS: Mapping[SinceKind, tuple[str, Tone]] = {
    SinceKind.ADDED: ("Added", "good"),
    SinceKind.UPDATED: ("Updated", "accent"),
    SinceKind.REMOVED: ("Removed", "bad"),
    SinceKind.ENABLED: ("Enabled", "neutral"),
    SinceKind.DISABLED: ("Disabled", "neutral"),
}
_OF_NO_MOD: Mapping[FindingKind, str] = {
    FindingKind.MISSING_CLASS: "A class is missing",
    FindingKind.OUT_OF_MEMORY: "Out of memory",
    FindingKind.WRONG_JAVA: "Another Java is needed",
}


def suspect_rows(trouble: Trouble, mods: Mapping[str, InstalledMod]) -> list[Row]:
    """The suspects, the likeliest first, then what a crash tells that names none."""
    blame = trouble.blame
    rows: list[Row] = []
    if blame.suspects:
        rows.append(Heading("The crash points at", text.plural(len(blame.suspects), "mod")))
    for number, suspect in enumerate(blame.suspects):
        rows.append(_suspect(number, suspect, mods.get(suspect.file)))
    if blame.other:
        rows.append(Heading("It also says"))
    rows += [
        ActionRow(
            f"other {number}",
            _OF_NO_MOD.get(finding.kind, "No mod of this folder"),
            finding.text,
            finding.line,
        )
        for number, finding in enumerate(blame.other)
    ]
    return rows


def _suspect(number: int, suspect: Suspect, mod: InstalledMod | None) -> ActionRow:
    chip: tuple[str, Tone] = ("", "neutral")
    if mod is None:
        chip = ("Not here", "neutral")
    elif not mod.file.enabled:
        chip = ("Disabled", "neutral")
    elif suspect.changed:
        chip = ("Changed since", "warn")
    return ActionRow(
        key=f"suspect {number}",
        title=suspect.title,
        detail=suspect.why.text,
        line=suspect.why.line,
        chip=chip[0],
        tone=chip[1],
        button="Disable" if mod and mod.file.enabled else "",
        icon_url=mod.project.icon_url if mod and mod.project else None,
        enabled=mod is None or mod.file.enabled,
    )


def change_rows(trouble: Trouble, mods: Mapping[str, InstalledMod]) -> list[Row]:
    """The changes, those of suspects first; each that Modstead made can be undone."""
    suspected = {suspect.file for suspect in trouble.blame.suspects if suspect.file}
    places = sorted(
        range(len(trouble.changes)),
        key=lambda place: trouble.changes[place].file.name not in suspected,
    )
    together = Counter(change.operation_id for change in trouble.changes if change.operation_id)
    return [
        _change(
            place,
            trouble.changes[place],
            mods.get(trouble.changes[place].file.name),
            together[trouble.changes[place].operation_id],
        )
        for place in places
    ]


def _change(place: int, change: Since, mod: InstalledMod | None, together: int) -> ActionRow:
    """It may be one of several that were made, and are undone, together."""
    chip, tone = _CHIPS[change.kind]
    by = f"One of {text.in_words(together)} at once" if together > 1 else ""
    by = by if change.operation_id else "By hand"
    number = change.numbers
    detail = " · ".join(part for part in (number, by) if part) or change.file.jar_name
    return ActionRow(
        key=f"change {place}",
        title=change.title,
        detail=detail,
        chip=chip,
        tone=tone,
        button="Undo" if change.operation_id else "",
        icon_url=mod.project.icon_url if mod and mod.project else None,
        enabled=change.kind not in {SinceKind.REMOVED, SinceKind.DISABLED},
    )
