"""What has changed since a game last worked."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain_values import START, sha1
from folders import folder, jar, of_project
from modstead.domain.good_state import SinceKind, changes_since, good_state
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.plan import FileState, HistoryEntry, Operation, OperationKind, OperationState, PlanKind


def content(mod: InstalledMod, text: str) -> InstalledMod:
    return replace(mod, file=replace(mod.file, sha1=sha1(text)))


def told(before: Library, after: Library) -> list[tuple[SinceKind, str]]:
    return [(item.kind, item.file.name) for item in changes_since(good_state(before, START), after)]


def test_nothing_has_changed_in_the_same_folder() -> None:
    library = folder(jar("one"), jar("two", enabled=False))
    assert told(library, library) == []


def test_each_kind_of_change_is_told_by_content() -> None:
    off = content(jar("off"), "off")
    on = content(jar("on", enabled=False), "on")
    before = folder(off, on, jar("gone"), content(jar("new"), "1"), jar("same"))
    after = folder(
        content(jar("off", enabled=False), "off"),
        content(jar("on"), "on"),
        content(jar("new"), "2"),
        jar("same"),
        jar("fresh"),
    )
    assert told(before, after) == [
        (SinceKind.ADDED, "fresh.jar"),
        (SinceKind.DISABLED, "off.jar.disabled"),
        (SinceKind.ENABLED, "on.jar"),
        (SinceKind.REMOVED, "gone.jar"),
        (SinceKind.UPDATED, "new.jar"),
    ]


def test_another_name_alone_is_no_change() -> None:
    assert told(folder(content(jar("a"), "x")), folder(content(jar("a", name="b.jar"), "x"))) == []


def test_an_update_is_known_by_its_project_or_by_its_id() -> None:
    before = folder(of_project(jar("one", name="one-1.jar"), "AAAA"), jar("two", name="two-1.jar"))
    after = folder(
        of_project(jar("uno", name="uno-2.jar", version="2.0"), "AAAA"),
        jar("two", name="two-2.jar", version="2.0"),
    )
    found = changes_since(good_state(before, START), after)
    assert [(item.kind, item.numbers) for item in found] == [
        (SinceKind.UPDATED, "1.0.0 → 2.0"),
        (SinceKind.UPDATED, "1.0.0 → 2.0"),
    ]


def test_a_change_names_the_operation_that_made_it_and_none_where_it_was_made_by_hand() -> None:
    def entry(number: int, state: OperationState = OperationState.DONE) -> HistoryEntry:
        operation = Operation(OperationKind.INSTALL, None, FileState("fresh.jar", 1, sha1("x")))
        return HistoryEntry(
            f"{number:02}", PlanKind.INSTALL, START + timedelta(days=number), state, (operation,)
        )

    good = good_state(folder(jar("one")), START, [entry(1)])
    assert good.after == "01"
    after = folder(jar("one"), jar("fresh"), jar("mine"))
    undone = entry(4, OperationState.UNDONE)
    found = {
        item.file.name: item.operation_id
        for item in changes_since(good, after, [undone, entry(3), entry(2), entry(1)])
    }
    assert found == {"fresh.jar": "03", "mine.jar": ""}


_FOLDERS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from("123"), st.booleans()), max_size=6
)


@given(_FOLDERS, _FOLDERS)
def test_every_difference_is_told_and_nothing_else(
    old: dict[str, tuple[str, bool]], new: dict[str, tuple[str, bool]]
) -> None:
    def made(files: dict[str, tuple[str, bool]]) -> Library:
        return folder(
            *(content(jar(name, enabled=on), f"{name}{number}") for name, (number, on) in files.items())
        )

    found = {item.file.jar_name[0] for item in changes_since(good_state(made(old), START), made(new))}
    assert found == {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
