"""What is published as fields with values: differences, the same change to several, dependencies as lines."""

import pytest

from modstead.domain.dependency_lines import DependencyLine, line_of, read_line
from modstead.domain.publishing import (
    BulkStep,
    BulkWay,
    Change,
    Content,
    Field,
    FieldKind,
    Value,
    after_bulk,
    by_field,
    differences,
    known,
    outside_choices,
    refuse_first,
    slug_of,
    worded,
)
from modstead.domain.version import Dependency, DependencyKind
from modstead.errors import FieldRefused

FIELDS = (
    Field("title", "Title"),
    Field("body", "Description", FieldKind.TEXT),
    Field("side", "Side", FieldKind.CHOICE, choices=("client", "server")),
    Field("tags", "Tags", FieldKind.NAMES, choices=("magic", "food", "storage")),
    Field("featured", "Featured", FieldKind.FLAG),
    Field("links", "Links", FieldKind.NAMES),
)
THERE: Content = {"title": "Lantern", "body": "One\nTwo", "tags": ("magic", "food"), "featured": False}


@pytest.mark.parametrize(
    ("wanted", "changed"),
    [
        ({}, []),
        ({"title": "Lantern"}, []),
        ({"title": ""}, [("title", "Lantern", "")]),
        ({"body": "One\r\nTwo"}, []),
        ({"body": "One\nTwo\n"}, []),
        ({"body": "One"}, [("body", "One\nTwo", "One")]),
        ({"tags": ("food", "magic")}, [("tags", ("magic", "food"), ("food", "magic"))]),
        ({"side": "client"}, [("side", "", "client")]),
        ({"links": (), "side": ""}, []),
        ({"featured": True, "title": "A"}, [("title", "Lantern", "A"), ("featured", False, True)]),
    ],
)
def test_the_difference_is_what_is_wanted_and_not_there(
    wanted: Content, changed: list[tuple[str, Value, Value]]
) -> None:
    found = differences(FIELDS, THERE, wanted)
    assert [(one.field, one.old, one.new) for one in found] == changed


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("", "Lantern", [("+", "Lantern")]),
        ("Lantern", "", [("-", "Lantern")]),
        ("Lantern", "Lanterns", [("-", "Lantern"), ("+", "Lanterns")]),
        ("--- a", "+++ b", [("-", "--- a"), ("+", "+++ b")]),
        (False, True, [("-", "no"), ("+", "yes")]),
        (("magic", "food"), ("food", "storage"), [("-", "magic"), ("+", "storage")]),
        (("magic", "food"), ("food", "magic"), [("-", "magic, food"), ("+", "food, magic")]),
        (
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11",
            "1\n2\n3\n4!\n5\n6\n7\n8\n9\n10\n12",
            [
                *[(" ", "2"), (" ", "3"), ("-", "4"), ("+", "4!"), (" ", "5"), (" ", "6"), ("…", "")],
                *[(" ", "9"), (" ", "10"), ("-", "11"), ("+", "12")],
            ],
        ),
    ],
)
def test_a_change_is_told_line_by_line(old: Value, new: Value, lines: list[tuple[str, str]]) -> None:
    assert list(Change("x", "X", old, new).lines) == lines


@pytest.mark.parametrize(
    ("steps", "after"),
    [
        ([BulkStep("tags", BulkWay.ADD, ("storage", "food"))], {"tags": ("magic", "food", "storage")}),
        ([BulkStep("tags", BulkWay.REMOVE, ("magic", "nothing"))], {"tags": ("food",)}),
        ([BulkStep("tags", BulkWay.SET, ("storage",))], {"tags": ("storage",)}),
        ([BulkStep("links", BulkWay.ADD, ("a",))], {"links": ("a",)}),
        ([BulkStep("title", BulkWay.SET, "All")], {"title": "All"}),
        (
            [BulkStep("tags", BulkWay.SET, ("storage",)), BulkStep("tags", BulkWay.ADD, ("food",))],
            {"tags": ("storage", "food")},
        ),
    ],
)
def test_the_same_change_means_something_else_for_each(steps: list[BulkStep], after: Content) -> None:
    assert after_bulk(THERE, steps) == after


@pytest.mark.parametrize(
    ("wanted", "field", "words"),
    [
        ({"side": "clients"}, "side", "Perhaps client?"),
        ({"tags": ("magic", "zzz")}, "tags", "There are: magic, food, storage."),
    ],
)
def test_what_no_platform_names_is_told_with_what_was_perhaps_meant(
    wanted: Content, field: str, words: str
) -> None:
    (error,) = outside_choices(FIELDS, wanted)
    assert (error.field, words in str(error)) == (field, True)


def test_what_has_no_list_may_be_anything() -> None:
    assert not outside_choices(FIELDS, {"links": ("x",), "title": "y", "side": "", "featured": True})


def test_the_first_refusal_of_each_field_counts() -> None:
    found = by_field([FieldRefused("A", field="links.0.url"), FieldRefused("B", field="links")])
    assert {name: error.title for name, error in found.items()} == {"links": "A"}
    with pytest.raises(FieldRefused, match="A"):
        refuse_first(found)
    refuse_first({})


def test_a_field_that_is_none_is_told_with_those_that_are() -> None:
    known(FIELDS, ["title", "tags"])
    with pytest.raises(FieldRefused) as caught:
        known(FIELDS, ["titel"])
    assert "title, body" in caught.value.detail


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("required lantern", DependencyLine(DependencyKind.REQUIRED, "lantern")),
        ("  optional   tidal@2.0 ", DependencyLine(DependencyKind.OPTIONAL, "tidal", "2.0")),
        ("embedded file:lib.jar", DependencyLine(DependencyKind.EMBEDDED, file_name="lib.jar")),
    ],
)
def test_a_line_says_a_dependency(text: str, line: DependencyLine) -> None:
    assert read_line(text) == line


@pytest.mark.parametrize(
    "text", ["", "lantern", "required", "needs lantern", "required @1", "required lantern@"]
)
def test_what_is_no_dependency_names_its_field(text: str) -> None:
    with pytest.raises(FieldRefused) as caught:
        read_line(text)
    assert caught.value.field == "dependencies"


@pytest.mark.parametrize(
    ("dependency", "line"),
    [
        (Dependency(DependencyKind.REQUIRED, "L1"), "required lantern"),
        (Dependency(DependencyKind.REQUIRED, "L1", "V1"), "required lantern@1.0"),
        (Dependency(DependencyKind.OPTIONAL, "X9", "V9"), "optional X9@V9"),
        (Dependency(DependencyKind.EMBEDDED, version_id="V9"), "embedded V9"),
        (Dependency(DependencyKind.EMBEDDED, file_name="lib.jar"), "embedded file:lib.jar"),
    ],
)
def test_a_dependency_is_told_by_slug_and_number(dependency: Dependency, line: str) -> None:
    assert line_of(dependency, {"L1": "lantern"}, {"V1": "1.0"}) == line


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("The license id is missing.", "The licence is missing."),
        ("The license ids are too many.", "The license ids are too many."),
        ("Nothing of it.", "Nothing of it."),
    ],
)
def test_a_refusal_calls_its_field_as_people_do(title: str, said: str) -> None:
    error = worded(FieldRefused(title, "Why.", field="license_id"), Field("license_id", "Licence"))
    assert (error.title, error.detail, error.field) == (said, "Why.", "license_id")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Lantern Post", "lantern-post"), ("Ada's  Mod (2)!", "adas-mod-2"), ("…", ""), ("x" * 80, "x" * 39)],
)
def test_a_slug_is_made_of_a_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug
