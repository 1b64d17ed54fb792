"""What the page of a search lists: the mods that are on and off, those under suspicion, and those to be kept on."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from modstead.domain.bisect import Verdict
from modstead.domain.instance import InstalledMod
from modstead.services.bisects import Bisect
from modstead.ui import text
from modstead.ui.kit.action_list import ActionRow, Row
from modstead.ui.kit.painting import Tone


class Listed(StrEnum):
    """Which mods are shown."""

    SUSPECTS = "Suspects"
    ON = "On"
    OFF = "Off"


def to_keep(mods: Sequence[InstalledMod], kept: Collection[str]) -> list[Row]:
    """The enabled mods, with a tick for those that stay on throughout."""
    return [
        ActionRow(mod.file.name, mod.title, icon_url=_picture(mod), ticked=mod.file.name in kept)
        for mod in sorted(mods, key=lambda mod: text.natural(mod.title))
        if mod.file.enabled
    ]


def names_listed(found: Bisect, listed: Listed) -> tuple[str, ...]:
    """The files, by the names that they had when the search began."""
    question, record = found.question, found.record
    if question is None or record is None:
        return ()
    if listed is Listed.SUSPECTS:
        return question.suspects
    return tuple(name for name in record.search.files if (name in question.on) is (listed is Listed.ON))


def rows_of(found: Bisect, listed: Listed) -> list[Row]:
    names = names_listed(found, listed)
    on = found.question.on if found.question else frozenset()
    kept = frozenset(found.record.search.kept if found.record else ())
    return _sorted(_row(found, name, name in on, kept, listed) for name in names)


def rows_of_verdict(found: Bisect) -> list[Row]:
    """What was found, or is left, and what was on with it because it is needed or stays on."""
    verdict = found.verdict
    if verdict is None:
        return []
    parts, needs = (
        [_found_row(found, name, chip, tone) for name in names]
        for names, chip, tone in _verdict_parts(verdict, certain=found.can_leave_off)
    )
    return [*_sorted(parts), *_sorted(needs)]


def _verdict_parts(verdict: Verdict, *, certain: bool) -> tuple[tuple[tuple[str, ...], str, Tone], ...]:
    word: tuple[str, Tone] = ("Breaks it", "bad") if certain else ("Suspect", "warn")
    return (verdict.files, *word), (verdict.needs, "On with it", "neutral")


def _found_row(found: Bisect, name: str, chip: str, tone: Tone) -> ActionRow:
    return ActionRow(name, found.title(name), chip=chip, tone=tone, icon_url=_picture(found.mod(name)))


def _row(found: Bisect, name: str, on: bool, kept: Collection[str], listed: Listed) -> ActionRow:
    mod = found.mod(name)
    chip, tone = _chip(found, name, on, kept, listed)
    return ActionRow(name, found.title(name), chip=chip, tone=tone, icon_url=_picture(mod), enabled=on)


def _chip(
    found: Bisect,
    name: str,
    on: bool,
    kept: Collection[str],
    listed: Listed,
) -> tuple[str, Tone]:
    if found.mod(name) is None:
        return "Gone", "warn"
    if listed is Listed.SUSPECTS:
        return ("On", "good") if on else ("Off", "neutral")
    if name in kept:
        return "Stays on", "neutral"
    suspects = found.question.suspects if found.question else ()
    return ("Suspect", "warn") if name in suspects else ("", "neutral")


def _sorted(rows: Iterable[ActionRow]) -> list[Row]:
    return sorted(rows, key=lambda row: text.natural(row.title))


def _picture(mod: InstalledMod | None) -> str | None:
    return mod.project.icon_url if mod and mod.project else None
