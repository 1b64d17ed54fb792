"""What a review is called, what its button says and what it all comes to; pure, without a widget."""

from collections.abc import Collection

from modstead.domain.instance import Library
from modstead.domain.plan import Operation, OperationKind, Plan, PlanKind
from modstead.ui import text
from modstead.ui.content_words import ContentWords, words_for
from modstead.ui.review.items import Section, section_of

_TITLES = {
    PlanKind.UPDATE: "Review updates",
    PlanKind.INSTALL: "Review installation",
    PlanKind.ADD: "Review added files",
    PlanKind.REMOVE: "Review removal",
    PlanKind.ENABLE: "Review what is enabled",
    PlanKind.DISABLE: "Review what is disabled",
    PlanKind.UNDO: "Review undo",
    PlanKind.REDO: "Review redo",
    PlanKind.RESTORE: "Review the way back",
    PlanKind.LOADOUT: "Review loadout",
    PlanKind.MIGRATE: "Review move",
}
_SECTIONS = {
    Section.HELD: "Held back",
    Section.UPDATED: "Updates",
    Section.REPLACED: "Replaced",
    Section.NEW: "New",
    Section.REMOVED: "Removed",
    Section.ENABLED: "Enabled",
    Section.DISABLED: "Disabled",
    Section.OLDER: "Older versions",
}
_AFTER_UNDO = {
    Section.UPDATED: "Versions from before",
    Section.NEW: "Brought back",
    Section.REMOVED: "Taken away again",
}
_VERBS = {
    Section.UPDATED: "Update",
    Section.REPLACED: "Replace",
    Section.NEW: "Install",
    Section.REMOVED: "Remove",
    Section.ENABLED: "Enable",
    Section.DISABLED: "Disable",
    Section.OLDER: "Change",
}
_WHOLE = {PlanKind.UNDO: "Undo", PlanKind.REDO: "Redo", PlanKind.RESTORE: "Go back"}
_OWN_VERBS = {PlanKind.ADD: "Add", PlanKind.LOADOUT: "Switch", PlanKind.MIGRATE: "Move"}
"""Of plans that are called by why the folder changes, whatever happens to the files."""


def title_of(plan: Plan) -> str:
    if plan.kind is PlanKind.MIGRATE and plan.about:
        return f"Move to {plan.about}"
    if plan.kind is PlanKind.LOADOUT and plan.about:
        return f"Review loadout “{plan.about}”"
    sections = _asked_sections(plan)
    if plan.kind not in _WHOLE and plan.kind not in _OWN_VERBS:
        if len(sections) > 1:
            return "Review changes"
        if sections == {Section.REPLACED}:
            return "Review replacement"
        if sections == {Section.OLDER}:
            return "Review older version"
    return _TITLES.get(plan.kind, "Review changes")


def section_title(section: Section, kind: PlanKind = PlanKind.UPDATE) -> str:
    if kind in {PlanKind.UNDO, PlanKind.RESTORE} and section in _AFTER_UNDO:
        return _AFTER_UNDO[section]
    if kind is PlanKind.MIGRATE and section is Section.UPDATED:
        return "Moved"
    return _SECTIONS[section]


def primary_words(plan: Plan, words: ContentWords) -> str:
    """The button that does it, with the number in it."""
    asked, sections = _asked(plan), _asked_sections(plan)
    if plan.kind is PlanKind.RESTORE:
        return f"Go back: change {text.plural(len(plan.operations), 'file')}"
    if plan.kind in _WHOLE:
        return f"{_WHOLE[plan.kind]} {text.plural(len(plan.operations), 'change')}"
    if len(sections) > 1 and plan.kind not in _OWN_VERBS:
        return f"Apply {text.plural(len(asked), 'change')}"
    verb = _VERBS[next(iter(sections))] if sections else plan.kind.value.capitalize()
    verb = _OWN_VERBS.get(plan.kind, verb)
    return f"{verb} {words.counted(len(_moved(plan) or asked))}"


def updating_words(number: int, words: ContentWords) -> str:
    """The button while the plan of updates is worked out."""
    return f"Update {words.counted(number)}"


def total_words(plan: Plan) -> str:
    """`23 updates, 1 new dependency`."""
    asked, sections = _asked(plan), _asked_sections(plan)
    along = len(plan.operations) - len(asked)
    if plan.kind in _WHOLE:
        return text.plural(len(plan.operations), "file" if plan.kind is PlanKind.RESTORE else "change")
    if len(sections) > 1:
        words = text.plural(len(asked), "change")
    elif sections == {Section.UPDATED} or (not sections and plan.kind is PlanKind.UPDATE):
        words = text.plural(len(asked), "update")
    elif plan.kind is PlanKind.ADD:
        words = text.plural(len(asked), "file")
    else:
        words = words_for(plan.instance.content).counted(len(asked))
    return f"{words}, {text.plural(along, 'new dependency', 'new dependencies')}" if along else words


def size_words(plan: Plan, library: Library | None) -> str:
    """`48.2 MB to download · folder 412 MB → 418 MB`."""
    parts = []
    if plan.download_size:
        parts.append(f"{text.size(plan.download_size)} to download")
    if library is not None:
        before = sum(mod.file.size for mod in library.mods)
        after = before + sum(map(_growth, plan.operations))
        if text.size(before) != text.size(after):
            parts.append(f"folder {_from_to(text.size(before), text.size(after))}")
    return " · ".join(parts)


def _asked(plan: Plan) -> list[Operation]:
    return [operation for operation in plan.operations if not operation.required_by]


def _moved(plan: Plan) -> list[Operation]:
    """What goes along where a folder moves; the rest is left behind."""
    if plan.kind is not PlanKind.MIGRATE:
        return []
    return [operation for operation in _asked(plan) if operation.kind is OperationKind.UPDATE]


def _asked_sections(plan: Plan) -> Collection[Section]:
    return {section_of(operation) for operation in _asked(plan)}


def _from_to(before: str, after: str) -> str:
    number, _, unit = before.rpartition(" ")
    return f"{number} → {after}" if after.endswith(f" {unit}") else f"{before} → {after}"


def _growth(operation: Operation) -> int:
    after = operation.after.size if operation.after else 0
    return after - (operation.before.size if operation.before else 0)
