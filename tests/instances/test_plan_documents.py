"""Plans as JSON: what is written reads back, and what asks for anything else is refused before it is looked at."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_values import instance
from modstead.domain.plan import (
    Download,
    FileState,
    Kept,
    LocalFile,
    Note,
    NoteKind,
    Operation,
    OperationKind,
    Origin,
    Plan,
    PlanKind,
    Source,
)
from modstead.domain.project import ProjectRef
from modstead.domain.version import Channel, Hashes
from modstead.errors import FileVanished, PlanError, UnreadableDocument
from modstead.instances.plan_documents import parse_plans, plans_document, read_plans

HASHES = Hashes("a" * 40, "b" * 128)
OLD = FileState("old.jar", 10, "c" * 40)
NEW = FileState("new.jar.disabled", 20, HASHES.sha1, HASHES.sha512)
UPDATE = Operation(
    OperationKind.UPDATE,
    OLD,
    NEW,
    Download("https://cdn.example/new.jar", 20, HASHES),
    title="\u202eLantern\u0007",
    reason="newer version",
    project=ProjectRef("modrinth", "AAAA"),
    version_id="v2",
    version_number="2",
    from_version_id="v1",
    from_version_number="1",
    channel=Channel.BETA,
    published=datetime(2026, 1, 2, tzinfo=UTC),
    from_published=datetime(2026, 1, 1, tzinfo=UTC),
    required_by=("BBBB",),
    origin=Origin("https://cdn.example/new.jar", "lantern", "both", ("fabric",), ("1.21.4",)),
)
RESTORED = Operation(OperationKind.INSTALL, None, FileState("kept.jar", 5, HASHES.sha1), Kept(5, HASHES))
REMOVED = Operation(OperationKind.REMOVE, FileState("gone.jar", 5, HASHES.sha1), None)
PLAN = Plan(
    instance(),
    PlanKind.UPDATE,
    (UPDATE, RESTORED, REMOVED),
    (Note(NoteKind.CONFLICT, "Lantern", "They do not go together."),),
    "20260101-000000-0000",
    (("new.jar.disabled", "kept.jar"),),
)


def text(*plans: Plan) -> bytes:
    return json.dumps(plans_document(plans)).encode()


def test_what_is_written_reads_back() -> None:
    (saved,) = parse_plans(text(PLAN))
    assert (saved.folder, saved.kind, saved.undoes) == (PLAN.folder, PLAN.kind, PLAN.undoes)
    assert saved.operations == PLAN.operations
    assert (saved.notes, saved.together) == (PLAN.notes, PLAN.together)


def test_a_file_of_which_only_sha256_is_told_reads_back() -> None:
    source = Download("https://x", 20, Hashes("", "", "e" * 64))
    coming = Operation(OperationKind.INSTALL, None, FileState("new.jar", 20, ""), source)
    (saved,) = parse_plans(text(Plan(instance(), PlanKind.INSTALL, (coming,))))
    assert saved.operations == (coming,)


states = st.builds(
    FileState,
    st.text("abc", min_size=1, max_size=5).map(lambda stem: f"{stem}.jar"),
    st.integers(0, 2**40),
    st.binary(min_size=20, max_size=20).map(bytes.hex),
)
sources: st.SearchStrategy[Source | None] = (
    st.none() | st.just(Kept(1, HASHES)) | st.just(Download("https://x", 1, HASHES))
)
operations = st.builds(
    Operation,
    st.sampled_from(OperationKind),
    st.none() | states,
    st.none() | states,
    sources,
    title=st.text(max_size=20),
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(st.lists(operations, max_size=5))
def test_any_plan_reads_back(listed: list[Operation]) -> None:
    (saved,) = parse_plans(text(Plan(instance(), PlanKind.UPDATE, tuple(listed))))
    assert saved.operations == tuple(listed)


def test_a_file_of_this_computer_cannot_be_written_down() -> None:
    local = Operation(OperationKind.INSTALL, None, NEW, LocalFile(Path("/etc/passwd"), 20, HASHES))
    with pytest.raises(PlanError, match="elsewhere"):
        plans_document([Plan(instance(), PlanKind.ADD, (local,))])


def _set(*path: str | int, value: object) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


FIRST = ("plans", 0, "operations", 0)
LOCAL = {"from": "local", "path": "/etc/passwd", "size": 1}


@pytest.mark.parametrize(
    "change",
    [
        _set(*FIRST, "after", "name", value="../new.jar"),
        _set(*FIRST, "after", "name", value="a/new.jar"),
        _set(*FIRST, "after", "name", value="..\\new.jar"),
        _set(*FIRST, "after", "name", value="new.sh"),
        _set(*FIRST, "after", "name", value=".new.jar"),
        _set(*FIRST, "after", "name", value=""),
        _set(*FIRST, "after", "name", value="a\0.jar"),
        _set(*FIRST, "before", "name", value="server.properties"),
        _set(*FIRST, "before", "name", value="/etc/passwd"),
        _set(*FIRST, "before", "sha1", value="C" * 40),
        _set(*FIRST, "before", "sha1", value=""),
        _set(*FIRST, "before", "sha1", value="c" * 40 + "\n"),
        _set(*FIRST, "before", "size", value=-1),
        _set(*FIRST, "before", "size", value=True),
        _set(*FIRST, "before", "size", value=2**60),
        _set(*FIRST, "after", "link", value="/etc/passwd"),
        _set(*FIRST, "source", value=LOCAL),
        _set(*FIRST, "source", "url", value=""),
        _set(*FIRST, "source", "sha512", value="../../x"),
        _set(*FIRST, "operation", value="explode"),
        _set(*FIRST, "extra", value=1),
        _set(*FIRST, "origin", "url", value="https://elsewhere.example/new.jar"),
        _set("plans", 0, "undoes", value="../../journal"),
        _set("plans", 0, "content", value="shader"),
        _set("plans", 0, "folder", value=""),
        _set("format", value=2),
        _set("format", value="1"),
    ],
)
def test_what_must_not_be_done_is_refused(change: Callable[[Any], None]) -> None:
    document = json.loads(text(PLAN))
    change(document)
    with pytest.raises(UnreadableDocument):
        parse_plans(json.dumps(document).encode())


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"error": {"title": "x", "detail": "y"}}', b"\xff\xfe", b"[" * 100_000],
)
def test_what_is_no_plan_is_told(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="no plan that can be carried out"):
        parse_plans(content)


def test_a_folder_twice_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="twice"):
        parse_plans(text(PLAN, PLAN))


def test_a_document_that_is_gone_or_endless_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileVanished):
        read_plans(tmp_path / "plan.json")
    with (tmp_path / "plan.json").open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    with pytest.raises(UnreadableDocument, match="longer than"):
        read_plans(tmp_path / "plan.json")
