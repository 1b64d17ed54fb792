"""Where mods stand in the picture of the graph."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.ui.installed.graph.layout import (
    CARD_HEIGHT,
    CARD_WIDTH,
    NEEDED_BY_MANY,
    Layout,
    Link,
    lay_out,
    lay_out_fitting,
    lay_out_with_room,
)


def left(layout: Layout, name: str) -> float:
    return layout.places[name][0]


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, (x, y)), (other, (u, v)) in combinations(layout.places.items(), 2)
        if abs(x - u) < CARD_WIDTH and abs(y - v) < CARD_HEIGHT
    ]


def test_an_empty_folder_is_an_empty_picture() -> None:
    assert lay_out((), ()) == Layout(width=CARD_WIDTH)
    assert lay_out_fitting((), (), 1.4) == Layout(width=CARD_WIDTH)


def test_what_needs_something_stands_left_of_it() -> None:
    links = (("a", "b"), ("b", "c"), ("a", "c"), ("d", "c"))
    layout = lay_out("abcd", links)
    assert all(left(layout, source) < left(layout, target) for source, target in links)
    assert left(layout, "d") == left(layout, "b")


def test_circles_are_drawn_all_the_same() -> None:
    layout = lay_out("abc", (("a", "b"), ("b", "c"), ("c", "a")))
    assert set(layout.places) == set("abc")
    assert set(layout.links) == {("a", "b"), ("b", "c"), ("c", "a")}
    assert not overlapping(layout)


def test_a_library_that_many_need_stands_aside_with_quiet_links() -> None:
    names = [f"mod {number}" for number in range(NEEDED_BY_MANY)]
    links = [(name, "api") for name in names] + [(names[0], names[1])]
    layout = lay_out([*names, "api", "alone"], links)
    assert layout.links == ((names[0], names[1]),)
    assert set(layout.quiet) == {(name, "api") for name in names}
    assert [(group.title, group.count) for group in layout.groups] == [
        ("Need each other", 2),
        ("Needed by many", 1),
        ("Need only those", NEEDED_BY_MANY - 2),
        ("On their own", 1),
    ]


def test_links_to_itself_or_to_what_is_not_shown_are_left_out() -> None:
    layout = lay_out("ab", (("a", "a"), ("a", "gone"), ("gone", "b")))
    assert layout.links == layout.quiet == ()
    assert [group.title for group in layout.groups] == ["On their own"]


def test_a_tall_column_is_broken_in_two() -> None:
    names = [f"mod {number}" for number in range(40)]
    chain = [(name, "mod 0") for name in names[1:NEEDED_BY_MANY]]
    layout = lay_out(names, [*chain, *((name, "mod 1") for name in names[2:12])])
    assert not overlapping(layout)
    assert layout.height < 40 * CARD_HEIGHT


def test_the_picture_takes_about_the_shape_that_is_asked_for() -> None:
    names = [f"mod {number}" for number in range(300)]
    links = [(names[number], names[number // 7]) for number in range(1, 150)]
    for aspect in (0.8, 1.4, 2.2):
        layout = lay_out_fitting(names, links, aspect)
        assert 0.6 < layout.width / layout.height / aspect < 1.6


@pytest.mark.parametrize(
    ("count", "wanted", "card"),
    [(6, 210.0, 210.0), (6, 90.0, CARD_WIDTH), (6, 900.0, 260.0), (300, 210.0, CARD_WIDTH)],
)
def test_cards_are_as_wide_as_names_want_where_there_is_room(count: int, wanted: float, card: float) -> None:
    names = [f"mod {number}" for number in range(count)]
    layout = lay_out_with_room(names, [(names[0], names[1])], (1000.0, 600.0), {names[2]: wanted})
    assert layout.card == card
    beside = [(x, u) for (x, y), (u, v) in combinations(layout.places.values(), 2) if y == v]
    assert beside
    assert all(abs(x - u) >= card for x, u in beside)


@st.composite
def folders(draw: st.DrawFn) -> tuple[list[str], list[Link]]:
    names = [f"m{number}" for number in range(draw(st.integers(1, 40)))]
    ends = st.sampled_from(names)
    return names, draw(st.lists(st.tuples(ends, ends), max_size=120))


@given(folders(), st.floats(0.3, 4))
def test_every_mod_has_a_place_of_its_own_and_every_link_is_kept(
    folder: tuple[list[str], list[Link]], aspect: float
) -> None:
    names, links = folder
    layout = lay_out(names, links, aspect=aspect)
    assert set(layout.places) == set(names)
    assert not overlapping(layout)
    assert {*layout.links, *layout.quiet} == {link for link in links if link[0] != link[1]}
    assert all(x >= 0 and x + CARD_WIDTH <= layout.width + 0.01 for x, _ in layout.places.values())
    assert all(y >= 0 and y + CARD_HEIGHT <= layout.height + 0.01 for _, y in layout.places.values())
