"""Whatever is sent to whichever operation, the sandbox refuses it and does not fall over."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox import test_guizhan_projects, test_operations, test_v3
from sandbox.studio import People, form

V2 = [(method, path) for method, path, scope in test_operations.ROWS if scope != "gone"]
V3 = [(method, f"/v3{path}") for method, path, _ in test_v3.ROWS]
GUIZHAN = [(method, path) for method, path, _ in test_guizhan_projects.OPERATIONS]

DEEP = b'{"data":' * 3_000 + b"1" + b"}" * 3_000
WRONG = (
    b'{"ids": 1, "hashes": {}, "title": [], "name": {}, "slug": 5, "categories": "x", "username": null, "body": {},'
    b' "report_type": [], "item_id": 1, "item_type": 2, "user_id": 7, "permissions": "all", "keyword": [],'
    b' "versions": [1], "platforms": [null], "link_urls": [], "primary_file": {}, "type": 1, "status": []}'
)
BODIES = (b"", b"null", b"[]", b'"\\ud800"', b"\xff\xfe", b'{"a": 1e999}', DEEP, WRONG)
QUERIES: tuple[dict[str, Any], ...] = (
    {},
    {"ids": "[[[[", "ext": "\0", "url": "\0", "featured": "x", "count": "-1", "facets": "[[1]]"},
    {"ids": '["\\ud800", "' + "x" * 500 + '"]', "limit": "1e9", "offset": "-1", "facets": '[["a:"]]'},
    {"ids": "[" * 5_000, "count": "9" * 5_000, "limit": "9" * 5_000, "page": "٣", "ordering": "9" * 5_000},
)


def bombard(client: httpx.Client, method: str, url: str) -> None:
    """Ask an operation in every wrong way; a status of 500 or more says that it did not see that coming."""
    for query in QUERIES:
        answer = client.request(method, url, params=query)
        assert answer.status_code < 500, (query, answer.text)
    for body in BODIES:
        for kind in ("application/json", "multipart/form-data; boundary=x"):
            answer = client.request(method, url, content=body, headers={"content-type": kind})
            assert answer.status_code < 500, (kind, body[:40], answer.text)
    for data in ([], None, {"files": [{"name": 1}], "file_parts": [[]]}):
        answer = client.request(method, url, **form(data, jar=("../x.jar", b"PK")))
        assert answer.status_code < 500, (data, answer.text)


@pytest.mark.parametrize(("method", "path"), V2, ids=" ".join)
def test_version_2(people: People, method: str, path: str) -> None:
    method, url, _ = test_operations.request_of(people, method, path)
    bombard(people["moderator"], method, url)


@pytest.mark.parametrize(("method", "path"), V3, ids=" ".join)
def test_version_3(people: People, method: str, path: str) -> None:
    bombard(people["creator"], method, path.format(project="tidal-core"))


@pytest.mark.parametrize(("method", "path"), GUIZHAN, ids=" ".join)
def test_guizhan_resources(guizhan: People, method: str, path: str) -> None:
    bombard(guizhan["creator"], method, path)


@pytest.mark.parametrize("name", ["%00", "%FF", "..%2F..", "x" * 5_000, "\u202e", "a%0Ab"])
def test_names_that_are_none(people: People, guizhan: People, name: str) -> None:
    for path in (
        "/v2/project/",
        "/v2/version/",
        "/v2/user/",
        "/v2/version_file/",
        "/v2/team/",
        "/v3/project/",
    ):
        assert people["creator"].get(path + name).status_code in {400, 404}
    for path in ("/projects/", "/versions/", "/data/"):
        assert guizhan["creator"].get(path + name).status_code in {400, 404}
