"""Modrinth's answers in our own terms, whatever is missing, null, new or odd in them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modstead.catalogs import decoding
from modstead.catalogs.decoding import decode as decoded
from modstead.catalogs.decoding import present
from modstead.catalogs.http import Unreadable
from modstead.catalogs.modrinth import convert, decode
from modstead.domain.project import SideSupport
from modstead.domain.version import Channel, DependencyKind

Reader = Callable[[bytes], Any]

ANSWERS = Path(__file__).parent / "answers"
RECORDED = Path(__file__).resolve().parents[3] / "shared" / "recorded"


def many(shape: Any, converted: Callable[[Any], Any]) -> Reader:
    return lambda body: [converted(one) for one in present(decoded(body, list[shape | None]))]


def one(shape: Any, converted: Callable[[Any], Any]) -> Reader:
    return lambda body: [converted(decoded(body, shape))]


def hits(body: bytes) -> list[Any]:
    return [convert.hit(hit) for hit in present(decoded(body, decode.SearchAnswer).hits)]


def dependencies(body: bytes) -> list[Any]:
    answer = decoded(body, decode.DependenciesAnswer)
    projects = [convert.project(project) for project in present(answer.projects)]
    return [*projects, *(convert.version(version) for version in present(answer.versions))]


def notification(answer: decode.NotificationAnswer) -> Any:
    return convert.notification(answer, "https://modrinth.com")


versions = many(decode.VersionAnswer, convert.version)
projects = many(decode.ProjectAnswer, convert.project)

READERS: dict[str, Reader] = {
    "version": one(decode.VersionAnswer, convert.version),
    "versions": versions,
    "project": one(decode.ProjectAnswer, convert.project),
    "projects": projects,
    "search": hits,
    "dependencies": dependencies,
    "user": one(decode.UserAnswer, convert.user),
    "users": many(decode.UserAnswer, convert.user),
    "members": lambda body: list(convert.members(decoded(body, list[decode.MemberAnswer | None]))),
    "categories": many(decode.CategoryAnswer, convert.category),
    "loaders": many(decode.LoaderAnswer, convert.loader),
    "game_versions": many(decode.GameVersionAnswer, convert.game_version),
    "licenses": many(decode.LicenseTagAnswer, convert.license_tag),
    "notification": one(decode.NotificationAnswer, notification),
    "notifications": many(decode.NotificationAnswer, notification),
    "report": one(decode.ReportAnswer, convert.report),
    "reports": many(decode.ReportAnswer, convert.report),
    "thread": one(decode.ThreadAnswer, convert.thread),
    "threads": many(decode.ThreadAnswer, convert.thread),
}

RECORDINGS: dict[str, Reader] = {
    "aternos-get_notification_response": READERS["notification"],
    "aternos-get_project_dependencies_response": dependencies,
    "aternos-get_project_response": READERS["project"],
    "aternos-get_user_response": READERS["user"],
    "aternos-search_projects_response": hits,
    "itzg-project-discordsrv-versions": versions,
    "itzg-project-discordsrv": READERS["project"],
    "itzg-project-dynmap-bad-server-side": projects,
    "itzg-project-griefprevention-versions": versions,
    "itzg-project-griefprevention": READERS["project"],
    "itzg-versions-entityculling-forge": versions,
    "itzg-versions-entityculling-neoforge-not-forge": versions,
    "mcim-mongo-categories": READERS["categories"],
    "mcpublish-game_version": READERS["game_versions"],
    "mcpublish-loader": READERS["loaders"],
    "mcpublish-projects": projects,
    "mcpublish-versions": versions,
}


def samples() -> list[tuple[Path, Reader]]:
    """Real answers where they lie beside the checkout, else those that lie beside this file."""
    folder, readers = (RECORDED, RECORDINGS) if RECORDED.is_dir() else (ANSWERS, READERS)
    return [(folder / f"{name}.json", reader) for name, reader in readers.items()]


@pytest.mark.parametrize(("path", "reader"), samples(), ids=lambda value: getattr(value, "stem", ""))
def test_reads_whole_answers(path: Path, reader: Reader) -> None:
    found = reader(path.read_bytes())
    assert len(found) == counted(json.loads(path.read_bytes()))


def counted(answer: Any) -> int:
    if isinstance(answer, list):
        return len(answer) - answer.count(None)
    if "hits" in answer:
        return len(answer["hits"])
    return len(answer["projects"]) + len(answer["versions"]) if "projects" in answer else 1


def test_every_recorded_answer_is_read() -> None:
    recorded = {path.stem for path in RECORDED.glob("*.json")}
    assert recorded <= set(RECORDINGS)


def read(name: str) -> Any:
    return READERS[name]((ANSWERS / f"{name}.json").read_bytes())


def test_a_version() -> None:
    (version,) = read("version")
    assert (version.provider, version.id, version.project_id) == ("modrinth", "VVVVVVV1", "AAAAAAAA")
    assert (version.number, version.name, version.channel) == ("1.0.0", "Lantern 1", Channel.BETA)
    assert version.published == datetime(2026, 3, 1, 10, 0, 0, 123456, UTC)
    assert version.loaders == ("fabric", "quilt")
    assert version.game_versions == ("26.1", "1.21.11")
    assert version.changelog == "* Light"
    assert version.primary_file is version.files[0]
    assert version.files[0].hashes.sha1 == "ab" * 20
    assert version.files[0].filename == "lantern+1.jar"
    assert version.files[1].file_type == "sources-jar"
    assert [(one.kind, one.project_id, one.file_name) for one in version.dependencies] == [
        (DependencyKind.REQUIRED, "BBBBBBBB", None),
        (DependencyKind.EMBEDDED, None, "thing.jar"),
    ]


def test_a_version_with_little_in_it() -> None:
    older, _ = read("versions")
    assert (older.channel, older.changelog, older.files, older.dependencies) == (
        Channel.RELEASE,
        None,
        (),
        (),
    )
    assert older.primary_file is None
    assert convert.version(decode.VersionAnswer("x")).published is None


def test_a_project() -> None:
    (project,) = read("project")
    assert project.project_id == "AAAAAAAA"
    assert project.ref.provider == "modrinth"
    assert (project.client_side, project.server_side) == (SideSupport.REQUIRED, SideSupport.UNKNOWN)
    assert project.icon_url is None
    assert project.links == {"Issues": "https://example.org/issues", "Donate: Ko-fi": "https://ko-fi.com/x"}
    assert [image.title for image in project.gallery] == ["A", ""]
    assert project.gallery[0].raw_url == "https://cdn.modrinth.com/a.png"
    assert (project.license.id, project.license.url) == ("MIT", "")
    assert project.version_ids == ("VVVVVVV0", "VVVVVVV1")
    assert project.color == 0xFF0000


def test_hits_keep_loaders_and_categories_apart() -> None:
    first, second = read("search")
    assert (first.loaders, first.categories) == (("fabric", "quilt"), ("decoration",))
    assert first.icon_url is None
    assert first.gallery == ("https://cdn.modrinth.com/a_350.webp",)
    assert first.latest_version_id == "VVVVVVV1"
    assert first.published == datetime(2024, 1, 1, tzinfo=UTC)
    assert (second.slug, second.title, second.categories) == ("BBBBBBBB", "BBBBBBBB", ("utility",))
    assert second.project_type == "plugin"


@pytest.mark.parametrize(
    ("named", "every", "loaders", "kind"),
    [
        ("mod", None, ["fabric"], "mod"),
        ("mod", None, ["paper", "spigot"], "plugin"),
        ("mod", None, ["paper", "fabric"], "mod"),
        ("mod", None, ["datapack"], "datapack"),
        ("mod", None, [], "mod"),
        ("mod", ["plugin"], ["fabric"], "plugin"),
        ("mod", ["plugin", "mod"], ["paper"], "mod"),
        ("modpack", None, ["fabric"], "modpack"),
        (None, None, None, "mod"),
    ],
)
def test_tells_plugins_and_data_packs_from_mods(
    named: str | None, every: Any, loaders: Any, kind: str
) -> None:
    answer = decode.ProjectAnswer("x", project_type=named, all_project_types=every, loaders=loaders)
    assert convert.project(answer).project_type == kind


@pytest.mark.parametrize("sha1", ["", None, "../../etc/passwd", "ab" * 19, "zz" * 20, "ab" * 20 + "\n"])
def test_a_hash_that_is_none_is_not_believed(sha1: str | None) -> None:
    answer = decode.FileAnswer(hashes=decode.HashesAnswer(sha1, sha1))
    assert convert.version_file(answer).hashes.sha1 == ""
    assert convert.version_file(answer).hashes.sha512 == ""


def test_teams_come_in_their_own_order_with_their_owner() -> None:
    first, second = read("members")
    assert (first.user.username, first.is_owner, second.is_owner) == ("ada", True, False)
    assert first.team_id == "TTTTTTT1"


def test_notifications_lead_to_the_platform_s_own_pages() -> None:
    first, second = read("notifications")
    assert first.link == "https://modrinth.com/mod/lantern/version/VVVVVVV1"
    assert (first.kind, first.read, second.read) == ("project_update", False, True)
    assert (second.kind, second.link) == ("", "")


@pytest.mark.parametrize(
    ("link", "led"),
    [
        ("mod/a/version/1.0+b", "https://modrinth.com/mod/a/version/1.0+b"),
        ("//example.org/x", "https://modrinth.com/example.org/x"),
        ("/dashboard/report/1", "https://modrinth.com/dashboard/report/1"),
        ("javascript:alert(1)", ""),
        ("mod/a?next=https://example.org", ""),
        ("mod\\\\a", ""),
        ("mod/a b", ""),
        ("mod/ä", ""),
        (None, ""),
    ],
)
def test_a_link_to_elsewhere_is_none(link: str | None, led: str) -> None:
    assert notification(decode.NotificationAnswer("x", link=link)).link == led


def test_a_thread_is_read_from_its_start() -> None:
    (thread,) = read("thread")
    assert [message.id for message in thread.messages] == ["MMMMMMM1", "MMMMMMM2", "MMMMMMM3", "MMMMMMM4"]
    asked, answered, changed, closed = thread.messages
    assert (asked.text, thread.author(asked), thread.author(answered)) == ("We look into it.", "", "ada")
    assert (changed.kind, changed.text, changed.statuses) == ("status_change", "", ("approved", "withheld"))
    assert (closed.kind, closed.statuses) == ("thread_closure", ())


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05+02:00", datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05.123456789Z", datetime(2026, 1, 2, 3, 4, 5, 123456, UTC)),
        ("0001-01-01T00:00:00+23:00", None),
        ("string", None),
        ("", None),
        (None, None),
    ],
)
def test_times(text: str | None, moment: datetime | None) -> None:
    assert decoding.moment(text) == moment


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[",
        b'{"id": ',
        b"\xff\xfe",
        b'{"id": 3}',
        b"null",
        b"[]",
        b"{}",
        b'{"id": "x", "files": [{"size": "much"}]}',
        b'{"id": "x", "version_type": 3}',
        b'{"id": "x", "dependencies": [{"project_id": 3}, null]}',
        b'{"id": "x", "files": {"a": 1}}',
        b'{"id": "x", "unknown": ' + b"[" * 200_000,
        b'{"id": "\\ud800"}',
    ],
)
def test_anything_else_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\S"):
        READERS["version"](body)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just([[{}]]),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


@settings(max_examples=400, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(READERS)))
def test_a_changed_answer_is_read_or_unreadable_but_never_a_crash(data: st.DataObject, name: str) -> None:
    answer = json.loads((ANSWERS / f"{name}.json").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places(answer)))
        if not place:
            continue
        holder = answer
        for key in place[:-1]:
            holder = holder[key]
        how = data.draw(st.sampled_from(("odd", "missing", "extra")))
        if how == "odd":
            holder[place[-1]] = copy.deepcopy(data.draw(ODD))
        elif how == "missing":
            del holder[place[-1]]
        elif isinstance(holder, dict):
            holder["never seen before"] = copy.deepcopy(data.draw(ODD))
    body = msgspec.json.encode(answer)
    try:
        found = READERS[name](body)
    except Unreadable as error:
        assert str(error)  # noqa: PT017 - either outcome is right
    else:
        assert isinstance(found, list)


@settings(max_examples=100, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(set(READERS) - {"licenses"})))
def test_missing_and_null_fields_but_the_id_never_matter(data: st.DataObject, name: str) -> None:
    answer = json.loads((ANSWERS / f"{name}.json").read_bytes())
    kept = {"id", "project_id", "name", "version", "short", "user", "hits", "projects", "versions"}
    loose = [
        place for place in places(answer) if place and isinstance(place[-1], str) and place[-1] not in kept
    ]
    place = data.draw(st.sampled_from(loose))
    holder = answer
    for key in place[:-1]:
        holder = holder[key]
    if data.draw(st.booleans()):
        holder[place[-1]] = None
    else:
        del holder[place[-1]]
    assert len(READERS[name](msgspec.json.encode(answer))) == len(read(name))


@settings(max_examples=200, deadline=None)
@given(body=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_garbage_is_unreadable(body: bytes) -> None:
    try:
        READERS["project"](body)
    except Unreadable:
        return
    assert msgspec.json.decode(body)["id"]
