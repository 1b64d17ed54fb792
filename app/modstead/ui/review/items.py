"""What a review shows of a plan, and the words for it: pure, without a widget."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from modstead.domain.instance import InstalledMod, Library
from modstead.domain.plan import Operation, OperationKind, Plan, PlanKind
from modstead.domain.updates import HeldBack, HeldBackKind, Update, UpdateCheck
from modstead.domain.version import Channel, Version
from modstead.ui import text
from modstead.ui.content_words import ContentWords, words_for
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


@dataclass(frozen=True, slots=True)
class Offer:
    """What the changelogs of an item are asked for with."""

    mod: InstalledMod
    version: Version


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One row. `key` is the file's name as ticks and plans know it; `word` says what the versions do not."""

    key: str
    title: str
    kind: OperationKind = OperationKind.UPDATE
    old: str = ""
    new: str = ""
    channel: Channel | None = None
    published: datetime | None = None
    size: int = 0
    word: str = ""
    icon_url: str | None = None
    big_jump: bool = False
    project_id: str = ""
    required_by: tuple[str, ...] = ()
    offer: Offer | None = None
    held_reason: str = ""
    held_icon: str = ""
    held_colour: str = ""
    remedy: str = ""

    @property
    def held_back(self) -> bool:
        return bool(self.held_reason)

    @property
    def comes_along(self) -> bool:
        """Nobody asked for it: something else needs it."""
        return bool(self.required_by)

    def sentence(self, *, ticked: bool) -> str:
        """The row as one sentence, for those who hear it."""
        parts = [self.title]
        if self.old and self.new:
            parts[0] += f" from {short_version(self.old)} to {short_version(self.new)}"
        elif self.new or self.old:
            parts[0] += f" {short_version(self.new or self.old)}"
        if self.held_back:
            parts.append(f"held back: {self.held_reason.rstrip('.')}")
        if self.channel:
            parts.append(self.channel.value)
        if self.size:
            parts.append(text.size(self.size))
        if self.big_jump:
            parts.append("big jump")
        if self.word:
            parts.append(self.word)
        parts.append("selected" if ticked else "not selected")
        return ", ".join(parts)


def update_items(check: UpdateCheck, names: Collection[str] | None) -> tuple[ReviewItem, ...]:
    """The updates of these files, or all, and what was held back where everything is reviewed."""
    updates = [item for item in check.updates if names is None or item.mod.file.name in names]
    held = [
        item for item in check.held_back if item.version and (names is None or item.mod.file.name in names)
    ]
    return (*map(_held_item, held), *map(_update_item, updates))


def plan_items(plan: Plan) -> tuple[ReviewItem, ...]:
    """The operations of any other plan."""
    return tuple(_operation_item(operation) for operation in plan.operations)


def dependency_items(plan: Plan) -> tuple[ReviewItem, ...]:
    """What a plan brings along without having been asked."""
    return tuple(_operation_item(operation) for operation in plan.operations if operation.required_by)


def dependencies_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """For each project, the titles of what comes along for it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for operation in plan.operations:
        for project_id in operation.required_by:
            found[project_id].append(operation.title)
    return {project_id: tuple(titles) for project_id, titles in found.items()}


def is_big_jump(old: str, new: str) -> bool:
    """Whether the first number differs."""
    before, after = (short_version(version).partition(".")[0] for version in (old, new))
    return before.isdigit() and after.isdigit() and before != after


def title_of(kind: PlanKind) -> str:
    return {
        PlanKind.UPDATE: "Review updates",
        PlanKind.INSTALL: "Review installation",
        PlanKind.ADD: "Review added files",
        PlanKind.REMOVE: "Review removal",
        PlanKind.ENABLE: "Review what is enabled",
        PlanKind.DISABLE: "Review what is disabled",
        PlanKind.BISECT: "Review what is tried",
        PlanKind.UNDO: "Review undo",
        PlanKind.REDO: "Review redo",
        PlanKind.RESTORE: "Review the way back",
        PlanKind.LOADOUT: "Review loadout",
        PlanKind.MIGRATE: "Review move",
    }[kind]


def section_title(kind: PlanKind) -> str:
    """What the chosen items are called, as a heading."""
    return {
        PlanKind.UPDATE: "Updates",
        PlanKind.INSTALL: "To install",
        PlanKind.ADD: "To add",
        PlanKind.REMOVE: "To remove",
        PlanKind.ENABLE: "To enable",
        PlanKind.DISABLE: "To disable",
    }.get(kind, "Changes")


def primary_words(kind: PlanKind, number: int, words: ContentWords) -> str:
    """The button that does it, with the number in it."""
    verb = {
        PlanKind.UPDATE: "Update",
        PlanKind.INSTALL: "Install",
        PlanKind.ADD: "Add",
        PlanKind.REMOVE: "Remove",
        PlanKind.ENABLE: "Enable",
        PlanKind.DISABLE: "Disable",
        PlanKind.BISECT: "Try with",
        PlanKind.UNDO: "Undo",
        PlanKind.REDO: "Redo",
        PlanKind.RESTORE: "Take back",
        PlanKind.LOADOUT: "Switch",
        PlanKind.MIGRATE: "Move",
    }[kind]
    if kind in {PlanKind.UNDO, PlanKind.REDO, PlanKind.RESTORE}:
        return f"{verb} {text.plural(number, 'change')}"
    return f"{verb} {words.counted(number)}"


def is_replacement(plan: Plan) -> bool:
    """Whether it only puts files in the place of others of the very versions that they are said to be."""
    asked = [operation for operation in plan.operations if not operation.required_by]
    return not plan.takes_back and bool(asked) and all(map(_replaces, asked))


def _replaces(operation: Operation) -> bool:
    number = operation.version_number
    return operation.kind is OperationKind.UPDATE and bool(number) and number == operation.from_version_number


def replacement_words(number: int, words: ContentWords) -> str:
    """The button of such a plan."""
    return f"Replace {words.counted(number)}"


def is_mixed(plan: Plan) -> bool:
    """Whether it does several kinds of things that were asked for, as one that puts problems right does."""
    return len({operation.kind for operation in plan.operations if not operation.required_by}) > 1


def mixed_words(number: int) -> str:
    """The button of such a plan."""
    return f"Make {text.plural(number, 'change')}"


def total_words(plan: Plan) -> str:
    """`23 updates, 1 new dependency`."""
    asked = [operation for operation in plan.operations if not operation.required_by]
    along = len(plan.operations) - len(asked)
    nouns = {
        PlanKind.UPDATE: "update",
        PlanKind.ADD: "file",
    }
    if is_mixed(plan):
        words = text.plural(len(asked), "change")
        return words if not along else _with_dependencies(words, along)
    if plan.kind in {PlanKind.INSTALL, PlanKind.REMOVE}:
        words = words_for(plan.instance.content).counted(len(asked))
        return words if not along else _with_dependencies(words, along)
    words = text.plural(len(asked), nouns.get(plan.kind, "change"))
    if not along:
        return words
    return _with_dependencies(words, along)


def _with_dependencies(words: str, along: int) -> str:
    return f"{words}, {text.plural(along, 'new dependency', 'new dependencies')}"


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


def _from_to(before: str, after: str) -> str:
    number, _, unit = before.rpartition(" ")
    return f"{number} → {after}" if after.endswith(f" {unit}") else f"{before} → {after}"


def _growth(operation: Operation) -> int:
    after = operation.after.size if operation.after else 0
    return after - (operation.before.size if operation.before else 0)


def _update_item(update: Update) -> ReviewItem:
    mod, version = update.mod, update.version
    return ReviewItem(
        key=mod.file.name,
        title=mod.title,
        old=mod.version_number,
        new=version.number,
        channel=version.channel,
        published=version.published,
        size=update.file.size,
        word="" if mod.file.enabled else "Stays disabled",
        icon_url=mod.project.icon_url if mod.project else None,
        big_jump=is_big_jump(mod.version_number, version.number),
        project_id=version.project_id,
        offer=Offer(mod, version),
    )


def _held_item(held: HeldBack) -> ReviewItem:
    mod, version = held.mod, held.version
    icon, colour = _HELD_ICONS.get(held.kind, ("info", "text_3"))
    remedy = ""
    if version and held.kind is HeldBackKind.CHANNEL:
        remedy = f"Allow {version.channel}s"
    elif version and held.kind in {HeldBackKind.OLDER, HeldBackKind.REQUIRED}:
        remedy = "Take it anyway"
    return ReviewItem(
        key=mod.file.name,
        title=mod.title,
        old=mod.version_number,
        new=version.number if version else "",
        channel=version.channel if version else None,
        published=version.published if version else None,
        icon_url=mod.project.icon_url if mod.project else None,
        project_id=version.project_id if version else "",
        offer=Offer(mod, version) if version else None,
        held_reason=held.reason,
        held_icon=icon,
        held_colour=colour,
        remedy=remedy,
    )


def _operation_item(operation: Operation) -> ReviewItem:
    words = {
        OperationKind.REMOVE: "is removed; undo brings it back",
        OperationKind.ENABLE: "is enabled",
        OperationKind.DISABLE: "is disabled",
    }
    word = words.get(operation.kind, "")
    if (
        operation.kind is OperationKind.UPDATE
        and operation.after
        and operation.after.name.endswith(".disabled")
    ):
        word = "Stays disabled"
    update = operation.kind is OperationKind.UPDATE
    gone = operation.kind is OperationKind.REMOVE
    return ReviewItem(
        key=operation.file_name,
        title=operation.title or operation.file_name,
        kind=operation.kind,
        old=operation.from_version_number if update else operation.version_number if gone else "",
        new="" if gone else operation.version_number,
        channel=operation.channel,
        published=operation.published,
        size=operation.after.size if operation.after else operation.before.size if operation.before else 0,
        word=word,
        icon_url=operation.icon_url,
        big_jump=update and is_big_jump(operation.from_version_number, operation.version_number),
        project_id=operation.project.project_id if operation.project else "",
        required_by=operation.required_by,
    )


def matches(item: ReviewItem, words: Iterable[str]) -> bool:
    haystack = f"{item.title}\n{item.key}\n{item.new}".casefold()
    return all(word in haystack for word in words)
