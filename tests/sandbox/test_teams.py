from __future__ import annotations

from typing import Any

import pytest

from sandbox.studio import VERSION, People, form, project, refusal

INVALID = (400, "request_error")
DENIED = (401, "auth_error")


def user_id(people: People, name: str) -> str:
    return str(people["nobody"].get(f"/v2/user/{name}").json()["id"])


def members(people: People, made: Any, who: str = "creator") -> dict[str, Any]:
    found = people[who].get(f"/v2/team/{made['team']}/members").json()
    return {member["user"]["username"]: member for member in found}


@pytest.fixture
def made(people: People) -> Any:
    """A draft of the creator's, whose helper was invited and has not answered."""
    found = project(people)
    answer = people["creator"].post(
        f"/v2/team/{found['team']}/members", json={"user_id": user_id(people, "hollowreed")}
    )
    assert answer.status_code == 204
    return found


def test_who_is_invited_is_told_and_joins(people: People, made: Any) -> None:
    asked = people["helper"].get("/v2/user/hollowreed/notifications").json()[0]
    assert asked["type"] == "team_invite"
    assert [action["title"] for action in asked["actions"]] == ["Accept", "Deny"]
    assert members(people, made)["hollowreed"]["accepted"] is False
    assert set(members(people, made, "nobody")) == {"saltmarsh"}
    assert people["helper"].get("/v2/project/tin-kettle").status_code == 404
    method, path = asked["actions"][0]["action_route"]
    assert people["helper"].request(method, f"/v2/{path}").status_code == 204
    assert people["helper"].get("/v2/project/tin-kettle").status_code == 200
    assert refusal(people["helper"].request(method, f"/v2/{path}")) == INVALID
    joined = members(people, made, "helper")["hollowreed"]
    assert (joined["accepted"], joined["permissions"], joined["is_owner"]) == (True, 0, False)
    assert members(people, made, "nobody")["hollowreed"]["permissions"] is None


def test_who_is_invited_may_decline(people: People, made: Any) -> None:
    method, path = (
        people["helper"].get("/v2/user/hollowreed/notifications").json()[0]["actions"][1]["action_route"]
    )
    assert people["helper"].request(method, f"/v2/{path}").status_code == 204
    assert set(members(people, made)) == {"saltmarsh"}
    assert people["helper"].post(f"/v2/team/{made['team']}/join").status_code == 404


def test_only_those_who_may_invite_and_only_those_who_exist(people: People, made: Any) -> None:
    team = f"/v2/team/{made['team']}/members"
    core = people["nobody"].get("/v2/project/tidal-core").json()["team"]
    player = {"user_id": user_id(people, "mossfoot")}
    assert refusal(people["helper"].post(f"/v2/team/{core}/members", json=player)) == DENIED
    secret = project(people, slug="secret-kettle")["team"]
    assert people["helper"].post(f"/v2/team/{secret}/members", json=player).status_code == 404
    assert people["helper"].post(f"/v2/team/{secret}/join").status_code == 404
    assert people["creator"].post(team, json={"user_id": "mossfoot"}).status_code == 404
    assert people["creator"].post("/v2/team/AAAAAAAA/members", json=player).status_code == 404
    assert refusal(people["creator"].post(team, json={"user_id": user_id(people, "hollowreed")})) == INVALID


def test_a_member_may_do_what_they_are_given(people: People, made: Any) -> None:
    team = f"/v2/team/{made['team']}"
    people["helper"].post(f"{team}/join")
    data = VERSION | {"project_id": made["id"]}
    upload = form(data, jar=("k.jar", b"PK k"))
    assert refusal(people["helper"].post("/v2/version", **upload)) == DENIED
    assert refusal(people["helper"].patch("/v2/project/tin-kettle", json={"title": "Mine"})) == DENIED
    wanted = {"role": "Boilermaker", "permissions": 0b1001, "payouts_split": 20, "ordering": 4}
    assert people["creator"].patch(f"{team}/members/hollowreed", json=wanted).status_code == 204
    found = members(people, made)["hollowreed"]
    assert {name: found[name] for name in wanted} == wanted
    assert people["helper"].post("/v2/version", **upload).status_code == 200
    assert people["helper"].patch("/v2/project/tin-kettle", json={"body": "Hot."}).status_code == 204
    assert refusal(people["helper"].patch("/v2/project/tin-kettle", json={"title": "Mine"})) == DENIED
    assert refusal(people["helper"].patch(f"{team}/members/hollowreed", json={"permissions": 1023})) == DENIED


@pytest.mark.parametrize(
    "wanted",
    [{"permissions": 1024}, {"permissions": -1}, {"payouts_split": 5_001}, {"role": ""}, {"role": "Owner"}],
    ids=str,
)
def test_what_no_member_may_be(people: People, made: Any, wanted: dict[str, Any]) -> None:
    one = f"/v2/team/{made['team']}/members/hollowreed"
    assert refusal(people["creator"].patch(one, json=wanted)) == INVALID


def test_nobody_gives_more_than_they_have_and_the_owner_keeps_all(people: People, made: Any) -> None:
    team = f"/v2/team/{made['team']}"
    people["helper"].post(f"{team}/join")
    people["creator"].patch(f"{team}/members/hollowreed", json={"permissions": 0b100_0000})
    own = f"{team}/members/hollowreed"
    assert refusal(people["helper"].patch(own, json={"permissions": 0b100_0001})) == INVALID
    assert people["helper"].patch(own, json={"role": "Tinker"}).status_code == 204
    assert refusal(people["creator"].patch(f"{team}/members/saltmarsh", json={"permissions": 1})) == INVALID
    assert people["creator"].patch(f"{team}/members/mossfoot", json={"role": "x"}).status_code == 404


def test_members_are_removed_but_the_owner(people: People, made: Any) -> None:
    team = f"/v2/team/{made['team']}/members"
    assert refusal(people["creator"].delete(f"{team}/saltmarsh")) == DENIED
    secret = project(people, slug="secret-kettle")["team"]
    assert people["helper"].delete(f"/v2/team/{secret}/members/saltmarsh").status_code == 404
    assert people["creator"].delete(f"{team}/hollowreed").status_code == 204
    assert people["creator"].delete(f"{team}/hollowreed").status_code == 404


def test_a_team_is_handed_over_to_a_member(people: People, made: Any) -> None:
    team = f"/v2/team/{made['team']}"
    heir = {"user_id": user_id(people, "hollowreed")}
    assert refusal(people["creator"].patch(f"{team}/owner", json=heir)) == INVALID
    people["helper"].post(f"{team}/join")
    assert refusal(people["helper"].patch(f"{team}/owner", json=heir)) == DENIED
    assert people["creator"].patch(f"{team}/owner", json=heir).status_code == 204
    found = members(people, made, "helper")
    assert (found["hollowreed"]["role"], found["hollowreed"]["is_owner"]) == ("Owner", True)
    assert (found["saltmarsh"]["role"], found["saltmarsh"]["is_owner"]) == ("Member", False)
    assert people["helper"].delete(f"/v2/project/{made['id']}").status_code == 204
