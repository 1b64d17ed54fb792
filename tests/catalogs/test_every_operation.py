"""Every operation of Modrinth: asked as documented, answered, refused, and answered oddly."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogs.every_operation import CASES, Case, asked
from catalogs.support import run
from catalogs.test_modrinth import written
from modstead.catalogs import inventory
from modstead.catalogs.operations import UNSTATED, BodyForm, Operation
from modstead.errors import (
    ApplicationTooOld,
    CatalogError,
    NoLongerOffered,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    RequestRefused,
    ServerFailed,
    Unauthorized,
    UnreadableAnswer,
)

OPERATIONS = [one for one in inventory.ALL if one.platform.name.startswith("modrinth")]
REFUSALS: list[tuple[int, type[CatalogError]]] = [
    (400, RequestRefused),
    (401, Unauthorized),
    (403, RequestRefused),
    (404, NotFound),
    (409, RequestRefused),
    (410, ApplicationTooOld),
    (429, RateLimited),
    (503, ServerFailed),
]


def cases(operation: Operation[Any]) -> list[Case]:
    return [case for case in CASES if case.uses(operation)]


def error_of(operation: Operation[Any], status: int, error: type[CatalogError]) -> type[CatalogError]:
    """What a status means for just this operation."""
    if status in {401, 403} and operation.sign_in.value == "must":
        return NotAllowed
    if status == 404 and not operation.routed:
        return NoLongerOffered
    if status == 503 and operation.method == "POST" and not operation.reads:
        return OutcomeUnknown
    return error


def line(request: httpx.Request, operation: Operation[Any]) -> str:
    """The request as the cases write it: files are looked at elsewhere."""
    if operation.form is BodyForm.JSON:
        return written(request)
    return written(httpx.Request(request.method, request.url))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.full_path}")
def test_every_operation_asks_as_documented_and_takes_answers_and_refusals(
    operation: Operation[Any], tmp_path: Path
) -> None:
    assert cases(operation)
    for number, case in enumerate(cases(operation)):
        if operation.routed:
            check_answer(operation, case, tmp_path / f"{number}")
        for status, error in REFUSALS:
            with pytest.raises(CatalogError) as caught:
                ask(case, tmp_path / f"{number} {status}", refused(status))
            assert type(caught.value) is error_of(operation, status, error)
            assert "Modrinth" in caught.value.title
            assert caught.value.detail == "The reason."


def check_answer(operation: Operation[Any], case: Case, folder: Path) -> None:
    seen: list[httpx.Request] = []
    found = ask(case, folder, case.response, seen)
    assert line(seen[0], operation) == case.ask
    assert bool(found) is bool(case.answer)


def ask(case: Case, folder: Path, response: httpx.Response, seen: list[httpx.Request] | None = None) -> Any:
    def handler(request: httpx.Request) -> httpx.Response:
        if case.comes_after(request):
            return httpx.Response(404)
        if seen is not None:
            seen.append(request)
        return httpx.Response(response.status_code, content=response.content, headers=response.headers)

    folder.mkdir()
    return run(asked(folder, handler, case))


def refused(status: int) -> httpx.Response:
    said = {"error": "x", "description": "the reason"}
    return httpx.Response(status, json=said, headers={"retry-after": "600"} if status == 429 else {})


def test_each_case_is_of_an_operation() -> None:
    assert [case.ask for case in CASES if not any(case.uses(one) for one in OPERATIONS)] == []


ODD = st.sampled_from([None, 3, -1, 2.5, "x", "", [], {}, [None], {"id": None}, True, 10**30])


def broken(value: Any, data: st.DataObject) -> Any:
    """The same with one thing in it left out, replaced or added."""
    if isinstance(value, list) and value and data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(value) - 1))
        return [*value[:place], broken(value[place], data), *value[place + 1 :]]
    if isinstance(value, dict) and value:
        name = data.draw(st.sampled_from(sorted(value)))
        match data.draw(st.sampled_from(["left out", "replaced", "added", "within"])):
            case "left out":
                return {key: kept for key, kept in value.items() if key != name}
            case "replaced":
                return {**value, name: data.draw(ODD)}
            case "added":
                return {**value, "a new field": data.draw(ODD)}
            case _:
                return {**value, name: broken(value[name], data)}
    return data.draw(ODD)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.answer and "schedule" not in case.ask],
    ids=lambda case: case.ask[:50],
)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_odd_answer_is_a_value_or_one_clear_error(case: Case, data: st.DataObject) -> None:
    body = json.dumps(broken(json.loads(case.body), data)).encode()
    with TemporaryDirectory() as folder, suppress(UnreadableAnswer, OutcomeUnknown):
        ask(case, Path(folder) / "a", httpx.Response(200, content=body))


def test_look_ups_that_no_document_states_are_the_only_ones_beyond_it() -> None:
    assert {one.path for one in OPERATIONS if one.document == UNSTATED} == {
        "/version_files/update_many",
        "/version_files/update_individual",
    }
