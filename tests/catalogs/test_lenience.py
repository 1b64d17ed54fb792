"""What is not needed of an answer and cannot be read stops nothing; what is needed does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modstead.catalogs.decoding import decode as decoded
from modstead.catalogs.decoding import present
from modstead.catalogs.guizhan import convert
from modstead.catalogs.guizhan import decode as guizhan
from modstead.catalogs.http import Unreadable
from modstead.catalogs.lenience import LARGEST, MOST_LOST
from modstead.catalogs.modrinth import decode

FILE = {"url": "https://x/a.jar", "hashes": {"sha1": "a" * 40}}
VERSION = {"id": "v", "files": [FILE], "downloads": 3}
ODD: list[Any] = [5, "x", [None], {}, True, 10**30]


def of(value: Any, shape: Any, envelope: str = "") -> Any:
    return decoded(json.dumps(value).encode(), shape, envelope)


@pytest.mark.parametrize("odd", [5, [None], {}, True])
@pytest.mark.parametrize("name", ["author_id", "name", "changelog"])
def test_a_field_that_is_not_needed_has_its_default(name: str, odd: Any) -> None:
    (version,) = of([VERSION | {name: odd}], list[decode.VersionAnswer | None])
    assert getattr(version, name) is None
    assert (version.id, version.files[0].hashes.sha1, version.downloads) == ("v", "a" * 40, 3)


@pytest.mark.parametrize(
    ("shape", "answer"),
    [
        (decode.SearchAnswer, {"hits": [{"project_id": "p", "color": "red"}], "total_hits": "many"}),
        (decode.ProjectAnswer, {"id": "p", "gallery": [{"url": "u"}, {"ordering": "first"}], "thread_id": 3}),
        (decode.ProjectAnswer, {"id": "p", "license": "MIT", "donation_urls": {}, "categories": 3}),
    ],
)
def test_each_odd_field_is_left_out_alone(shape: Any, answer: Any) -> None:
    found = of(answer, shape)
    if shape is decode.SearchAnswer:
        assert (found.hits[0].project_id, found.hits[0].color, found.total_hits) == ("p", None, None)
    elif found.gallery:
        assert [one.url for one in found.gallery] == ["u", None]
    else:
        assert (found.license, found.donation_urls, found.categories) == (None, None, None)


def test_a_broken_entry_leaves_its_place_empty(caplog: pytest.LogCaptureFixture) -> None:
    found = of([{"id": "a"}, {"id": 3}, {"id": "b", "title": 4}], list[decode.NotificationAnswer | None])
    assert [one and one.id for one in found] == ["a", None, "b"]
    assert [one.id for one in present(found)] == ["a", "b"]
    assert "2 things of a platform's answer could not be read" in caplog.text
    by_hash = of({"x": VERSION, "y": {"id": 3}}, dict[str, decode.VersionAnswer | None])
    assert (by_hash["x"].id, by_hash["y"]) == ("v", None)


@pytest.mark.parametrize("odd", [5, "x", [3], True])
@pytest.mark.parametrize(
    "name", sorted(decode.VersionAnswer.NEEDED - {"project_id", "version_type", "status"})
)
def test_a_version_is_unusable_without_what_decides_what_is_installed(name: str, odd: Any) -> None:
    shape = list[decode.VersionAnswer | None]
    assert of([VERSION, VERSION | {name: odd}], shape)[1] is None
    with pytest.raises(Unreadable):
        of([VERSION | {name: odd}], shape)


def test_no_other_file_or_dependency_takes_the_place_of_a_broken_one() -> None:
    for odd in (
        {"files": [FILE, FILE | {"size": "x"}]},
        {"dependencies": [{"project_id": "p"}, {"project_id": 1}]},
    ):
        with pytest.raises(Unreadable):
            of(VERSION | odd, decode.VersionAnswer)
    file = {"id": "f", "name": 3}
    with pytest.raises(Unreadable):
        of({"data": {"id": "v", "files": [file]}}, guizhan.VersionAnswer, "data")


@pytest.mark.parametrize(
    "body",
    [
        b'{"id": "p", "categories": [' + b"3," * MOST_LOST + b"3, 4]}",
        b'{"id": "p", "color": "x", "body": "' + b"x" * LARGEST + b'"}',
    ],
    ids=["odd", "long"],
)
def test_what_would_take_long_to_look_through_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        decoded(body, decode.ProjectAnswer)


@pytest.mark.parametrize("checksum", ["abc", 5, [None], None, {"sha1": 3}])
def test_a_checksum_of_another_form_is_none(checksum: Any) -> None:
    answer = {"data": {"id": "v", "files": [{"id": "f", "name": "a.jar", "checksum": checksum}]}}
    version = convert.version(of(answer, guizhan.VersionAnswer, "data"), "p", "https://x")
    assert version.files[0].filename == "a.jar"
    assert not version.files[0].hashes.verify


@pytest.mark.parametrize("hits", ["x", 3, {}, [3], [{"project_id": None}]])
def test_an_answer_of_nothing_readable_is_none(hits: Any) -> None:
    with pytest.raises(Unreadable):
        of({"hits": hits}, decode.SearchAnswer)
