"""The requests of v2 held against Modrinth's own OpenAPI document, where that lies beside the checkout.

Its faults that concern requests, each passed over in `FAULTS`:

- `version_types` has the list's items checked by an `enum` that stands on the list itself, so that no list is valid;
- `loaders` and `game_versions` are required where updates are looked up, though an empty list of loaders matches
  nothing there and leaving it out admits all;
- a file's `file_type` may be null, but the `enum` that it refers to has no null;
- the picture of a user is sent with `ext`, which the server wants and the document leaves out;
- the parts that hold files have any name, as `file_parts` says, and are not stated.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from catalogs.every_operation import CASES, Case, asked
from catalogs.support import run
from catalogs.test_studio import parts_of
from modstead.catalogs import inventory
from modstead.catalogs.modrinth.operations.common import V2
from modstead.catalogs.operations import UNSTATED, Operation
from modstead.errors import NoLongerOffered

PLACE = Path("shared", "api", "modrinth-v2-openapi.yaml")
DOCUMENT = next(
    (above / PLACE for above in Path(__file__).resolve().parents if (above / PLACE).is_file()), PLACE
)
OPERATIONS = [one for one in inventory.STATED if one.platform == V2]
FAULTS = {
    ("body", "version_types"),
    ("body", "loaders"),
    ("body", "game_versions"),
    ("body", "file_types"),
    ("query", "ext of /user/{id|username}/icon"),
}

pytestmark = pytest.mark.skipif(not DOCUMENT.is_file(), reason="the document is not at hand")


@cache
def document() -> Any:
    """The document as JSON Schema has it: `nullable` is a type beside the others there."""
    return in_json_schema(yaml.safe_load(DOCUMENT.read_text(encoding="utf-8")))


def in_json_schema(node: Any) -> Any:
    if isinstance(node, list):
        return [in_json_schema(one) for one in node]
    if not isinstance(node, dict):
        return node
    plain = {name: in_json_schema(value) for name, value in node.items()}
    if plain.get("nullable") is True and isinstance(plain.get("type"), str):
        plain["type"] = [plain["type"], "null"]
        if "enum" in plain:
            plain["enum"] = [*plain["enum"], None]
    return plain


def resolved(node: Any) -> Any:
    while "$ref" in node:
        found = document()
        for name in node["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        node = found
    return node


def plain_path(path: str) -> str:
    """Names of places do not count."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


@cache
def stated() -> dict[tuple[str, str], tuple[str, Any]]:
    found = {}
    for path, item in document()["paths"].items():
        shared = item.get("parameters", [])
        for method, told in item.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                parameters = [resolved(one) for one in (*shared, *told.get("parameters", []))]
                found[method.upper(), plain_path(path)] = (path, {**told, "parameters": parameters})
    return found


def problems(value: Any, schema: Any) -> list[tuple[str, str]]:
    """Where a value breaks a schema: at which field, and how."""
    from jsonschema import Draft4Validator

    whole = {"components": document()["components"], "allOf": [schema]}
    return [
        (str(error.path[0]) if error.path else missing(error.message), error.message)
        for error in Draft4Validator(whole).iter_errors(value)
    ]


def missing(message: str) -> str:
    return message.split("'")[1] if message.endswith("is a required property") else ""


def said(schema: Any, text: str) -> Any:
    """A parameter's text as its schema has it."""
    kind = schema.get("type")
    if kind == "integer":
        return int(text)
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


def checked(request: httpx.Request) -> list[tuple[str, str, str]]:
    """What the document has against a request: in which place, at which name, and why."""
    path = next(path for method, path in stated() if method == request.method and fits(path, request))
    shown, told = stated()[request.method, path]
    found = []
    queries = {one["name"]: one for one in told["parameters"] if one["in"] == "query"}
    sent = dict(request.url.params)
    found += [
        ("query", name, "is missing")
        for name, one in queries.items()
        if one.get("required") and name not in sent
    ]
    for name, text in sent.items():
        if name not in queries:
            found.append(("query", f"{name} of {shown}", "is not stated"))
            continue
        schema = queries[name]["schema"]
        found += [("query", name, why) for _at, why in problems(said(schema, text), schema)]
    return [*found, *checked_body(request, resolved(told.get("requestBody", {})))]


def fits(path: str, request: httpx.Request) -> bool:
    parts, asked_for = path.split("/"), request.url.raw_path.decode().partition("?")[0].split("/")
    own = asked_for if asked_for[1] == "updates" else ["", *asked_for[2:]]
    return len(parts) == len(own) and all(a in {"{}", b} for a, b in zip(parts, own, strict=True))


def checked_body(request: httpx.Request, told: Any) -> list[tuple[str, str, str]]:
    content = told.get("content", {})
    if not request.content:
        return [("body", "", "is missing")] if content else []
    kind = request.headers["content-type"].partition(";")[0]
    if kind not in content:
        return [("body", "", f"{kind} is not stated")]
    schema = content[kind]["schema"]
    if kind == "application/json":
        return [("body", at, why) for at, why in problems(json.loads(request.content), schema)]
    if kind == "multipart/form-data":
        data = resolved(schema)["properties"]["data"]
        return [("body", at, why) for at, why in problems(json.loads(parts_of(request)["data"][1]), data)]
    return []


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_the_document_has_nothing_against_a_request(operation: Operation[Any], tmp_path: Path) -> None:
    for number, case in enumerate(case for case in CASES if case.uses(operation)):
        (folder := tmp_path / f"{number}").mkdir()
        request = first_request(operation, case, folder)
        found = [problem for problem in checked(request) if problem[:2] not in FAULTS]
        assert found == []


def first_request(operation: Operation[Any], case: Case, folder: Path) -> httpx.Request:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        if not case.comes_after(request):
            seen.append(request)
        gone = case.comes_after(request) or not operation.routed
        return httpx.Response(404) if gone else case.response

    with suppress(NoLongerOffered):
        run(asked(folder, handler, case))
    return seen[0]


def test_the_document_finds_what_is_wrong() -> None:
    """So that it does not merely pass everything."""

    def against(method: str, path: str, **more: Any) -> list[tuple[str, str]]:
        request = httpx.Request(method, f"https://api.modrinth.com/v2{path}", **more)
        return [problem[:2] for problem in checked(request)]

    assert against("GET", "/search?limit=101") == [("query", "limit")]
    assert against("GET", "/search?x=1") == [("query", "x of /search")]
    assert against("GET", "/projects") == [("query", "ids")]
    assert against("POST", "/report", json={"item_type": "thing", "report_type": "spam", "item_id": "a"}) == [
        ("body", "item_type"),
        ("body", "body"),
    ]
    assert against("PATCH", "/project/a", json={"client_side": "sometimes"}) == [("body", "client_side")]
    assert against("PATCH", "/project/a", json={"issues_url": None, "title": 3}) == [("body", "title")]
    assert against(
        "PATCH", "/project/a/icon?ext=tiff", content=b"x", headers={"content-type": "image/png"}
    ) == [("query", "ext")]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_the_scope_is_the_stated_one(operation: Operation[Any]) -> None:
    _path, told = stated()[operation.method, plain_path(operation.path)]
    scopes = [scope for one in told.get("security", []) for scopes in one.values() for scope in scopes]
    assert [operation.scope] * bool(operation.scope) == scopes


def test_the_document_states_the_same_operations() -> None:
    listed = {(one.method, plain_path(one.path)) for one in OPERATIONS if one.document != UNSTATED}
    assert listed == set(stated())


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_every_stated_field_can_be_sent(operation: Operation[Any]) -> None:
    """All query parameters and fields of bodies are declared, but those that can only be told."""
    _path, told = stated()[operation.method, plain_path(operation.path)]
    own = {one.name for one in operation.parameters}
    names = {one["name"] for one in told["parameters"] if one["in"] == "query"}
    for kind, content in resolved(told.get("requestBody", {})).get("content", {}).items():
        if not kind.startswith("image/"):
            names |= set(properties(content["schema"]))
            if kind == "multipart/form-data":
                names |= set(properties(properties(content["schema"])["data"]))
    assert names - own == set()


def properties(schema: Any) -> dict[str, Any]:
    schema = resolved(schema)
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found |= properties(part)
    return found
