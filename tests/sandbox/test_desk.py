from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

People = dict[str, httpx.Client]


def report(people: People, **fields: str) -> Any:
    project = people["nobody"].get("/v2/project/lanternworks").json()
    wanted = {"report_type": "spam", "item_id": project["id"], "item_type": "project", "body": "Look."}
    return people["player"].post("/v2/report", json=wanted | fields)


def text(body: str, **fields: Any) -> dict[str, Any]:
    return {"type": "text", "body": body, **fields}


def test_a_report_is_read_back_by_its_reporter_alone(people: People) -> None:
    made = report(people).json()
    assert (made["closed"], made["body"], made["report_type"]) == (False, "Look.", "spam")
    one = f"/v2/report/{made['id']}"
    assert people["player"].get(one).json() == made
    assert people["player"].get("/v2/report").json() == [made]
    wanted = {"ids": json.dumps([made["id"], "AAAAAAAA"])}
    assert people["player"].get("/v2/reports", params=wanted).json() == [made]
    assert people["helper"].get(one).status_code == 404
    assert people["helper"].get("/v2/report").json() == []
    assert people["helper"].get("/v2/reports", params=wanted).json() == []
    assert people["moderator"].get(one).json() == made


def test_users_and_versions_are_reported_too(people: People) -> None:
    user = people["nobody"].get("/v2/user/vesper").json()["id"]
    version = people["nobody"].get("/v2/project/lanternworks").json()["versions"][0]
    for kind, name in (("user", user), ("version", version)):
        assert report(people, item_type=kind, item_id=name).json()["item_id"] == name


def test_own_reports_come_newest_first_and_so_many(people: People) -> None:
    made = [report(people, body=f"Number {place}").json() for place in range(3)]
    assert people["player"].get("/v2/report", params={"count": 2}).json() == [made[2], made[1]]


@pytest.mark.parametrize(
    "fields",
    [
        {"report_type": "dull"},
        {"item_id": "AAAAAAAA"},
        {"item_id": "lanternworks"},
        {"item_type": "user"},
        {"item_type": "version"},
        {"item_type": "collection"},
        {"body": ""},
    ],
)
def test_what_cannot_be_reported_is_400(people: People, fields: dict[str, str]) -> None:
    answer = report(people, **fields)
    assert (answer.status_code, answer.json()["error"]) == (400, "request_error")


def test_a_reporter_changes_the_text_and_a_moderator_closes(people: People) -> None:
    made = report(people).json()
    one = f"/v2/report/{made['id']}"
    assert people["player"].patch(one, json={"body": "Look again."}).status_code == 204
    assert people["player"].patch(one, json={"closed": True}).status_code == 400
    assert people["helper"].patch(one, json={"body": "Mine."}).status_code == 404
    assert people["player"].get(one).json() == made | {"body": "Look again."}
    assert people["moderator"].patch(one, json={"closed": True}).status_code == 204
    assert people["player"].get("/v2/report").json() == []
    assert people["player"].get(one).json()["closed"] is True
    said = people["player"].get(f"/v2/thread/{made['thread_id']}").json()["messages"]
    assert [message["body"] for message in said] == [{"type": "thread_closure"}]


def test_a_thread_takes_messages_of_those_inside(people: People) -> None:
    made = report(people).json()
    one = f"/v2/thread/{made['thread_id']}"
    empty = people["player"].get(one).json()
    assert (empty["type"], empty["report_id"], empty["messages"]) == ("report", made["id"], [])
    assert [user["username"] for user in empty["members"]] == ["mossfoot"]
    said = people["player"].post(one, json=text("Hello?")).json()["messages"][0]
    assert said["body"] == {"type": "text", "body": "Hello?", "private": False, "replying_to": None}
    answered = people["moderator"].post(one, json=text("Yes?", replying_to=said["id"])).json()
    assert answered["messages"][1]["body"]["replying_to"] == said["id"]
    assert {user["username"] for user in answered["members"]} == {"mossfoot", "gatekeeper"}
    assert people["player"].get(
        "/v2/threads", params={"ids": json.dumps([made["thread_id"], "x"])}
    ).json() == [answered]
    assert people["helper"].get(one).status_code == 404
    assert people["helper"].post(one, json=text("Let me in")).status_code == 404
    assert people["helper"].get("/v2/threads", params={"ids": json.dumps([made["thread_id"]])}).json() == []


def test_private_messages_are_the_moderators(people: People) -> None:
    one = f"/v2/thread/{report(people).json()['thread_id']}"
    assert people["player"].post(one, json=text("Psst", private=True)).status_code == 400
    assert len(people["moderator"].post(one, json=text("Psst", private=True)).json()["messages"]) == 1
    assert people["player"].get(one).json()["messages"] == []


@pytest.mark.parametrize(
    "message",
    [
        {"type": "text"},
        {"type": "status_change", "old_status": "draft", "new_status": "approved"},
        text(""),
        text("x" * 65_537),
        text("x", replying_to="AAAAAAAA"),
    ],
)
def test_what_is_no_message_is_400(people: People, message: dict[str, str]) -> None:
    one = f"/v2/thread/{report(people).json()['thread_id']}"
    assert people["player"].post(one, json=message).status_code == 400


def test_a_message_is_deleted_by_who_wrote_it(people: People) -> None:
    one = f"/v2/thread/{report(people).json()['thread_id']}"
    said = people["player"].post(one, json=text("Oops")).json()["messages"][0]
    message = f"/v2/message/{said['id']}"
    assert people["helper"].delete(message).status_code == 404
    assert people["player"].delete(message).status_code == 204
    assert people["player"].get(one).json()["messages"][0]["body"] == {"type": "deleted"}
    answered = people["moderator"].post(one, json=text("Thanks")).json()["messages"][1]
    assert people["player"].delete(f"/v2/message/{answered['id']}").status_code == 401
    assert people["player"].delete("/v2/message/AAAAAAAA").status_code == 404


def test_a_project_has_a_thread_for_its_team(people: People) -> None:
    project = people["nobody"].get("/v2/project/tidal-core").json()
    one = f"/v2/thread/{project['thread_id']}"
    found = people["creator"].get(one).json()
    assert (found["type"], found["project_id"]) == ("project", project["id"])
    assert found["members"][0]["username"] == "saltmarsh"
    assert people["player"].get(one).status_code == 404
