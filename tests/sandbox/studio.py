"""What the tests that publish to a sandbox share."""

from __future__ import annotations

import json
from typing import Any

import httpx

People = dict[str, httpx.Client]

PROJECT: dict[str, Any] = {
    "project_type": "mod",
    "slug": "tin-kettle",
    "title": "Tin Kettle",
    "description": "Boils water without a fire.",
    "body": "# Tea\n\nIn {base} and elsewhere.",
    "categories": ["food", "utility"],
    "client_side": "required",
    "server_side": "optional",
    "license_id": "MIT",
    "is_draft": True,
}
VERSION: dict[str, Any] = {
    "file_parts": ["jar"],
    "name": "Tin Kettle 1.0.0",
    "version_number": "1.0.0",
    "changelog": "The first one.",
    "game_versions": ["1.21.4"],
    "version_type": "release",
    "loaders": ["fabric"],
    "featured": False,
    "dependencies": [],
}


def form(data: Any, **files: tuple[str, bytes]) -> dict[str, Any]:
    """The arguments of a multipart request: the field `data` and files by their parts' names."""
    parts: dict[str, Any] = {"data": (None, json.dumps(data))}
    return {"files": parts | files}


def project(people: People, **changes: Any) -> Any:
    """Create a project as the creator; returns it."""
    answer = people["creator"].post("/v2/project", **form(PROJECT | changes))
    assert answer.status_code == 200, answer.text
    return answer.json()


def version(people: People, project_id: str, content: bytes = b"PK jar", **changes: Any) -> Any:
    """Upload a version of one file as the creator; returns it."""
    name = changes.pop("filename", "tin-kettle-1.0.0.jar")
    data = VERSION | {"project_id": project_id} | changes
    answer = people["creator"].post("/v2/version", **form(data, jar=(name, content)))
    assert answer.status_code == 200, answer.text
    return answer.json()


def published(people: People) -> Any:
    """Create a project with a version and have it approved; returns the project."""
    made = project(people)
    version(people, made["id"])
    answer = people["creator"].patch(f"/v2/project/{made['id']}", json={"status": "processing"})
    assert answer.status_code == 204, answer.text
    return people["nobody"].get(f"/v2/project/{made['id']}").json()


def refusal(answer: httpx.Response) -> tuple[int, Any]:
    """The status and the name of the error in an answer that refuses."""
    return answer.status_code, answer.json()["error"]
