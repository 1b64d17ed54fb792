from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QListView

from modstead.domain.instance import IdentifiedBy, InstalledMod, Library, ModFile
from modstead.domain.updates import UpdateCheck
from modstead.ui.installed.columns import Column
from modstead.ui.installed.model import ModsModel, Order, Show
from modstead.ui.installed.relations import Relations
from modstead.ui.installed.rows import Chip, ModRow, Remedy, RemedyKind, build_rows
from ui import invented

TITLES = {invented.TIDAL: "Tidal Core"}


def rows_of(library: Library, check: UpdateCheck | None = None) -> tuple[ModRow, ...]:
    return build_rows(library, check, Relations(library.mods), TITLES, invented.NOW)


def row(title: str) -> ModRow:
    library = invented.library(60)
    return next(found for found in rows_of(library, invented.check(library)) if found.title == title)


@pytest.fixture
def model(qapp: QApplication) -> ModsModel:
    model = ModsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    library = invented.library(60)
    model.set_rows(rows_of(library, invented.check(library)))
    return model


def shown(model: ModsModel) -> list[str]:
    return [model.row_at(place).title for place in range(model.rowCount())]


def without(library: Library, *titles: str) -> Library:
    return replace(library, mods=tuple(mod for mod in library.mods if mod.title not in titles))


def test_rows_stand_by_name_whatever_the_case(model: ModsModel) -> None:
    titles = shown(model)
    assert titles == sorted(titles, key=str.casefold)
    assert len(titles) == 60


def test_each_pill_shows_what_it_counts(model: ModsModel) -> None:
    for show in Show:
        model.set_filter(show, "")
        assert model.rowCount() == model.number_of(show)
    model.set_filter(Show.PROBLEMS, "")
    assert shown(model) == ["Basalt Roads", "Brass Compass"]
    model.set_filter(Show.UNKNOWN, "")
    assert shown(model) == ["bq-helper-0.3.jar"]


def test_finding_takes_all_words_from_title_file_and_version(model: ModsModel) -> None:
    model.set_filter(Show.ALL, "BARREL 1.11")
    assert shown(model) == ["Barrel Index"]
    model.set_filter(Show.ALL, "bq-helper")
    assert shown(model) == ["bq-helper-0.3.jar"]
    model.set_filter(Show.ALL, "no such thing")
    assert shown(model) == []
    model.set_filter(Show.ALL, "")
    assert len(shown(model)) == 60


def test_updates_can_come_first_in_any_order(model: ModsModel) -> None:
    model.set_order(Order(Column.NAME, descending=True, updates_first=True))
    number = model.number_of(Show.UPDATES)
    updates = [model.row_at(place) for place in range(number)]
    assert all(found.update for found in updates)
    assert updates[0].title == "Thistledown"
    assert model.row_at(number).update is None


def test_newest_files_come_first_when_sorted_by_date(model: ModsModel) -> None:
    model.set_order(Order(Column.MODIFIED))
    times = [model.row_at(place).mod.file.mtime_ns for place in range(model.rowCount())]
    assert times == sorted(times, reverse=True)


def test_a_selection_survives_new_rows_gone_rows_and_renamed_files(model: ModsModel) -> None:
    view = QListView()
    view.setModel(model)
    selection = view.selectionModel()
    for title in ("Barrel Index", "Bramble Core", "Candleshade"):
        place = shown(model).index(title)
        selection.select(model.index(place), QItemSelectionModel.SelectionFlag.Select)
    library = without(invented.library(64), "Candleshade", "Acorn Ledger")
    mods = []
    for mod in library.mods:
        if mod.title == "Bramble Core":
            mods.append(replace(mod, file=replace(mod.file, name=mod.file.name + ".disabled")))
        elif mod.title == "Barrel Index":
            mods.append(replace(mod, file=replace(mod.file, name="barrel-index-1.11.9.jar", sha1="1" * 40)))
        else:
            mods.append(mod)
    model.set_rows(rows_of(replace(library, mods=tuple(mods))))
    chosen = {model.row_at(index.row()).name for index in selection.selectedIndexes()}
    assert chosen == {"barrel-index-1.11.9.jar", "bramble-core-8.12.0.jar.disabled"}
    assert model.rowCount() == 62


def test_a_selection_survives_sorting_and_a_filter_that_keeps_it(model: ModsModel) -> None:
    view = QListView()
    view.setModel(model)
    place = shown(model).index("Glim")
    view.selectionModel().select(model.index(place), QItemSelectionModel.SelectionFlag.Select)
    model.set_order(Order(Column.MODIFIED))
    model.set_filter(Show.UPDATES, "")
    model.set_filter(Show.ALL, "")
    assert [model.row_at(index.row()).title for index in view.selectionModel().selectedIndexes()] == ["Glim"]


def test_unchanged_rows_stay_and_nothing_is_reset(model: ModsModel) -> None:
    resets: list[bool] = []
    inserted: list[tuple[int, int]] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    library = invented.library(61)
    model.set_rows(rows_of(library, invented.check(library)))
    assert resets == []
    assert [last - first for first, last in inserted] == [0]


def test_the_same_jar_twice_is_two_rows(model: ModsModel) -> None:
    library = invented.library(60)
    first = library.mods[0]
    copy = replace(first, file=replace(first.file, name=first.file.name + ".disabled"))
    model.set_rows(rows_of(replace(library, mods=(*library.mods, copy))))
    assert shown(model).count(first.title) == 2
    model.set_rows(rows_of(library))
    assert shown(model).count(first.title) == 1


def test_what_is_missing_is_named_and_can_be_installed() -> None:
    found = row("Basalt Roads")
    assert found.chip
    assert found.chip.text == "Needs Tidal Core"
    assert found.remedy
    assert found.remedy.kind is RemedyKind.INSTALL
    assert found.remedy.subjects == (invented.TIDAL,)


def test_a_needed_mod_that_is_disabled_can_be_enabled() -> None:
    library = invented.library(60)
    mods = tuple(
        replace(mod, file=replace(mod.file, name=mod.file.name + ".disabled"))
        if mod.title == "Bramble Core"
        else mod
        for mod in library.mods
    )
    rows = {found.title: found for found in rows_of(replace(library, mods=mods))}
    assert rows["Cloudbank"].remedy
    assert rows["Cloudbank"].remedy.kind is RemedyKind.ENABLE
    assert rows["Cloudbank"].remedy.subjects == ("bramble-core-8.12.0.jar.disabled",)
    assert rows["Cloudbank"].needs == ("Needs Bramble Core, which is disabled.",)


def with_twin(*, enabled: bool = True, same_project: bool = True) -> Library:
    """Bramble Core, which others need, beside an older file of itself."""
    library = invented.library(60)
    mod = next(mod for mod in library.mods if mod.title == "Bramble Core")
    assert mod.version
    name = "bramble-core-8.0.0.jar" + ("" if enabled else ".disabled")
    older = replace(
        mod.version, id="older", number="8.0.0", published=mod.version.published - timedelta(days=9)
    )
    twin = replace(mod, file=replace(mod.file, name=name, sha1="2" * 40), version=older)
    if not same_project:
        file = replace(twin.file, mtime_ns=0)
        twin = replace(twin, file=file, version=None, project=None, identified_by=IdentifiedBy.MANIFEST)
    return replace(library, mods=(*library.mods, twin))


@pytest.mark.parametrize("same_project", [True, False])
def test_the_older_of_two_files_of_a_mod_is_a_problem(*, same_project: bool) -> None:
    rows = {found.name: found for found in rows_of(with_twin(same_project=same_project))}
    older, newer = rows["bramble-core-8.0.0.jar"], rows["bramble-core-8.12.0.jar"]
    assert older.chip == Chip("Twice", "bad", "error")
    assert older.needs == ("Bramble Core is here twice: bramble-core-8.0.0.jar and bramble-core-8.12.0.jar.",)
    assert older.remedy == Remedy(RemedyKind.REMOVE, "Remove", ("bramble-core-8.0.0.jar",))
    assert "twice" in older.sentence()
    assert older.has_problem
    assert not newer.has_problem


def test_a_disabled_file_of_the_same_mod_is_no_problem() -> None:
    rows = rows_of(with_twin(enabled=False))
    assert not any(found.has_problem for found in rows if found.title == "Bramble Core")


def test_a_disabled_mod_needs_nothing() -> None:
    library = invented.library(60)
    mods = tuple(
        replace(mod, file=replace(mod.file, name=mod.file.name + ".disabled"))
        if mod.title == "Basalt Roads"
        else mod
        for mod in library.mods
    )
    rows = {found.title: found for found in rows_of(replace(library, mods=mods))}
    assert not rows["Basalt Roads"].has_problem


def test_a_row_is_one_sentence_for_those_who_hear_it() -> None:
    sentence = row("Barrel Index").sentence()
    assert (
        sentence == "Barrel Index 1.11.6, enabled, update to 1.11.9 available, modified 2 weeks ago, Modrinth"
    )
    assert "needs Tidal Core" in row("Basalt Roads").sentence()
    assert "4.2.0-beta.1 held back" in row("Ashfall Weather").sentence()
    assert row("Anvil Notes").sentence().startswith("Anvil Notes 0.9.12, disabled")


def test_a_file_that_nothing_is_known_of_keeps_its_name() -> None:
    mod = InstalledMod(ModFile("strange\nname.jar", 10, 0, "f" * 40))
    (found,) = rows_of(Library(invented.instance(), (mod,)))
    assert found.title == "strange\nname.jar"
    assert found.provider == "None"
    assert found.unknown
    assert not found.has_problem
