"""What a review shows of a plan: its rows and the sections they stand in; pure, without a widget."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from modstead.domain.instance import InstalledMod, Library
from modstead.domain.plan import Note, NoteKind, Operation, OperationKind, Plan, PlanKind
from modstead.domain.updates import HeldBack, HeldBackKind, Update, UpdateCheck
from modstead.domain.version import Channel, Version
from modstead.ui import text
from modstead.ui.kit.versions import short_version

_HELD_ICONS = {
    HeldBackKind.OLDER: ("warning", "warn"),
    HeldBackKind.CHANNEL: ("info", "warn"),
    HeldBackKind.REQUIRED: ("warning", "warn"),
    HeldBackKind.OTHER_PROJECT: ("error", "bad"),
    HeldBackKind.LOADER: ("error", "bad"),
    HeldBackKind.FILE: ("error", "bad"),
    HeldBackKind.PINNED: ("pin", "text_3"),
    HeldBackKind.SNOOZED: ("snooze", "text_3"),
    HeldBackKind.TOGETHER: ("link", "warn"),
}
_BY_WORD = frozenset({HeldBackKind.PINNED, HeldBackKind.SNOOZED, HeldBackKind.TOGETHER})
_TAKEN_ANYWAY = frozenset({HeldBackKind.OLDER, HeldBackKind.REQUIRED})
_BRING = frozenset({OperationKind.INSTALL, OperationKind.UPDATE})
_NAMED_AT_MOST = 2


class Section(StrEnum):
    """What happens to the files of a section, in the order shown."""

    HELD = "held back"
    UPDATED = "updated"
    REPLACED = "replaced"
    NEW = "new"
    REMOVED = "removed"
    ENABLED = "enabled"
    DISABLED = "disabled"
    OLDER = "older"


_SECTIONS = {
    OperationKind.INSTALL: Section.NEW,
    OperationKind.REMOVE: Section.REMOVED,
    OperationKind.ENABLE: Section.ENABLED,
    OperationKind.DISABLE: Section.DISABLED,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An update whose changelogs are asked for with the mod and its new version."""

    mod: InstalledMod
    version: Version


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One row. `key` is the file's name as ticks and plans know it; `word` says what the versions do not.

    `changelogs` is what they are asked for with; `required_by` names projects, for a row that nobody asked for.
    """

    key: str
    title: str
    section: Section = Section.UPDATED
    old: str = ""
    new: str = ""
    channel: Channel | None = None
    published: datetime | None = None
    size: int = 0
    word: str = ""
    icon_url: str | None = None
    big_jump: bool = False
    older: bool = False
    project_id: str = ""
    required_by: tuple[str, ...] = ()
    changelogs: Offer | Operation | None = None
    held_reason: str = ""
    held_icon: str = ""
    held_colour: str = ""
    remedy: str = ""
    tickable: bool = True
    lasting: str = ""
    """What the user can say for good of what holds it back, as a menu says it."""
    verdict: HeldBack | None = None
    provider: str = ""

    @property
    def held_back(self) -> bool:
        return self.section is Section.HELD

    @property
    def comes_along(self) -> bool:
        """Nobody asked for it: something else needs it."""
        return bool(self.required_by)

    @property
    def can_be_skipped(self) -> bool:
        """Whether there is a version to be passed over."""
        return self.section is Section.UPDATED and isinstance(self.changelogs, Offer)

    def skipped(self) -> "ReviewItem":
        """The same once the user has passed its version over."""
        reason = f"Skipped by you: {short_version(self.new)}."
        return replace(
            self,
            section=Section.HELD,
            held_reason=reason,
            held_icon="snooze",
            held_colour="text_3",
            remedy="Update anyway",
        )

    def sentence(self, *, ticked: bool) -> str:
        """The row as one sentence, for those who hear it."""
        parts = [self.title]
        if self.old and self.new:
            parts[0] += f" from {short_version(self.old)} to {short_version(self.new)}"
        elif self.new or self.old:
            parts[0] += f" {short_version(self.new or self.old)}"
        parts.append(f"held back: {self.held_reason.rstrip('.')}" if self.held_back else "")
        parts.append(self.channel.value if self.channel else "")
        parts.append(text.size(self.size) if self.size else "")
        parts.append("big jump" if self.big_jump else "")
        parts.append("older" if self.older else "")
        parts.append(self.word)
        if self.tickable:
            parts.append("selected" if ticked else "not selected")
        return ", ".join(filter(None, parts))


def update_items(check: UpdateCheck, names: Collection[str] | None) -> tuple[ReviewItem, ...]:
    """The updates of these files, or all, and what was held back where everything is reviewed."""
    updates = [item for item in check.updates if names is None or item.mod.file.name in names]
    held = [
        item for item in check.held_back if item.version and (names is None or item.mod.file.name in names)
    ]
    company = _company(check)
    return _told_apart((*map(_held_item, held), *(_update_item(item, company) for item in updates)))


def plan_items(plan: Plan, library: Library | None = None) -> tuple[ReviewItem, ...]:
    """What any other plan does, and what it leaves as it is since it is held back."""
    titles = _titles(plan, library)
    asked_for = any(operation.required_by for operation in plan.operations)
    held = [note for note in plan.notes if note.kind is NoteKind.HELD_BACK]
    rows = [_operation_item(operation, titles) for operation in plan.operations]
    if plan.takes_back:
        rows.sort(key=lambda row: text.natural(row.title))
    if plan.kind is PlanKind.MIGRATE:
        rows = [_moved_item(row, item) for row, item in zip(rows, plan.operations, strict=True)]
    if asked_for:
        rows = [
            replace(row, word="asked for")
            if row.section is Section.NEW and not row.comes_along and not row.word
            else row
            for row in rows
        ]
    shown = (*(_note_item(place, note) for place, note in enumerate(held)), *_told_apart(rows))
    return _with_pictures(shown, library)


def _moved_item(row: ReviewItem, operation: Operation) -> ReviewItem:
    """Where a folder moves, all files that are replaced are one thing, and why others are left behind is told."""
    if operation.kind is OperationKind.UPDATE:
        return replace(row, section=Section.UPDATED, big_jump=False)
    return replace(row, word=operation.reason) if row.section is Section.DISABLED else row


def dependency_items(plan: Plan, library: Library | None = None) -> tuple[ReviewItem, ...]:
    """What a plan brings along without having been asked."""
    titles = _titles(plan, library)
    rows = _told_apart([_operation_item(operation, titles) for operation in plan.operations])
    return tuple(row for row in rows if row.comes_along)


def dependencies_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """For each project, the titles of what comes along for it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for operation in plan.operations:
        for project_id in operation.required_by:
            found[project_id].append(operation.title)
    return {project_id: tuple(titles) for project_id, titles in found.items()}


def section_of(operation: Operation) -> Section:
    if operation.kind is not OperationKind.UPDATE:
        return _SECTIONS[operation.kind]
    number = operation.version_number
    if number and number == operation.from_version_number:
        return Section.REPLACED
    return Section.OLDER if operation.goes_back else Section.UPDATED


def is_big_jump(old: str, new: str) -> bool:
    """Whether the first number differs."""
    before, after = (short_version(version).partition(".")[0] for version in (old, new))
    return before.isdigit() and after.isdigit() and before != after


def matches(item: ReviewItem, words: Iterable[str]) -> bool:
    haystack = f"{item.title}\n{item.key}\n{item.new}".casefold()
    return all(word in haystack for word in words)


def _told_apart(rows: Iterable[ReviewItem]) -> tuple[ReviewItem, ...]:
    """The rows, each with its platform where they are of several."""
    listed = tuple(rows)
    if len({row.provider for row in listed if row.provider}) < 2:
        return listed
    return tuple(
        replace(row, word=" · ".join(filter(None, (row.provider.capitalize(), row.word)))) for row in listed
    )


def _with_pictures(rows: tuple[ReviewItem, ...], library: Library | None) -> tuple[ReviewItem, ...]:
    """The rows with the pictures of the folder's own mods, where the plan has none."""
    if library is None or all(row.icon_url for row in rows):
        return rows
    known = {mod.title: mod.project.icon_url for mod in library.mods if mod.project}
    return tuple(row if row.icon_url else replace(row, icon_url=known.get(row.title)) for row in rows)


def _titles(plan: Plan, library: Library | None) -> Mapping[str, str]:
    """What projects are called, by their IDs."""
    known = {mod.project_id: mod.title for mod in library.mods if mod.project_id} if library else {}
    return known | {item.project.project_id: item.title for item in plan.operations if item.project}


def _company(check: UpdateCheck) -> Mapping[str, tuple[str, ...]]:
    """The titles of what a file is updated only together with."""
    if not check.together:
        return {}
    mods = (*(item.mod for item in check.updates), *(item.mod for item in check.held_back))
    titles = {mod.file.name: mod.title for mod in mods}
    return {
        name: tuple(titles.get(other, other) for other in group if other != name)
        for group in check.together
        for name in group
    }


def _update_item(update: Update, company: Mapping[str, tuple[str, ...]]) -> ReviewItem:
    mod, version = update.mod, update.version
    others = company.get(mod.file.name, ())
    words = "" if mod.file.enabled else "Stays disabled"
    return ReviewItem(
        key=mod.file.name,
        title=mod.title,
        old=mod.version_number,
        new=version.number,
        channel=version.channel,
        published=version.published,
        size=update.file.size,
        word=words or (f"Together with {_listed(others)}" if others else ""),
        icon_url=mod.project.icon_url if mod.project else None,
        big_jump=is_big_jump(mod.version_number, version.number),
        project_id=version.project_id,
        provider=version.provider,
        changelogs=Offer(mod, version),
    )


def _held_item(held: HeldBack) -> ReviewItem:
    mod, version = held.mod, held.version
    icon, colour = _HELD_ICONS.get(held.kind, ("info", "text_3"))
    remedy = ""
    if version and held.kind is HeldBackKind.CHANNEL:
        remedy = f"Allow {version.channel}s"
    elif version and held.kind in _BY_WORD:
        remedy = "Update anyway"
    elif version and held.kind in _TAKEN_ANYWAY:
        remedy = "Take it anyway"
    return ReviewItem(
        key=mod.file.name,
        title=mod.title,
        section=Section.HELD,
        old=mod.version_number,
        new=version.number if version else "",
        channel=version.channel if version else None,
        published=version.published if version else None,
        icon_url=mod.project.icon_url if mod.project else None,
        project_id=version.project_id if version else "",
        provider=version.provider if version else "",
        changelogs=Offer(mod, version) if version else None,
        held_reason=held.reason,
        held_icon=icon,
        held_colour=colour,
        remedy=remedy,
        lasting=_lasting(held),
        verdict=held,
    )


def _lasting(held: HeldBack) -> str:
    if held.kind is HeldBackKind.CHANNEL and held.version:
        return f"Follow {held.version.channel}s from now on"
    return {HeldBackKind.PINNED: "Unpin", HeldBackKind.SNOOZED: "Wake up"}.get(held.kind, "")


def _note_item(place: int, note: Note) -> ReviewItem:
    """What a plan says that it holds back: there is nothing to be ticked."""
    return ReviewItem(
        key=f"note {place}",
        title=note.subject,
        section=Section.HELD,
        held_reason=note.text,
        held_icon="info",
        held_colour="text_3",
        tickable=False,
    )


def _operation_item(operation: Operation, titles: Mapping[str, str]) -> ReviewItem:
    kind, section = operation.kind, section_of(operation)
    update, brings = kind is OperationKind.UPDATE, kind in _BRING
    disabled = operation.after is not None and operation.after.name.endswith(".disabled")
    state = operation.after or operation.before
    known = bool(brings and operation.version_id and operation.project)
    was_disabled = operation.before is not None and operation.before.name.endswith(".disabled")
    word = ("Stays disabled" if was_disabled else "Disabled for now") if update and disabled else ""
    if operation.required_by:
        word = f"needed by {_listed([titles.get(item, item) for item in operation.required_by])}"
    return ReviewItem(
        key=operation.file_name,
        title=operation.title or operation.file_name,
        section=section,
        old=operation.from_version_number if update else "" if brings else operation.version_number,
        new=operation.version_number if brings else "",
        channel=operation.channel,
        published=operation.published,
        size=state.size if state else 0,
        word=word,
        icon_url=operation.icon_url,
        older=operation.goes_back and section is not Section.REPLACED,
        big_jump=section is Section.UPDATED
        and is_big_jump(operation.from_version_number, operation.version_number),
        project_id=operation.project.project_id if operation.project else "",
        provider=operation.project.provider if operation.project else "",
        required_by=operation.required_by,
        changelogs=operation if known and section is not Section.REPLACED else None,
    )


def _listed(titles: Collection[str]) -> str:
    listed = tuple(titles)
    if len(listed) <= _NAMED_AT_MOST:
        return " and ".join(listed)
    return f"{', '.join(listed[:_NAMED_AT_MOST])} and {len(listed) - _NAMED_AT_MOST} more"
