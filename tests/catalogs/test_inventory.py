"""The list of operations against what the documents state, written out here."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from modstead.catalogs import inventory
from modstead.catalogs.http.messages import SignIn
from modstead.catalogs.operations import Kind, Place

DOCS = Path(__file__).resolve().parents[2] / "docs"

STATED = {
    "modrinth-v2": """
        GET /search
        GET /project/{id}
        PATCH /project/{id}
        DELETE /project/{id}
        GET /projects
        PATCH /projects
        GET /projects_random
        POST /project
        PATCH /project/{id}/icon
        DELETE /project/{id}/icon
        GET /project/{id}/check
        POST /project/{id}/gallery
        PATCH /project/{id}/gallery
        DELETE /project/{id}/gallery
        GET /project/{id}/dependencies
        POST /project/{id}/follow
        DELETE /project/{id}/follow
        POST /project/{id}/schedule
        GET /project/{id}/version
        GET /version/{id}
        PATCH /version/{id}
        DELETE /version/{id}
        GET /project/{id}/version/{number}
        POST /version
        POST /version/{id}/schedule
        GET /versions
        POST /version/{id}/file
        GET /version_file/{hash}
        DELETE /version_file/{hash}
        POST /version_file/{hash}/update
        POST /version_files
        POST /version_files/update
        GET /user/{id}
        PATCH /user/{id}
        GET /user
        GET /users
        PATCH /user/{id}/icon
        DELETE /user/{id}/icon
        GET /user/{id}/projects
        GET /user/{id}/follows
        GET /user/{id}/payouts
        POST /user/{id}/payouts
        GET /user/{id}/notifications
        GET /notification/{id}
        PATCH /notification/{id}
        DELETE /notification/{id}
        GET /notifications
        PATCH /notifications
        DELETE /notifications
        POST /report
        GET /report
        GET /report/{id}
        PATCH /report/{id}
        GET /reports
        GET /thread/{id}
        POST /thread/{id}
        GET /threads
        DELETE /message/{id}
        GET /project/{id}/members
        GET /team/{id}/members
        POST /team/{id}/members
        GET /teams
        POST /team/{id}/join
        PATCH /team/{id}/members/{username}
        DELETE /team/{id}/members/{username}
        PATCH /team/{id}/owner
        GET /tag/category
        GET /tag/loader
        GET /tag/game_version
        GET /tag/license
        GET /tag/license/{id}
        GET /tag/donation_platform
        GET /tag/report_type
        GET /tag/project_type
        GET /tag/side_type
        GET /updates/{id}/forge_updates.json
        GET /statistics
    """,
    "modrinth-v3": """
        GET /project/{id}
        GET /projects
        GET /project/{id}/check
        GET /search
        GET /projects_random
        PATCH /project/{id}
        PATCH /projects
        DELETE /project/{id}
        POST /project/{id}/follow
        DELETE /project/{id}/follow
        GET /project/{id}/dependencies
        PATCH /project/{id}/icon
        DELETE /project/{id}/icon
        POST /project/{id}/gallery
        PATCH /project/{id}/gallery
        DELETE /project/{id}/gallery
    """,
    "guizhan": """
        GET /projects
        GET /users/{userId}/projects
        GET /orgs/{orgId}/projects
        POST /users/{userId}/projects
        POST /orgs/{orgId}/projects
        GET /projects/{projectId}
        PATCH /projects/{projectId}
        DELETE /projects/{projectId}
        POST /projects/{projectId}/submit
        GET /projects/{projectId}/keywords
        POST /projects/{projectId}/keywords
        PUT /projects/{projectId}/keywords/{keywordId}
        DELETE /projects/{projectId}/keywords/{keywordId}
        POST /projects/{projectId}/versions
        GET /projects/{projectId}/versions
        PATCH /projects/{projectId}/versions
        DELETE /projects/{projectId}/versions
        GET /projects/{projectId}/versions/{versionId}
        PATCH /projects/{projectId}/versions/{versionId}
        DELETE /projects/{projectId}/versions/{versionId}
        GET /projects/{projectId}/versions/{versionId}/download/{fileId}
        GET /versions/{versionId}
    """,
}

GONE = {
    "POST /project/{id}/schedule",
    "POST /version/{id}/schedule",
    "GET /user/{id}/payouts",
    "POST /user/{id}/payouts",
}

UNSTATED = {"POST /version_files/update_many", "POST /version_files/update_individual"}


def lines(platform: str) -> list[str]:
    return [line.strip() for line in STATED[platform].strip().splitlines()]


def listed(platform: str) -> list[str]:
    return [f"{one.method} {one.path}" for one in inventory.STATED if one.platform.name == platform]


@pytest.mark.parametrize(("platform", "count"), [("modrinth-v2", 77), ("modrinth-v3", 16), ("guizhan", 22)])
def test_none_is_missing_and_none_extra(platform: str, count: int) -> None:
    assert len(lines(platform)) == count
    assert sorted(listed(platform)) == sorted(lines(platform))


def test_all_platforms_are_held_against_an_inventory() -> None:
    assert {one.platform.name for one in inventory.STATED} == set(STATED)


def test_what_is_beyond_the_documents_is_marked() -> None:
    beyond = {f"{one.method} {one.path}" for one in inventory.ALL if one not in inventory.STATED}
    assert beyond == UNSTATED
    assert {f"{one.method} {one.path}" for one in inventory.ALL if not one.routed} == GONE


@pytest.mark.parametrize("operation", inventory.ALL, ids=lambda one: f"{one.method} {one.path}")
def test_each_is_declared_whole(operation: inventory.Operation[object]) -> None:
    assert operation.document
    assert operation.reads or operation.topics or not operation.routed
    assert operation.scope or operation.sign_in is not SignIn.MUST
    assert operation.sign_in is SignIn.MUST or operation.reads
    in_path = [one.name for one in operation.parameters if one.place is Place.PATH]
    assert in_path == re.findall(r"{(\w+)}", operation.path)
    assert len(set(in_path)) == len(in_path)
    names = [(one.place, one.name) for one in operation.parameters]
    assert len(set(names)) == len(names)
    assert all(one.bounds.most for one in operation.parameters if one.kind in {Kind.FILE, Kind.FILES})
    json.dumps(inventory.described(operation))


def test_the_page_is_what_would_be_written() -> None:
    """Written anew by: make operations."""
    assert (DOCS / "operations.md").read_text(encoding="utf-8") == inventory.as_markdown()
