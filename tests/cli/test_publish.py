"""Publishing on the command line, end to end: what would be different is shown, then sent, then read back."""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.shell import Shell
from jars import FABRIC, PLUGIN, fabric_manifest, make_jar, plugin_manifest
from modstead.cli.output import Output
from modstead.cli.sending import UploadBar, sending
from modstead.errors import OutcomeUnknown
from modstead_sandbox.server import Handle

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
NEW = (
    *("--set", "title=Lantern Post", "--set", "slug=lantern-post"),
    *("--set", "description=Lights for every road.", "--set", "categories=decoration, utility"),
)


class Creator(Shell):
    """A shell whose commands find a token on stdin."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(capsys)
        self._monkeypatch = monkeypatch
        self.token = "mrp_sandbox_creator"
        self.platform = ""

    def ask(self, *arguments: object, status: int = 0) -> Any:
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(f"{self.token}\n"))
        on = ("--platform", self.platform) if self.platform else ()
        return self.json("publish", *arguments, *on, "--token-stdin", status=status)

    def say(self, *arguments: object, status: int = 0) -> tuple[str, str]:
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(f"{self.token}\n"))
        return self.text("publish", *arguments, "--token-stdin", status=status)

    def content(self, project: str) -> Any:
        return self.ask("show", project)["content"]


@pytest.fixture
def at(
    sandbox: Handle, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Creator:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", sandbox.url)
    return Creator(capsys, monkeypatch)


@pytest.fixture
def draft(at: Creator) -> Creator:
    made = at.ask("create", *NEW, "--yes")
    assert (made["sent"], made["project"]["slug"], made["project"]["status"]) == (
        True,
        "lantern-post",
        "draft",
    )
    return at


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    text = fabric_manifest(
        "lantern-post",
        "1.0.0-beta.2",
        name="Lantern Post",
        depends={"minecraft": ">=1.21 <1.21.4", "fabricloader": "*", "tidal-core": ">=1"},
        breaks={"iron-tram": "<3"},
        suggests={"nowhere-at-all": "*"},
    )
    return make_jar(tmp_path / "lantern-post.jar", {FABRIC: text})


def test_projects_and_what_can_be_said_of_them_are_listed(at: Creator) -> None:
    projects = at.ask("projects")["projects"]
    assert "tidal-core" in {one["slug"] for one in projects}
    fields = {one["field"]: one for one in at.ask("fields")["fields"]}
    assert fields["title"]["most"] == 64
    assert "magic" in fields["categories"]["choices"]
    assert "project_type" not in {one["field"] for one in at.ask("fields", "tidal-core")["fields"]}
    versions = {one["field"]: one for one in at.ask("fields", "tidal-core", "--versions")["fields"]}
    assert versions["version_type"]["choices"] == ["release", "beta", "alpha"]
    assert "mod, modpack" in at.say("fields")[0]
    assert "tidal-core" in at.say("projects")[0]
    at.token = "mrp_sandbox_player"
    assert at.say("projects")[0].startswith("You have no project.")


def test_of_a_long_text_people_read_so_much(at: Creator, tmp_path: Path) -> None:
    text = tmp_path / "long.md"
    text.write_text("".join(f"line {number}\n" for number in range(300)), encoding="utf-8")
    out, _ = at.say("edit", "tidal-core", "--file", f"body={text}")
    assert len(out.splitlines()) == 42
    assert out.endswith("more lines\n")
    assert at.ask("edit", "tidal-core", "--file", f"body={text}")["changes"][0]["new"] == text.read_text()


def test_nothing_is_sent_without_a_yes(at: Creator) -> None:
    before = at.content("tidal-core")
    said = at.ask("edit", "tidal-core", "--set", "title=Tide")
    assert (said["sent"], said["changes"]) == (
        False,
        [{"field": "title", "label": "Title", "old": "Tidal Core", "new": "Tide"}],
    )
    out, err = at.say("edit", "tidal-core", "--set", "title=Tide")
    assert out == "Title:\n  - Tidal Core\n  + Tide\n"
    assert "Add --yes" in err
    assert "Nothing was sent." in at.say("edit", "tidal-core", "--set", "title=Tide", "--yes", "--dry-run")[1]
    assert at.ask("create", *NEW)["project"] is None
    assert at.content("tidal-core") == before
    at.say("show", "lantern-post", status=1)


def test_a_project_is_made_changed_submitted_and_deleted_by_its_name(
    draft: Creator, jar: Path, tmp_path: Path
) -> None:
    body = tmp_path / "README.md"
    body.write_text("# Lanterns\n\nOn every road.\n", encoding="utf-8")
    changed = draft.ask(
        *("edit", "lantern-post", "--set", "title=Lantern Posts", "--file", f"body={body}"),
        *("--set", "license_id=MIT", "--remove", "categories=utility"),
        *("--add", "additional_categories=magic"),
        *("--set", "source_url=https://example.org/source", "--set", "client_side=required"),
        *("--set", "donation_urls=ko-fi https://ko-fi.com/lantern", "--yes"),
    )
    assert len(changed["changes"]) == 8
    content = draft.content("lantern-post")
    for change in changed["changes"]:
        assert content[change["field"]] == change["new"]
    assert draft.ask("edit", "lantern-post", "--set", "source_url=", "--yes")["sent"]
    assert draft.content("lantern-post")["source_url"] == ""
    assert draft.ask("edit", "lantern-post", "--set", "license_id=MIT", "--yes")["sent"] is False
    assert "is like that already" in draft.say("edit", "lantern-post", "--set", "license_id=MIT")[0]
    refused = draft.ask("submit", "lantern-post", "--yes", status=1)["error"]
    assert refused["title"] == "Lantern Posts has no version yet, so that there is nothing to submit."
    draft.ask("version", "lantern-post", jar, "--yes")
    draft.ask("edit", "lantern-post", "--set", "requested_status=unlisted", "--yes")
    out, _ = draft.say("submit", "lantern-post", "--yes")
    assert out.startswith("Lantern Posts: draft → under review\n")
    assert "for whoever has its address, and no search finds it.\n" in out
    assert draft.ask("show", "lantern-post")["project"]["status"] == "unlisted"
    out, err = draft.say("submit", "lantern-post", "--yes", status=1)
    assert (out, err) == ("", "modstead: Lantern Posts is unlisted: there is nothing to submit.\n")
    out, err = draft.say("delete", "lantern-post")
    assert "- Lantern Posts (lantern-post), with 1 version" in out
    assert "Add --name" in err
    error = draft.ask("delete", "lantern-post", "--name", "Lantern Post", status=1)["error"]
    assert "not the project's name" in error["title"]
    assert draft.ask("delete", "lantern-post", "--name", "Lantern Posts")["sent"]
    draft.say("show", "lantern-post", status=1)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("title=Ab", "title must have 3 to 64"),
        ("slug=a b", "slug has characters"),
        ("license_id=My own", "The licence cannot be used"),
        ("wiki_url=example.org", "The wiki cannot be used"),
        ("categories=decorations", "Perhaps decoration?"),
        ("categories=decoration,utility,magic,food", "categories must have at most 3"),
        ("donation_urls=ko-fi nowhere", "url in donations cannot be used"),
        ("donation_urls=foo https://x.y", "Donations: 'foo' is not one of them"),
        ("client_side=sometimes", "'sometimes' is not one of them"),
    ],
)
def test_what_the_platform_would_refuse_is_told_before_anything_is_sent(
    at: Creator, sandbox: Handle, said: str, words: str
) -> None:
    error = at.ask("edit", "tidal-core", "--set", said, "--yes", status=1)["error"]
    assert words in f"{error['title']} {error['detail']}"
    assert "Nothing was sent." in error["detail"]
    assert not [one for one in sandbox.requests if one.method == "PATCH"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("gallery", "P", "add", "front.png", "--set", "ordering=abc"),
            "place must be a whole number. It is “abc”",
        ),
        (("gallery", "P", "add", "front.png", "--set", f"ordering={'9' * 30}"), "must be a whole number"),
        (("gallery", "P", "add", "front.png", "--set", f"title={'t' * 300}"), "title must have 1 to 255"),
        (("members", "P", "edit", "saltmarsh", "--set", "payouts_split=9999"), "payouts must be 0 to 5,000"),
        (("members", "P", "edit", "saltmarsh", "--set", "ordering=first"), "must be a whole number"),
        (("edit", "P", "--set", "donation_urls=foo https://x.y"), "'foo' is not one of them"),
        (("versions", "P", "edit", "VERSION", "--set", "game_versions="), "versions must have at least 1"),
        (("versions", "P", "edit", "VERSION", "--set", "loaders="), "loaders must have at least 1"),
        (("files", "P", "VERSION", "add", "more.zip"), "wrong extension"),
        (("bulk", "P", "--remove", "categories=a,b,c,d"), "The categories must have at most 3"),
        (("bulk", "P", "--set", "wiki_url=x"), "The wiki cannot be used"),
    ],
)
def test_nothing_is_shown_as_good_that_is_refused_a_moment_later(
    at: Creator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("front.png").write_bytes(PNG)
    make_jar(Path("more.zip"), {"a.txt": "x"})
    stands_for = {"P": "tidal-core", "VERSION": at.ask("versions", "tidal-core")["versions"][0]["version_id"]}
    named = [stands_for.get(one, one) for one in arguments]
    error = at.ask(*named, "--dry-run", status=1)["error"]
    assert words in f"{error['title']} {error['detail']}"
    out, err = at.say(*named, "--dry-run", status=1)
    assert out == ""
    assert "Nothing was sent. Change it" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("edit", "tidal-core", "--set", "titel=X"),
        ("edit", "tidal-core", "--set", "title"),
        ("edit", "tidal-core", "--add", "title=X"),
        ("edit", "tidal-core"),
        ("edit", "tidal-core", "--set", "body=a", "--file", "body=README.md"),
        ("edit", "tidal-core", "--set", "title=One", "--set", "title=Two"),
        ("edit", "guizhan:bamboo-press", "--set", "summary=X", "--platform", "modrinth"),
        ("bulk", "tidal-core", "guizhan:bamboo-press", "--add", "categories=magic"),
        ("versions", "tidal-core", "edit", "3.0.0"),
        ("members", "tidal-core", "edit", "saltmarsh"),
        ("edit", "tidal-core", "--file", "title=x.md"),
        ("fields", "--versions"),
        ("gallery", "tidal-core", "add"),
        ("gallery", "tidal-core", "edit", "1", "--set", "featured=perhaps"),
        ("versions", "tidal-core", "edit"),
        ("members", "tidal-core", "invite"),
        ("bulk", "tidal-core"),
        ("icon", "tidal-core"),
        ("publicise",),
        (),
    ],
)
def test_wrong_usage_is_told(at: Creator, arguments: tuple[str, ...]) -> None:
    assert at.ask(*arguments, status=2)["error"]["title"]


def test_a_version_is_filled_in_from_its_file(draft: Creator, jar: Path) -> None:
    said = draft.ask("version", "lantern-post", jar)
    new = {change["field"]: change["new"] for change in said["changes"]}
    assert (said["sent"], said["version"]) == (False, None)
    assert new["name"] == "Lantern Post 1.0.0-beta.2"
    assert (new["version_number"], new["version_type"], new["loaders"]) == (
        "1.0.0-beta.2",
        "beta",
        ["fabric"],
    )
    assert new["game_versions"] == ["1.21.3", "1.21.2", "1.21.1", "1.21"]
    assert new["dependencies"] == ["required tidal-core"]
    assert any("nowhere-at-all (optional)" in note for note in said["notes"])
    assert any("iron-tram <3" in note for note in said["notes"])
    out, err = draft.say("version", "lantern-post", jar, "--set", "changelog=First.", "--yes")
    assert "+ Channel: beta" in out
    assert "Published 1.0.0-beta.2" in out
    assert "lantern-post.jar: It does not go together" in err
    again = draft.ask("version", "lantern-post", jar)
    assert any("has a version 1.0.0-beta.2 already" in note for note in again["notes"])


def test_versions_are_changed_and_deleted(draft: Creator, jar: Path) -> None:
    made = draft.ask("version", "lantern-post", jar, "--yes")["version"]
    assert made["files"] == ["lantern-post.jar"]
    changed = draft.ask(
        *("versions", "lantern-post", "edit", "1.0.0-beta.2", "--set", "version_type=alpha"),
        *("--add", "dependencies=optional iron-tram, embedded file:lib.jar", "--yes"),
    )
    assert [one["field"] for one in changed["changes"]] == ["version_type", "dependencies"]
    content = draft.ask("versions", "lantern-post", "show", made["version_id"])["content"]
    assert content["version_type"] == "alpha"
    assert content["dependencies"] == [
        "required tidal-core",
        "optional iron-tram",
        "embedded file:lib.jar",
    ]
    for line, words in (("needs x", "no dependency"), ("required nowhere-at-all", "has no project")):
        error = draft.ask(
            *("versions", "lantern-post", "edit", "1.0.0-beta.2", "--yes"),
            *("--set", f"dependencies={line}"),
            status=1,
        )["error"]
        assert words in error["title"]
    assert draft.ask("versions", "lantern-post", "delete", "1.0.0-beta.2")["sent"] is False
    assert draft.ask("versions", "lantern-post", "delete", "1.0.0-beta.2", "--yes")["sent"]
    assert draft.ask("versions", "lantern-post")["versions"] == []
    draft.say("versions", "lantern-post", "delete", "1.0.0-beta.2", status=1)


def test_files_that_cannot_be_sent_are_told(draft: Creator, jar: Path, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("x", encoding="utf-8")
    assert "wrong extension" in draft.ask("icon", "lantern-post", text, "--yes", status=1)["error"]["title"]
    gone = draft.ask("version", "lantern-post", tmp_path / "gone.jar", "--yes", status=1)["error"]
    assert "gone.jar" in gone["title"]
    extra = ("version", "lantern-post", jar, text, "--yes")
    assert "notes.txt" in draft.ask(*extra, status=1)["error"]["title"]
    assert "named twice" in draft.ask("version", "lantern-post", jar, jar, status=2)["error"]["title"]
    gone_text = draft.ask("edit", "lantern-post", "--file", "body=nope", status=1)["error"]
    assert (gone_text["title"], gone_text["detail"]) == ("nope is not there.", "Choose another file.")
    assert draft.ask("versions", "lantern-post")["versions"] == []


def test_files_that_are_not_what_they_are_called_are_refused(draft: Creator, tmp_path: Path) -> None:
    for name in ("x.jar", "x.zip", "x.png", "x.svg", "x.webp"):
        (tmp_path / name).write_text("only text", encoding="utf-8")
    for name in ("x.jar", "x.zip"):
        named = ("version", "lantern-post", tmp_path / name, "--set", "version_number=1", "--dry-run")
        error = draft.ask(*named, status=1)["error"]
        assert error["title"] == f"{name} is no {name[2:].upper()} file, whatever it is called."
        assert error["detail"].endswith("Nothing was sent. Choose another file. Or add --anyway.")
    for name in ("x.png", "x.svg", "x.webp"):
        error = draft.ask("icon", "lantern-post", tmp_path / name, "--dry-run", status=1)["error"]
        assert error["title"] == f"{name} is no {name[2:].upper()} picture, whatever it is called."
    picture = tmp_path / "front.jpg"
    picture.write_bytes(PNG)
    draft.ask("gallery", "lantern-post", "add", picture, "--yes", status=1)
    said = ("--set", "version_number=1", "--set", "loaders=fabric", "--set", "game_versions=1.21")
    assert draft.ask("version", "lantern-post", tmp_path / "x.jar", *said, "--anyway", "--yes")["sent"]


def test_the_icon_and_the_gallery_are_changed(draft: Creator, tmp_path: Path) -> None:
    picture = tmp_path / "front.png"
    picture.write_bytes(PNG)
    assert draft.ask("icon", "lantern-post", picture, "--yes")["sent"]
    assert draft.ask("show", "lantern-post")["project"]["icon_url"]
    assert draft.ask("icon", "lantern-post", "--none", "--yes")["sent"]
    assert not draft.ask("show", "lantern-post")["project"]["icon_url"]
    added = draft.ask("gallery", "lantern-post", "add", picture, "--set", "title=Front", "--yes")
    assert added["sent"]
    edited = ("gallery", "lantern-post", "edit", "1", "--set", "featured=yes", "--set", "ordering=3", "--yes")
    assert [one["new"] for one in draft.ask(*edited)["changes"]] == [True, "3"]
    (shown,) = draft.ask("gallery", "lantern-post")["gallery"]
    assert (shown["title"], shown["featured"], shown["ordering"]) == ("Front", True, 3)
    emptied = ("gallery", "lantern-post", "edit", "1", "--set", "title=", "--yes")
    assert "cannot be emptied" in draft.ask(*emptied, status=1)["error"]["title"]
    draft.say("gallery", "lantern-post", "delete", "2", "--yes", status=1)
    assert draft.ask("gallery", "lantern-post", "delete", "1", "--yes")["sent"]
    assert draft.ask("gallery", "lantern-post")["gallery"] == []


def test_the_team_is_changed(draft: Creator) -> None:
    assert draft.ask("members", "lantern-post", "invite", "hollowreed")["sent"] is False
    assert draft.ask("members", "lantern-post", "invite", "hollowreed", "--yes")["sent"]
    for step, who, words in (
        ("invite", "nosuchuser", "does not know the user nosuchuser"),
        ("invite", "HollowReed", "hollowreed is invited already."),
        ("transfer", "hollowreed", "hollowreed was invited, but has not joined."),
        ("remove", "saltmarsh", "saltmarsh owns Lantern Post, and stays."),
        ("remove", "mossfoot", "Nobody called 'mossfoot' is in the team."),
    ):
        out, err = draft.say("members", "lantern-post", step, who, status=1)
        assert (out, words in err) == ("", True)
    owner, invited = draft.ask("members", "lantern-post")["members"]
    assert (owner["owner"], invited["user"], invited["accepted"]) == (True, "hollowreed", False)
    edited = (
        *("members", "lantern-post", "edit", "hollowreed", "--set", "role=Artist"),
        *("--add", "permissions=edit_body,upload_version", "--yes"),
    )
    assert [one["field"] for one in draft.ask(*edited)["changes"]] == ["role", "permissions"]
    _, member = draft.ask("members", "lantern-post")["members"]
    assert (member["role"], member["permissions"]) == ("Artist", ["upload_version", "edit_body"])
    assert "hollowreed" in draft.say("members", "lantern-post")[0]
    draft.ask("members", "lantern-post", "remove", "nobody", "--yes", status=1)
    draft.ask("members", "lantern-post", "transfer", "hollowreed", "--yes", status=1)
    assert draft.ask("members", "lantern-post", "remove", "hollowreed", "--yes")["sent"]
    assert len(draft.ask("members", "lantern-post")["members"]) == 1


def test_several_projects_are_changed_alike(draft: Creator) -> None:
    steps = ("--add", "additional_categories=magic", "--set", "wiki_url=https://example.org/wiki")
    shown = draft.ask("bulk", "lantern-post", "iron-tram", *steps)
    assert [len(one["changes"]) for one in shown["projects"]] == [2, 2]
    out, _ = draft.say("bulk", "lantern-post", "iron-tram", *steps, "--yes")
    assert out.endswith("Changed 2 projects.\n")
    for slug in ("lantern-post", "iron-tram"):
        content = draft.content(slug)
        assert content["wiki_url"] == "https://example.org/wiki"
        assert "magic" in content["additional_categories"]
    again = draft.ask("bulk", "lantern-post", "iron-tram", *steps, "--yes")
    assert (again["sent"], [one["changes"] for one in again["projects"]]) == (False, [[], []])
    assert "These can:" in draft.ask("bulk", "iron-tram", "--set", "title=All", status=1)["error"]["detail"]


def test_a_token_that_may_not_is_told_what_it_lacks(at: Creator) -> None:
    at.token = "mrp_sandbox_reader"
    assert at.ask("projects")["projects"]
    error = at.ask("edit", "tidal-core", "--set", "title=Tide", "--yes", status=1)["error"]
    assert "PROJECT_WRITE" in error["detail"]
    at.token = "mrp_sandbox_helper"
    error = at.ask("edit", "iron-tram", "--set", "title=Tide", "--yes", status=1)["error"]
    assert "the change of the project Iron Tram" in error["title"]
    at.token = "mrp_sandbox_expired"
    assert "does not take the token" in at.ask("projects", status=1)["error"]["title"]


@pytest.mark.parametrize(("sent", "error"), [(3, asyncio.CancelledError), (9, OutcomeUnknown)])
def test_an_interrupt_says_whether_it_may_have_arrived(
    tmp_path: Path, sent: int, error: type[BaseException]
) -> None:
    file = tmp_path / "x.jar"
    file.write_bytes(bytes(8))
    output = Output(as_json=True, out=io.StringIO(), err=io.StringIO(), source=io.StringIO())
    bar = UploadBar(output, [file])

    async def interrupted() -> None:
        async with sending(output, bar):
            bar(sent)
            raise asyncio.CancelledError

    with pytest.raises(error):
        asyncio.run(interrupted())
    assert not output.changed


def test_a_token_that_may_only_upload_uploads(at: Creator, sandbox: Handle, jar: Path) -> None:
    at.token = "mrp_sandbox_uploader"
    assert at.ask("version", "tidal-core", jar, "--set", "loaders=fabric", "--yes")["sent"] is True
    asked = {request.path.partition("?")[0] for request in sandbox.requests}
    assert asked.isdisjoint({"/v2/user", "/v2/report", "/v2/threads"})
    assert "USER_READ" in at.ask("projects", status=1)["error"]["detail"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("show", "guizhan:bamboo-press", "--platform", "modrinth"), 2),
        (("show", "https://modrinth.com/mod/tidal-core", "--platform", "guizhan"), 2),
        (("bulk", "guizhan:bamboo-press", "modrinth:tidal-core", "--set", "license_id=MIT"), 2),
        (("show", "nowhere:bamboo-press"), 1),
    ],
)
def test_a_token_goes_to_no_other_platform_than_the_project_is_on(
    at: Creator, sandbox: Handle, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], status: int
) -> None:
    monkeypatch.setenv("MODSTEAD_GUIZHAN_URL", f"{sandbox.url}/guizhan")
    before = len(sandbox.requests)
    at.ask(*arguments, status=status)
    assert len(sandbox.requests) == before


@pytest.mark.parametrize(
    "name", ["guizhan:bamboo-press", "https://resources.guizhanss.com/plugin/bamboo-press"]
)
def test_the_project_s_name_tells_the_platform(
    at: Creator, sandbox: Handle, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("MODSTEAD_GUIZHAN_URL", f"{sandbox.url}/guizhan")
    at.token = "gzr_sandbox_creator"
    at.ask("show", name)
    assert all(request.path.startswith("/guizhan/") for request in sandbox.requests)
    at.token = "mrp_sandbox_creator"
    assert at.ask("show", "modrinth:tidal-core")["project"]["slug"] == "tidal-core"


@pytest.fixture
def on_guizhan(at: Creator, sandbox: Handle, monkeypatch: pytest.MonkeyPatch) -> Creator:
    monkeypatch.setenv("MODSTEAD_GUIZHAN_URL", f"{sandbox.url}/guizhan")
    at.token = "gzr_sandbox_creator"
    at.platform = "guizhan"
    return at


def test_another_platform_has_its_own_words(on_guizhan: Creator, tmp_path: Path) -> None:
    at = on_guizhan
    assert "copper-abacus" in {one["slug"] for one in at.ask("projects")["projects"]}
    assert {one["field"] for one in at.ask("fields")["fields"]} == {"name", "slug", "summary"}
    made = at.ask("create", "--set", "name=Jade Kettle", "--set", "slug=jade-kettle", "--yes")
    assert made["project"]["status"] == "draft"
    said = ("summary=Tea.", "type=plugin", "license_type=MIT", "tags=magic", "keywords=tea, kettle")
    pairs = [part for one in said for part in ("--set", one)]
    assert len(at.ask("edit", "jade-kettle", *pairs, "--yes")["changes"]) == 5
    at.ask("edit", "jade-kettle", "--remove", "keywords=tea", "--add", "keywords=pot", "--yes")
    content = at.content("jade-kettle")
    assert (content["keywords"], content["tags"], content["type"]) == (["kettle", "pot"], ["magic"], "plugin")
    custom = at.ask("edit", "jade-kettle", "--set", "license_type=Custom", "--yes", status=1)["error"]
    assert "licence's address is missing" in custom["title"]

    text = plugin_manifest("JadeKettle", "1.0.0", rest="api-version: '1.21'\ndepend: [Slimefun]\n")
    jar = make_jar(tmp_path / "kettle.jar", {PLUGIN: text})
    said_new = at.ask("version", "jade-kettle", jar, "--set", "minecraft_versions=1.21.4", "--yes")
    new = {change["field"]: change["new"] for change in said_new["changes"]}
    assert (new["version"], new["channel"]) == ("1.0.0", "release")
    assert new["platforms"] == ["bukkit", "spigot", "paper", "purpur"]
    assert new["dependencies"] == ["required file:Slimefun"]
    edit = ("versions", "jade-kettle", "edit", "1.0.0", "--set", "changelog=Hot.", "--set", "platforms=paper")
    assert [one["field"] for one in at.ask(*edit, "--yes")["changes"]] == ["platforms", "changelog"]
    (version,) = at.ask("versions", "jade-kettle")["versions"]
    assert version["loaders"] == ["paper"]
    content = at.ask("versions", "jade-kettle", "show", "1.0.0")["content"]
    assert (content["channel"], content["changelog"]) == ("release", "Hot.")
    assert content["dependencies"] == ["required file:Slimefun"]
    assert at.ask("submit", "jade-kettle", "--yes")["sent"]
    assert at.ask("show", "jade-kettle")["project"]["status"] == "approved"
    assert at.ask("versions", "jade-kettle", "delete", "1.0.0", "--yes")["sent"]
    assert at.ask("delete", "jade-kettle", "--name", "Jade Kettle")["sent"]


def test_a_project_s_name_says_where_it_is(on_guizhan: Creator, tmp_path: Path) -> None:
    at = on_guizhan
    at.platform = ""
    named = "guizhan:bamboo-press"
    assert at.ask("show", named)["project"]["slug"] == "bamboo-press"
    said = at.ask("edit", named, "--set", "summary=Pressed by hand.", "--yes")
    assert said["sent"]
    assert at.content(named)["summary"] == "Pressed by hand."
    assert "channel" in {one["field"] for one in at.ask("fields", named, "--versions")["fields"]}
    jar = make_jar(tmp_path / "press.jar", {PLUGIN: plugin_manifest("BambooPress", "9.9.9")})
    assert at.ask("version", named, jar, "--set", "minecraft_versions=1.21.4", "--yes")["sent"]
    assert at.ask("versions", named, "show", "9.9.9")["content"]["version"] == "9.9.9"
    assert at.ask("files", named, "9.9.9")["files"][0]["filename"] == "press.jar"
    assert at.ask("versions", named, "delete", "9.9.9", "--yes")["sent"]
    assert "nothing to submit" in at.ask("submit", named, "--yes", status=1)["error"]["title"]
    assert "no teams" in at.ask("members", named, status=1)["error"]["title"]
    assert at.ask("delete", named, "--dry-run")["sent"] is False


def test_what_can_be_said_of_a_new_project_anybody_may_know(at: Creator) -> None:
    at.token = ""
    assert "title" in {one["field"] for one in at.ask("fields")["fields"]}
    assert "title" in at.text("publish", "fields")[0]
    at.text("publish", "fields", "tidal-core", status=1)


def test_what_another_platform_has_not_is_told(on_guizhan: Creator) -> None:
    assert "no teams" in on_guizhan.ask("members", "bamboo-press", status=1)["error"]["title"]
    assert "icons" in on_guizhan.ask("icon", "bamboo-press", "--none", status=2)["error"]["title"]
    bulk = on_guizhan.ask("bulk", "bamboo-press", "--set", "name=All", status=1)["error"]
    assert "cannot be changed in several" in bulk["title"]
    on_guizhan.platform = "nowhere"
    assert "No platform called nowhere is on" in on_guizhan.ask("projects", status=1)["error"]["title"]


def test_files_are_added_to_a_version_and_taken_out(draft: Creator, jar: Path, tmp_path: Path) -> None:
    draft.ask("version", "lantern-post", jar, "--yes")
    of = ("files", "lantern-post", "1.0.0-beta.2")
    extra = make_jar(tmp_path / "lantern-post-sources.jar", {"a.txt": "x"})
    assert draft.ask(*of, "add", extra)["sent"] is False
    assert draft.ask(*of, "add", extra, "--yes")["sent"]
    assert [one["filename"] for one in draft.ask(*of)["files"]] == ["lantern-post.jar", extra.name]
    assert "primary" in draft.say(*of)[0]
    assert "+ more.jar" in draft.say(*of, "add", make_jar(tmp_path / "more.jar", {"b": "y"}))[0]
    assert "has no file 'more.jar'" in draft.ask(*of, "delete", "more.jar", status=1)["error"]["title"]
    assert draft.ask(*of, "delete", extra.name, "--yes")["sent"]
    error = draft.ask(*of, "delete", "lantern-post.jar", "--yes", status=1)["error"]
    assert "the only file" in error["title"]
    draft.ask(*of, "delete", status=2)


def test_an_invitation_is_accepted(draft: Creator, jar: Path) -> None:
    draft.ask("members", "lantern-post", "invite", "hollowreed", "--yes")
    draft.token = "mrp_sandbox_helper"
    draft.ask("version", "lantern-post", jar, status=1)
    draft.token = "mrp_sandbox_creator"
    draft.ask("version", "lantern-post", jar, "--yes")
    draft.ask("submit", "lantern-post", "--yes")
    draft.token = "mrp_sandbox_helper"
    assert draft.ask("members", "lantern-post", "join")["sent"] is False
    assert "+ You, in the team" in draft.say("members", "lantern-post", "join", "--yes")[0]
    draft.token = "mrp_sandbox_creator"
    assert draft.ask("members", "lantern-post")["members"][-1]["accepted"] is True
    assert "becomes the owner" in draft.say("members", "lantern-post", "transfer", "hollowreed", "--yes")[0]
    owners = [one["user"] for one in draft.ask("members", "lantern-post")["members"] if one["owner"]]
    assert owners == ["hollowreed"]
