"""Filters and what comes of them: pure."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.domain.catalog import Capabilities, CategoryTag, GameVersionTag, LicenseTag, LoaderTag
from modstead.domain.compatibility import Target
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import Loader
from modstead.domain.project import SideFilter, Sort
from modstead.ui.search.facets import FacetRow, Facets, facet_rows
from modstead.ui.search.state import PAGE, BrowseState, Filters, filters_of, label, type_words

FABRIC = Target(Loader.FABRIC, "1.21.4")
QUILT = Target(Loader.QUILT, "1.21.4")
FACETS = Facets(
    Capabilities(tuple(Sort), ("mod", "modpack", "resourcepack", "shader", "plugin")),
    tuple(CategoryTag(name, "mod") for name in "abcdefghijkl"),
    (LoaderTag("fabric"), LoaderTag("neoforge")),
    (LicenseTag("mit"), LicenseTag("gpl-3.0")),
    GameVersions(tuple(GameVersionTag(f"1.{minor}") for minor in range(20, 0, -1))),
)


def rows(filters: Filters | None = None, **options: object) -> tuple[FacetRow, ...]:
    folded = options.get("folded", {})
    unfolded = options.get("unfolded", ())
    return facet_rows(FACETS, filters or Filters(), FABRIC, folded, unfolded)  # type: ignore[arg-type]


def test_the_open_folder_narrows_the_query() -> None:
    query = BrowseState().query(QUILT)
    assert query.loaders == ("quilt", "fabric")
    assert query.game_versions == ("1.21.4",)
    assert query.project_types == ("mod",)
    assert query.limit == PAGE


def test_letting_go_of_the_folder_admits_everything() -> None:
    query = BrowseState(filters=Filters(from_instance=False)).query(FABRIC)
    assert query.loaders == ()
    assert query.game_versions == ()


def test_the_folder_says_nothing_of_what_is_no_mod() -> None:
    assert BrowseState(filters=Filters("shader")).query(FABRIC).loaders == ()


def test_categories_have_three_states() -> None:
    filters = Filters().changed("category", "library", "without", FABRIC)
    assert filters.state("category", "library", FABRIC) == "without"
    assert BrowseState(filters=filters).query(FABRIC).without_categories == ("library",)
    filters = filters.changed("category", "library", "with", FABRIC)
    assert BrowseState(filters=filters).query(FABRIC).with_categories == ("library",)
    assert filters.without_categories == ()
    assert filters.changed("category", "library", "any", FABRIC) == Filters()


def test_choosing_another_loader_lets_go_of_the_folder_but_keeps_its_version() -> None:
    filters = Filters().changed("loader", "neoforge", "with", FABRIC)
    assert not filters.from_instance
    assert filters.loaders == ("fabric", "neoforge")
    assert filters.game_versions == ("1.21.4",)


def test_another_type_drops_what_belonged_to_the_one_before() -> None:
    filters = Filters(with_categories=("magic",), sides=(SideFilter.CLIENT,))
    assert filters.changed("type", "shader", "with", FABRIC) == Filters("shader")
    assert filters.changed("type", "mod", "any", FABRIC) == filters


def test_the_count_is_that_of_chips_and_folder() -> None:
    filters = Filters(without_categories=("library",), sides=(SideFilter.CLIENT,))
    assert filters.count(FABRIC) == 3
    assert filters.count(None) == 2
    assert filters.cleared().count(FABRIC) == 0


GROUPS = st.sampled_from(
    [
        ("category", "a"),
        ("side", "client"),
        ("license", "mit"),
        ("open_source", "open_source"),
        ("loader", "fabric"),
    ]
)


@given(st.lists(st.tuples(GROUPS, st.sampled_from(["any", "with", "without"])), max_size=8))
def test_taking_away_every_chip_clears_the_filters(changes: list[tuple[tuple[str, str], str]]) -> None:
    filters = Filters(from_instance=False)
    for (group, key), state in changes:
        filters = filters.changed(group, key, state, FABRIC)  # type: ignore[arg-type]
    for group, key, _state in filters.chosen(FABRIC):
        filters = filters.changed(group, key, "any", FABRIC)
    assert filters == Filters(from_instance=False)


def test_a_loosened_query_becomes_filters_again() -> None:
    before = Filters(without_categories=("library",), sides=(SideFilter.CLIENT,))
    query = BrowseState("lamp", before).query(FABRIC)
    assert filters_of(query, before, FABRIC) == before
    looser = replace(query, sides=())
    assert filters_of(looser, before, FABRIC) == replace(before, sides=())
    any_version = filters_of(replace(query, game_versions=()), before, FABRIC)
    assert not any_version.from_instance
    assert any_version.loaders == ("fabric",)
    assert any_version.game_versions == ()


@pytest.mark.parametrize(
    ("group", "key", "words"),
    [
        ("category", "game-mechanics", "Game mechanics"),
        ("loader", "neoforge", "NeoForge"),
        ("type", "resourcepack", "Resource packs"),
        ("game_version", "1.21.4", "1.21.4"),
        ("open_source", "open_source", "Open source only"),
    ],
)
def test_facets_have_names_for_people(group: str, key: str, words: str) -> None:
    assert label(group, key) == words  # type: ignore[arg-type]


def test_words_for_numbers_of_things() -> None:
    assert type_words("mod", 1) == "mod"
    assert type_words("mod", 0) == "mods"
    assert type_words("shader", 2) == "shaders"


def test_rows_come_in_the_design_s_order_with_more_behind() -> None:
    headings = [row.label for row in rows() if row.kind == "heading"]
    assert headings == ["Type", "Categories", "Side", "Game version", "Loader", "Licence"]
    shown = rows()
    assert [row.label for row in shown if row.group == "type"][1:] == [
        "Mods",
        "Resource packs",
        "Shaders",
        "2 more",
    ]
    assert [row.number for row in shown if row.kind == "more" and row.group == "category"] == [5]
    assert shown[-1].label == "Open source only"


def test_what_is_chosen_is_always_shown() -> None:
    shown = rows(Filters(without_categories=("l",)))
    assert "l" in {row.key for row in shown if row.group == "category"}
    heading = next(row for row in shown if row.kind == "heading" and row.group == "category")
    assert heading.number == 1


def test_all_are_shown_once_unfolded_and_none_once_folded() -> None:
    everything = rows(unfolded=("category categories",))
    assert len([row for row in everything if row.group == "category" and row.kind == "facet"]) == 12
    folded = rows(folded={"category categories": False})
    assert [row.kind for row in folded if row.group == "category"] == ["heading"]


def test_the_folder_s_own_loader_is_ticked_but_not_counted() -> None:
    shown = rows(folded={"loader": True})
    assert [row.state for row in shown if row.group == "loader" and row.kind == "facet"] == ["with", "any"]
    assert next(row for row in shown if row.kind == "heading" and row.group == "loader").number == 0


def test_rows_say_their_state() -> None:
    shown = rows(Filters(without_categories=("a",), with_categories=("b",)))
    sentences = [row.sentence for row in shown]
    assert "A, excluded" in sentences
    assert "B, chosen" in sentences
    assert "C" in sentences
    assert "5 more" in sentences


def test_what_the_platform_cannot_is_not_offered() -> None:
    bare = Facets(Capabilities((Sort.RELEVANCE,), ("mod",), sides=False, licenses=False, open_source=False))
    assert [row.label for row in facet_rows(bare, Filters(), None, {}, ())] == ["Type", "Mods"]
