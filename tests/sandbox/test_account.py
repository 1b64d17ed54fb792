from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from modstead_sandbox.tokens import ALL, PLAYING, READING, SCOPES, TOKENS, listing, token

People = dict[str, httpx.Client]


def refusal(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["error"]


def test_tokens_are_read_alone_and_after_bearer() -> None:
    assert token("mrp_sandbox_player") is token("Bearer mrp_sandbox_player") is TOKENS[0]
    assert (
        token(None) is token("") is token("mrp_sandbox_expired") is token("Basic mrp_sandbox_player") is None
    )


def test_scopes_are_those_that_the_platform_grants() -> None:
    assert len(SCOPES) == len(set(SCOPES)) == 48
    assert READING < ALL < set(SCOPES)
    assert "PAT_CREATE" not in ALL
    assert {"USER_WRITE", "REPORT_CREATE"} <= PLAYING
    assert not any(scope.endswith("_WRITE") for scope in READING)


def test_every_token_is_told_with_its_owner_and_hidden_in_reprs() -> None:
    assert all(f"{entry.text} " in listing() and entry.username in listing() for entry in TOKENS)
    assert not any(entry.text in repr(entry) for entry in TOKENS)


def test_the_user_behind_a_token_sees_more_than_others(people: People) -> None:
    found = people["player"].get("/v2/user").json()
    assert (found["username"], found["email"]) == ("mossfoot", "mossfoot@post.example.invalid")
    assert found["has_password"] is True
    assert people["nobody"].get("/v2/user/mossfoot").json()["email"] is None
    answer = people["nobody"].get("/v2/user", headers={"authorization": "Bearer mrp_sandbox_player"})
    assert answer.json() == found


@pytest.mark.parametrize("name", ["nobody", "expired"])
def test_without_a_good_token_the_user_is_refused(people: People, name: str) -> None:
    answer = people[name].get("/v2/user")
    assert refusal(answer) == (401, "auth_error")
    assert answer.json()["description"] == "Authentication Error: Invalid Authentication Credentials"


def test_a_bad_token_on_a_public_answer_counts_as_none(people: People) -> None:
    answer = people["nobody"].get("/v2/project/tidal-core", headers={"authorization": "mrp_wrong"})
    assert answer.json() == people["nobody"].get("/v2/project/tidal-core").json()


def test_a_user_changes_what_is_said_of_them(people: People) -> None:
    wanted = {"username": "bogfoot", "name": "Bog", "bio": "Wet."}
    assert people["player"].patch("/v2/user/mossfoot", json=wanted).status_code == 204
    found = people["nobody"].get("/v2/user/bogfoot").json()
    assert (found["name"], found["bio"]) == ("Bog", "Wet.")
    assert people["nobody"].get("/v2/user/mossfoot").status_code == 404
    assert people["player"].get("/v2/user").json()["username"] == "bogfoot"
    assert people["player"].patch("/v2/user/bogfoot", json={"username": "bogfoot"}).status_code == 204
    assert people["nobody"].get("/v2/user/bogfoot").json()["bio"] == "Wet."


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"username": "a b"},
        {"username": "x" * 40},
        {"username": "saltmarsh"},
        {"username": "mossfoot", "bio": "x" * 161},
        {"username": "mossfoot", "email": "nowhere"},
        {"username": "mossfoot", "name": ""},
    ],
)
def test_what_no_user_may_be_is_400(people: People, wanted: dict[str, str]) -> None:
    assert refusal(people["player"].patch("/v2/user/mossfoot", json=wanted)) == (400, "request_error")


def test_others_are_not_to_be_changed_but_by_a_moderator(people: People) -> None:
    wanted = {"username": "saltmarsh", "bio": "x"}
    assert refusal(people["player"].patch("/v2/user/saltmarsh", json=wanted)) == (401, "auth_error")
    assert people["player"].patch("/v2/user/nobody-there", json=wanted).status_code == 404
    assert people["moderator"].patch("/v2/user/saltmarsh", json=wanted).status_code == 204


def test_an_avatar_is_put_up_and_taken_down(people: People) -> None:
    before = people["nobody"].get("/v2/user/mossfoot").json()["avatar_url"]
    assert people["nobody"].get(before).headers["content-type"] == "image/png"
    picture = b"\x89PNG picture"
    sent = people["player"].patch(
        "/v2/user/mossfoot/icon", content=picture, headers={"content-type": "image/png"}
    )
    assert sent.status_code == 204
    now = people["nobody"].get("/v2/user/mossfoot").json()["avatar_url"]
    shown = people["nobody"].get(now)
    assert (shown.content, shown.headers["content-type"]) == (picture, "image/png")
    assert people["player"].delete("/v2/user/mossfoot/icon").status_code == 204
    assert people["nobody"].get("/v2/user/mossfoot").json()["avatar_url"] == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"x" * ((2 << 20) + 1), "image/png"), (b"", "image/png"), (b"x", "text/html"), (b"x", "image/tiff")],
    ids=["large", "empty", "text", "unknown"],
)
def test_what_is_no_avatar_is_400(people: People, content: bytes, kind: str) -> None:
    answer = people["player"].patch("/v2/user/mossfoot/icon", content=content, headers={"content-type": kind})
    assert refusal(answer) == (400, "request_error")


def test_following_is_seen_by_the_follower_and_counted(people: People) -> None:
    before = people["nobody"].get("/v2/project/lanternworks").json()["followers"]
    assert people["player"].post("/v2/project/lanternworks/follow").status_code == 204
    assert people["nobody"].get("/v2/project/lanternworks").json()["followers"] == before + 1
    hits = people["nobody"].get("/v2/search", params={"query": "lanternworks"}).json()["hits"]
    assert hits[0]["follows"] == before + 1
    assert refusal(people["player"].post("/v2/project/lanternworks/follow")) == (400, "request_error")
    followed = people["player"].get("/v2/user/mossfoot/follows").json()
    assert followed[-1]["slug"] == "lanternworks"
    assert len(followed) == 4
    assert people["player"].delete("/v2/project/lanternworks/follow").status_code == 204
    assert refusal(people["player"].delete("/v2/project/lanternworks/follow")) == (400, "request_error")
    assert people["nobody"].get("/v2/project/lanternworks").json()["followers"] == before
    for method in ("POST", "DELETE"):
        assert refusal(people["player"].request(method, "/v2/project/nothing/follow"))[0] == 400


def test_follows_and_notifications_are_ones_own(people: People) -> None:
    for path in ("follows", "notifications"):
        assert refusal(people["helper"].get(f"/v2/user/mossfoot/{path}")) == (401, "auth_error")
        assert people["helper"].get(f"/v2/user/nobody-there/{path}").status_code == 404


def test_notifications_are_read_and_deleted(people: People) -> None:
    player = people["player"]
    found = player.get("/v2/user/mossfoot/notifications").json()
    assert [entry["read"] for entry in found] == [False, False, True]
    assert {entry["type"] for entry in found} == {"project_update"}
    one = f"/v2/notification/{found[0]['id']}"
    assert player.get(one).json() == found[0]
    assert player.patch(one).status_code == 204
    assert player.get(one).json()["read"] is True
    assert player.delete(one).status_code == 204
    for method in ("GET", "PATCH", "DELETE"):
        answer = player.request(method, one)
        assert (answer.status_code, answer.content) == (404, b"")


def test_notifications_in_bulk_touch_none_of_others(people: People) -> None:
    player, creator = people["player"], people["creator"]
    own = [entry["id"] for entry in player.get("/v2/user/mossfoot/notifications").json()]
    others = [entry["id"] for entry in creator.get("/v2/user/saltmarsh/notifications").json()]
    both = {"ids": json.dumps([*own, *others])}
    assert {entry["id"] for entry in player.get("/v2/notifications", params=both).json()} == set(own)
    assert player.patch("/v2/notifications", params=both).status_code == 204
    assert all(entry["read"] for entry in player.get("/v2/user/mossfoot/notifications").json())
    assert not any(entry["read"] for entry in creator.get("/v2/user/saltmarsh/notifications").json())
    assert player.delete("/v2/notifications", params=both).status_code == 204
    assert player.get("/v2/user/mossfoot/notifications").json() == []
    assert len(creator.get("/v2/user/saltmarsh/notifications").json()) == 2
    assert player.get(f"/v2/notification/{others[0]}").status_code == 404
