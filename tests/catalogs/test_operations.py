"""What an operation's declaration makes of its arguments, for a platform invented here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import UNSET, Struct, UnsetType

from modstead.catalogs.decoding import decode
from modstead.catalogs.http import Unreadable
from modstead.catalogs.http.messages import SignIn
from modstead.catalogs.http.uploads import LocalFile, nobody
from modstead.catalogs.operations import (
    BodyForm,
    Bounds,
    Kind,
    ListForm,
    Operation,
    Parameter,
    Place,
    Platform,
    Rule,
    choice,
    file,
    files,
    flag,
    integer,
    text,
    texts,
)
from modstead.catalogs.requests import request_for, upload_for
from modstead.errors import FieldRefused, NotFound

BASE = "https://api.example"


class Part(Struct, frozen=True, kw_only=True):
    mark: Annotated[str | UnsetType, Bounds(most=2)] = UNSET


def even(value: str) -> str:
    return "" if len(value) % 2 == 0 else "Its length is odd."


class Body(Struct, frozen=True, kw_only=True, rename={"kind": "type"}):
    name: Annotated[str, Bounds(2, 4)]
    link: Annotated[str | UnsetType | None, Bounds(most=10)] = UNSET
    kind: Annotated[str | UnsetType, Bounds(choices=("a", "b"))] = UNSET
    slug: Annotated[str | UnsetType, Bounds(pattern="[a-z]{2}")] = UNSET
    tags: Annotated[tuple[str, ...] | UnsetType, Bounds(1, 2, each=Bounds(most=3))] = UNSET
    parts: tuple[Part, ...] | UnsetType = UNSET
    part: Part | UnsetType = UNSET
    count: Annotated[int | UnsetType, Bounds(least=1)] = UNSET
    even: Annotated[str | UnsetType, Bounds(rule=Rule("even", even))] = UNSET
    at: datetime | UnsetType = UNSET
    on: bool | UnsetType = UNSET


def operation(lists: ListForm = ListForm.JSON, **more: Any) -> Operation[Any]:
    return Operation(
        Platform("invented", "Invented", "/v1", lists=lists),
        "POST",
        "/thing/{id}/part/{name}",
        dict[str, str],
        "invented",
        (texts("ids"), flag("on"), integer("count", least=0, most=9), choice("sort", "a", "b"), text("q")),
        Body,
        **more,
    )


GOOD: dict[str, Any] = {"id": "A", "name": "b/c"}


def request(arguments: dict[str, Any], body: Body | None = None, **more: Any) -> Any:
    return request_for(operation(**more), BASE, {**GOOD, **arguments}, about="the thing", body=body)


def test_the_path_is_filled_in_and_only_that_place() -> None:
    assert request({}).url == "https://api.example/v1/thing/A/part/b%2Fc"
    assert request({"id": "{name}"}).url == "https://api.example/v1/thing/%7Bname%7D/part/b%2Fc"
    assert request({}, at_root=True).url == "https://api.example/thing/A/part/b%2Fc"
    with pytest.raises(NotFound, match="Invented does not know the thing"):
        request({"id": ".."})


@pytest.mark.parametrize(
    ("lists", "sent"),
    [
        (ListForm.JSON, "ids=%5B%22a%22%2C%22b%22%5D"),
        (ListForm.COMMAS, "ids=a%2Cb"),
        (ListForm.REPEATED, "ids=a&ids=b"),
        (ListForm.BRACKETS, "ids%5B%5D=a&ids%5B%5D=b"),
    ],
)
def test_a_list_is_written_as_the_platform_has_it(lists: ListForm, sent: str) -> None:
    asked = request({"ids": ["a", "b"], "on": False, "count": 3, "unknown": 1}, lists=lists)
    assert asked.url.partition("?")[2] == f"{sent}&on=false&count=3"


def test_a_body_has_only_what_was_said() -> None:
    body = Body(name="abc", link=None, kind="a", at=datetime(2026, 1, 2, tzinfo=UTC))
    asked = request({}, body)
    assert msgspec.json.decode(asked.body) == {
        "name": "abc",
        "link": None,
        "type": "a",
        "at": "2026-01-02T00:00:00Z",
    }
    assert asked.headers == {"Content-Type": "application/json"}
    assert request({}).headers == {}


def test_a_request_says_in_whose_name_it_is_and_on_what() -> None:
    assert request({}).sign_in is SignIn.NO
    signed = request({}, scope="THING_WRITE", sign_in=SignIn.MUST, topics=("things",))
    assert (signed.sign_in, signed.scope) == (SignIn.MUST, "THING_WRITE")
    assert signed.topics == ("https://api.example things",)
    maybe = request_for(operation(), BASE, GOOD, about="", signed=True)
    assert maybe.sign_in is SignIn.MAY


@pytest.mark.parametrize(
    ("arguments", "field"),
    [({"count": 10}, "count"), ({"count": -1}, "count"), ({"sort": "c"}, "sort")],
)
def test_a_parameter_out_of_bounds_is_named(arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(FieldRefused) as caught:
        request(arguments)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": "a"}, "name", "The name must have 2 to 4 characters. It has 1."),
        ({"name": "abcde"}, "name", "The name must have 2 to 4 characters. It has 5."),
        ({"link": "x" * 11}, "link", "The link must have at most 10 characters. It has 11."),
        ({"kind": "c"}, "type", "The type must be one of a, b. It is “c”."),
        ({"slug": "ab\n"}, "slug", "The slug has characters or a length that it cannot have."),
        ({"tags": ()}, "tags", "The tags must have 1 to 2 entries. It has 0."),
        ({"tags": ("a", "long")}, "tags", "The tags must have at most 3 characters."),
        ({"parts": (Part(), Part(mark="abc"))}, "parts.1.mark", "The mark in parts must have at most 2"),
        ({"part": Part(mark="abc")}, "part.mark", "The mark in part must have at most 2 characters."),
        ({"count": 0}, "count", "The count must be at least 1. It is 0."),
        ({"even": "abc"}, "even", "The even cannot be used. Its length is odd."),
    ],
)
def test_a_field_out_of_bounds_is_named(fields: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(FieldRefused) as caught:
        request({}, Body(**{"name": "abc", **fields}))
    assert caught.value.field == field
    assert str(caught.value).startswith(words)
    assert "Nothing was sent" in caught.value.remedy


def test_fields_within_bounds_pass() -> None:
    body = Body(name="ab", link="x" * 10, slug="ab", tags=("abc", "d"), parts=(Part(mark="ab"),), count=1)
    assert b'"parts":[{"mark":"ab"}]' in request({"count": 9, "sort": "a"}, body).body


def test_what_is_required_must_be_there() -> None:
    needed = Operation(
        Platform("invented", "Invented"), "GET", "/a", dict[str, str], "invented", (text("q", required=True),)
    )
    with pytest.raises(FieldRefused, match="The q is missing"):
        request_for(needed, BASE, {}, about="")


SENDING = Operation(
    Platform("invented", "Invented"),
    "POST",
    "/a",
    dict[str, str],
    "invented",
    (file("icon", ("png",), 1 << 18, required=False), files("files", ("jar", "zip"), 5 << 20)),
    form=BodyForm.MULTIPART,
)


def of_size(size: int, name: str) -> LocalFile:
    return LocalFile(Path(name), size)


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({}, "files", "There is nothing to send as files"),
        ({"icon": of_size(1 << 18, "a.png"), "b": of_size(0, "b.jar")}, "b", "b.jar is empty"),
        ({"icon": of_size(1 + (1 << 18), "a.png")}, "icon", "a.png is larger than 256 KiB. It has 262,145 b"),
        ({"b": of_size(1 + (5 << 20), "b.jar")}, "b", "b.jar is larger than 5 MiB"),
        ({"b": of_size(1, "b.exe")}, "b", "b.exe has the wrong extension. It must be one of jar, zip"),
        ({"icon": of_size(1, "png")}, "icon", "png has the wrong extension"),
    ],
)
def test_a_file_out_of_bounds_is_named(sent: dict[str, LocalFile], field: str, words: str) -> None:
    with pytest.raises(FieldRefused) as caught:
        upload_for(SENDING, sent, None, nobody)
    assert caught.value.field == field
    assert str(caught.value).startswith(words)


def test_files_within_bounds_pass() -> None:
    fitting = {"icon": of_size(1 << 18, "a.PNG"), "b": of_size(5 << 20, "b.jar"), "c": of_size(1, "c.zip")}
    upload = upload_for(SENDING, fitting, Part(mark="m"), nobody)
    assert upload
    assert [piece for piece in upload.pieces if isinstance(piece, LocalFile)] == list(fitting.values())
    assert b'{"mark":"m"}' in upload.pieces
    unknown = replace(SENDING, others=())
    with pytest.raises(FieldRefused, match="The b cannot be sent"):
        upload_for(unknown, {"b": of_size(1, "b.jar")}, None, nobody)
    image = replace(SENDING, form=BodyForm.IMAGE, others=(file("image", ("svg",), 9),))
    sent = upload_for(image, {"image": of_size(9, "a.svg")}, None, nobody)
    assert sent
    assert (sent.content_type, sent.length) == ("image/svg", 9)
    assert upload_for(operation(), {}, None, nobody) is None


def test_parameters_are_listed_with_their_places_and_kinds() -> None:
    listed = [(one.name, one.place, one.kind, one.required) for one in operation().parameters]
    assert listed[:3] == [
        ("id", Place.PATH, Kind.TEXT, True),
        ("name", Place.PATH, Kind.TEXT, True),
        ("ids", Place.QUERY, Kind.LIST, False),
    ]
    kinds = {one.name: one.kind for one in operation().parameters if one.place is Place.BODY}
    assert kinds == {
        "name": Kind.TEXT,
        "link": Kind.TEXT,
        "type": Kind.TEXT,
        "slug": Kind.TEXT,
        "tags": Kind.LIST,
        "parts": Kind.LIST,
        "part": Kind.OBJECT,
        "count": Kind.INTEGER,
        "even": Kind.TEXT,
        "at": Kind.MOMENT,
        "on": Kind.FLAG,
    }
    assert Parameter("name", Place.BODY, required=True, bounds=Bounds(2, 4)) in operation().parameters


def test_an_answer_may_lie_in_an_envelope() -> None:
    assert decode(b'{"data": {"a": "b"}, "more": 1}', dict[str, str], "data") == {"a": "b"}
    assert decode(b'{"data": null}', type(None), "data") is None
    assert decode(b"", type(None)) is None
    for body in (b"{}", b"[]", b'{"data": 1}', b""):
        with pytest.raises(Unreadable):
            decode(body, dict[str, str], "data")
