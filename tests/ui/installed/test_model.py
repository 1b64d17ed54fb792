from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QListView

from modstead.domain.graph import Graph
from modstead.domain.instance import ContentKind, InstalledMod, Library, ModFile
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind
from modstead.domain.updates import UpdateCheck
from modstead.ui import text
from modstead.ui.installed.columns import Column, columns_from, columns_of, names_of
from modstead.ui.installed.findings import Findings, fixable
from modstead.ui.installed.model import ModsModel, Order, Show
from modstead.ui.installed.rows import Chip, ModRow, build_rows
from ui import invented


def rows_of(library: Library, check: UpdateCheck | None = None) -> tuple[ModRow, ...]:
    return build_rows(library, check, findings_of(library), invented.NOW)


def findings_of(library: Library, *more: Problem) -> Findings:
    tidal = invented.project("Tidal Core")
    graph = Graph.of(
        library, {invented.TIDAL: replace(tidal, ref=replace(tidal.ref, project_id=invented.TIDAL))}
    )
    worst = list(ProblemKind)
    found = sorted((*invented.problems(library), *more), key=lambda item: worst.index(item.kind))
    return Findings(graph, tuple(found))


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
    assert titles == sorted(titles, key=text.natural)
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
    assert found.remedy.project_id == invented.TIDAL
    assert found.remedy_words == "Install it"


def test_needs_and_needed_by_are_titles_of_mods() -> None:
    assert row("Barrel Index").needs == ("Bramble Core", "Hedgerow API")
    assert row("Bramble Core").needed_by == ("Barrel Index", "Cartwright", "Cloudbank")
    assert row("Basalt Roads").needs == ()


BARREL, GLIM = "barrel-index-1.11.6.jar", "glim-0.2.0.jar"


def problem(kind: ProblemKind, name: str, *remedies: Remedy) -> Problem:
    return Problem(kind, name, name, f"{kind} of {name}.", remedies)


def test_the_worst_problem_of_a_file_gives_the_chip_and_the_first_remedy_the_link() -> None:
    library = invented.library(60)
    change = Remedy(RemedyKind.CHANGE_VERSION, "Change Bramble Core", file="bramble-core-8.12.0.jar")
    findings = findings_of(
        library,
        problem(ProblemKind.WRONG_LOADER, BARREL),
        problem(ProblemKind.WRONG_VERSION, BARREL, change),
        problem(ProblemKind.ORPHAN, GLIM, Remedy(RemedyKind.REMOVE, "Remove Glim", file=GLIM)),
    )
    rows = {found.name: found for found in build_rows(library, None, findings, invented.NOW)}
    assert rows[BARREL].chip == Chip("Needs another version", "bad", "swap")
    assert rows[BARREL].remedy == change
    assert len(rows[BARREL].sentences) == 2
    assert rows[BARREL].has_problem
    assert not rows[BARREL].needless
    assert rows[GLIM].chip == Chip("Not needed any more", "neutral", "mods")
    assert not rows[GLIM].has_problem


@pytest.mark.parametrize(("file", "words"), [(GLIM, "Disable Glim"), (BARREL, "Disable"), ("", "Disable")])
def test_a_remedy_for_another_file_names_it(file: str, words: str) -> None:
    library = invented.library(60)
    found = problem(ProblemKind.INCOMPATIBLE, BARREL, Remedy(RemedyKind.DISABLE, "Disable Glim", file=file))
    rows = build_rows(library, None, findings_of(library, found), invented.NOW)
    row_of_it = next(row for row in rows if row.name == BARREL)
    assert row_of_it.remedy_words == words
    assert "Disable Glim is offered" in row_of_it.sentence()
    updatable = build_rows(library, invented.check(library), findings_of(library, found), invented.NOW)
    assert not any("is offered" in row.sentence() for row in updatable if row.update)


def test_what_is_twice_is_rather_removed_than_updated() -> None:
    library = invented.library(60)
    twice = problem(ProblemKind.DUPLICATE, GLIM, Remedy(RemedyKind.REMOVE, "Remove it", file=GLIM))
    rows = build_rows(library, invented.check(library), findings_of(library, twice), invented.NOW)
    found = next(found for found in rows if found.name == GLIM)
    assert found.update
    assert found.needless


def test_fixing_all_takes_each_remedy_once_and_leaves_choices_to_the_user() -> None:
    remove = Remedy(RemedyKind.REMOVE, "Remove it", file=GLIM)
    found = (
        problem(ProblemKind.DUPLICATE, GLIM, remove),
        problem(ProblemKind.INCOMPATIBLE, BARREL, remove, Remedy(RemedyKind.DISABLE, "Disable", file=BARREL)),
        problem(ProblemKind.WRONG_SIDE, BARREL),
        problem(ProblemKind.UNKNOWN, "x.jar", Remedy(RemedyKind.IDENTIFY, "Identify", file="x.jar")),
        problem(ProblemKind.ORPHAN, "y.jar", Remedy(RemedyKind.REMOVE, "Remove it", file="y.jar")),
    )
    assert fixable(found) == (remove,)


def test_chosen_columns_are_kept_by_name_and_the_usual_ones_by_nothing() -> None:
    usual = columns_from("")
    assert names_of(usual) == ""
    chosen = usual | {Column.NEEDS}
    assert columns_from(names_of(chosen)) == chosen
    assert columns_from("no such columns") == usual


def test_columns_that_say_nothing_of_packs_are_left_out() -> None:
    assert columns_of(ContentKind.MOD) == set(Column)
    assert Column.NEEDS in columns_of(ContentKind.PLUGIN)
    assert Column.SIDE not in columns_of(ContentKind.PLUGIN)
    assert Column.LOADERS in columns_of(ContentKind.SHADER)
    assert not {Column.LOADERS, Column.NEEDS, Column.SIDE} & columns_of(ContentKind.RESOURCE_PACK)


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
