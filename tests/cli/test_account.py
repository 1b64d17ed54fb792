"""Signing in on the command line, and what is done in the user's name there."""

from __future__ import annotations

import asyncio
import io
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from cli.shell import Shell
from memory_keyring import MemoryKeyring
from modstead.catalogs.http.client import HttpClient
from modstead.catalogs.modrinth.community import CommunityOperations
from modstead.cli.output import Output
from modstead.cli.sending import agreed
from modstead.cli.statuses import CANCELLED
from modstead_sandbox.server import Handle

PLAYER = "mrp_sandbox_player"


class Account(Shell):
    """A shell whose commands find on stdin what `typed` says."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(capsys)
        self._monkeypatch = monkeypatch

    def typed(self, text: str) -> Account:
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        return self


@pytest.fixture
def at(
    sandbox: Handle, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Account:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", sandbox.url)
    return Account(capsys, monkeypatch).typed("")


@pytest.fixture
def signed_in(at: Account, memory_keyring: MemoryKeyring) -> Account:
    at.typed(f"{PLAYER}\n").json("account", "sign-in")
    assert memory_keyring.kept
    return at.typed("")


def granted(document: Any) -> dict[str, bool | None]:
    return {one["scope"]: one["granted"] for one in document["permissions"]}


def test_a_token_is_kept_for_the_next_command_until_it_is_forgotten(
    at: Account, memory_keyring: MemoryKeyring
) -> None:
    said = at.json("account")
    assert (said["signed_in"], said["user"], said["permissions"]) == (False, None, [])
    said = at.typed(f"{PLAYER}\n").json("account", "sign-in")
    assert (said["signed_in"], said["kept"], said["user"]["username"]) == (True, True, "mossfoot")
    assert granted(said)["NOTIFICATION_READ"] is True
    assert granted(said)["USER_WRITE"] is None
    assert at.typed("").json("account", "show") == said
    out, _ = at.text("account")
    assert "Signed in to Modrinth as mossfoot" in out
    assert "not known until it is used" in out
    assert at.json("account", "sign-out")["signed_in"] is False
    assert not memory_keyring.kept
    out, _ = at.text("account")
    assert "Nobody is signed in to Modrinth" in out
    assert "/settings/pats" in out


def test_the_token_is_in_no_output_and_no_file(signed_in: Account, tmp_path: Path) -> None:
    for arguments in (("account",), ("follows",), ("notifications",), ("reports",)):
        assert PLAYER not in "".join(signed_in.text(*arguments))
    files = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if PLAYER.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "There is no token yet."),
        ("not a token\n", "This is no token."),
        ("mrp_sandbox_expired\n", "does not take the token"),
    ],
)
def test_a_bad_token_is_told_and_not_kept(
    at: Account, memory_keyring: MemoryKeyring, typed: str, words: str
) -> None:
    _, err = at.typed(typed).text("account", "sign-in", status=1)
    assert words in err
    assert not typed.strip() or typed.strip() not in err
    assert not memory_keyring.kept


def test_without_a_keyring_the_token_comes_with_each_command(at: Account) -> None:
    out, err = at.typed(f"{PLAYER}\n").text("account", "sign-in", status=3)
    assert "Signed in to Modrinth as mossfoot" in out
    assert "was not kept" in err
    assert "--token-stdin" in err
    _, err = at.text("follows", status=1)
    assert "--token-stdin" in err
    said = at.typed(f"{PLAYER}\n").json("account", "--token-stdin")
    assert (said["signed_in"], said["kept"]) == (True, False)
    assert at.typed(f"{PLAYER}\n").json("follows", "--token-stdin")["projects"]
    out, err = at.typed("").text("account", "sign-out")
    assert (out, err) == (
        "No token for Modrinth is kept here: there was nothing to forget.\n",
        "The system's keyring cannot be used. This system has none that keeps secrets.\n",
    )
    out, err = at.typed("").text("account")
    assert "Nobody is signed in" in out
    assert "--token-stdin with each command" in out
    assert "keyring" in err


def test_nobody_signed_in_is_told_how(at: Account, memory_keyring: MemoryKeyring) -> None:
    for arguments in (("follows",), ("follow", "lanternworks"), ("notifications",), ("reports",)):
        _, err = at.text(*arguments, status=1)
        assert "You are not signed in to Modrinth." in err
        assert "modstead account sign-in" in err
    assert not memory_keyring.kept


def test_a_kept_token_that_is_refused_asks_for_a_new_one(at: Account, memory_keyring: MemoryKeyring) -> None:
    at.typed(f"{PLAYER}\n").json("account", "sign-in")
    memory_keyring.kept = dict.fromkeys(memory_keyring.kept, "mrp_sandbox_expired")
    for arguments in (("account",), ("follows",)):
        error = at.typed("").json(*arguments, status=1)["error"]
        assert "does not take the token" in error["title"]
        assert "modstead account sign-in" in error["detail"]


def test_a_profile_is_changed(signed_in: Account) -> None:
    edit = ("account", "profile", "--name", "Moss", "--bio", "I mine.")
    before = signed_in.json("account")["user"]
    for shown in (edit, (*edit, "--dry-run", "--yes")):
        said = signed_in.json(*shown)
        assert (said["sent"], said["user"]) == (False, before)
        assert [one["new"] for one in said["changes"]] == ["Moss", "I mine."]
    assert signed_in.json("account")["user"] == before
    said = signed_in.json(*edit, "--yes")
    assert said["sent"] is True
    assert signed_in.json(*edit, "--yes")["sent"] is False
    assert (said["user"]["name"], said["user"]["bio"]) == ("Moss", "I mine.")
    assert signed_in.json("user", "mossfoot")["user"]["bio"] == "I mine."
    assert (
        "160 characters"
        in signed_in.json("account", "profile", "--bio", "x" * 161, status=1)["error"]["title"]
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("account", "profile"),
        ("account", "--bio", "x"),
        ("account", "--yes"),
        ("account", "sign-up"),
        ("follow",),
        ("report",),
        ("report", "project", "lanternworks"),
        ("report", "loader", "fabric", "--reason", "spam"),
        ("reports", "--answer", "r1"),
    ],
)
def test_wrong_usage_is_told(at: Account, arguments: tuple[str, ...]) -> None:
    assert at.json(*arguments, status=2)["error"]["title"]


def test_projects_are_followed_by_slug_or_address(signed_in: Account) -> None:
    before = {one["slug"] for one in signed_in.json("follows")["projects"]}
    wanted = next(hit["slug"] for hit in signed_in.json("search", "")["hits"] if hit["slug"] not in before)
    said = signed_in.json("follow", f"https://modrinth.com/mod/{wanted}")
    assert [(one["slug"], one["followed"]) for one in said["projects"]] == [(wanted, True)]
    assert {one["slug"] for one in signed_in.json("follows")["projects"]} == before | {wanted}
    out, _ = signed_in.text("unfollow", wanted, *before)
    assert out.count("no longer.") == len(before) + 1
    out, _ = signed_in.text("follows")
    assert out == "You follow no project.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("follow", "lanternworks", "guizhan:bamboo-press"),
        ("unfollow", "guizhan:bamboo-press"),
        ("report", "project", "guizhan:bamboo-press", "--reason", "spam", "--text", "x", "--yes"),
    ],
)
def test_nothing_is_sent_where_the_account_is_none_of_that_platform(
    signed_in: Account, sandbox: Handle, arguments: tuple[str, ...]
) -> None:
    before = len(sandbox.requests)
    assert "is not on Modrinth" in signed_in.json(*arguments, status=1)["error"]["title"]
    assert len(sandbox.requests) == before


@pytest.mark.parametrize("named", [("nosuch", "{}"), ("{}", "nosuch")], ids=["first", "last"])
def test_what_cannot_be_followed_keeps_nothing_else_from_it(
    signed_in: Account, named: tuple[str, str]
) -> None:
    before = {one["slug"] for one in signed_in.json("follows")["projects"]}
    wanted = next(hit["slug"] for hit in signed_in.json("search", "")["hits"] if hit["slug"] not in before)
    said = signed_in.json("follow", *(one.format(wanted) for one in named), status=3)
    assert [one["slug"] for one in said["projects"]] == [wanted]
    assert [one["project"] for one in said["failed"]] == ["nosuch"]
    assert "does not know" in said["failed"][0]["reason"]
    assert {one["slug"] for one in signed_in.json("follows")["projects"]} == before | {wanted}
    assert [one["project"] for one in signed_in.json("follow", "nosuch", "neither", status=1)["failed"]] == [
        "nosuch",
        "neither",
    ]


CHANGES = [
    ("follow", "lanternworks"),
    ("unfollow", "lanternworks", "nosuch"),
    ("account", "profile", "--bio", "I mine.", "--yes"),
    ("notifications", "--read-all"),
    ("notifications", "--delete", "{first}"),
    ("report", "project", "lanternworks", "--reason", "spam", "--text", "It is rubbish.", "--yes"),
    ("reports", "--answer", "{report}", "Please look."),
]


@pytest.mark.parametrize("arguments", CHANGES, ids=" ".join)
def test_an_interrupt_of_what_is_sent_denies_nothing(
    signed_in: Account, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    async def interrupted(*_args: Any) -> None:
        raise asyncio.CancelledError

    first = signed_in.json("notifications")["notifications"][0]["id"]
    report = signed_in.json(*CHANGES[5])["report"]["id"] if arguments[0] == "reports" else ""
    monkeypatch.setattr(HttpClient, "change", interrupted)
    error = signed_in.json(*(one.format(first=first, report=report) for one in arguments), status=3)["error"]
    assert "interrupted" in error["title"]
    assert "may have been carried out" in error["detail"]


def test_an_interrupt_afterwards_does_not_deny_what_was_done(
    signed_in: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def interrupted(*_args: Any) -> None:
        raise asyncio.CancelledError

    async def done(*_args: Any) -> None:
        monkeypatch.setattr(CommunityOperations, "notifications", interrupted)

    first = signed_in.json("notifications")["notifications"][0]["id"]
    monkeypatch.setattr(CommunityOperations, "delete_notifications", done)
    error = signed_in.json("notifications", "--delete", first, status=130)["error"]
    assert error["title"] == "Cancelled; what was done before stays done."


def test_notifications_are_marked_and_deleted(signed_in: Account) -> None:
    first, second, third = signed_in.json("notifications")["notifications"]
    assert [one["read"] for one in (first, second, third)] == [False, False, True]
    left = signed_in.json("notifications", "--read", first["id"], "--delete", third["id"])["notifications"]
    assert {one["id"]: one["read"] for one in left} == {first["id"]: True, second["id"]: False}
    assert all(one["read"] for one in signed_in.json("notifications", "--read-all")["notifications"])
    assert (
        "no notification 'nonsense'"
        in signed_in.json("notifications", "--read", "nonsense", status=1)["error"]["title"]
    )
    signed_in.text("notifications", "--delete", first["id"], "--delete", second["id"])
    out, _ = signed_in.text("notifications")
    assert out == "There are no notifications.\n"


@pytest.mark.parametrize("kind", ["project", "version", "user"])
def test_a_report_is_sent_after_a_yes_and_can_be_answered(signed_in: Account, kind: str) -> None:
    item = {
        "project": "lanternworks",
        "version": signed_in.json("show", "lanternworks")["versions"][0]["version_id"],
        "user": "saltmarsh",
    }[kind]
    reason = signed_in.json("report", "--reasons")["reasons"][0]
    asked = ("report", kind, item, "--reason", reason)
    assert signed_in.typed("It is rubbish.").json(*asked) == {"sent": False, "report": None}
    out, err = signed_in.typed("It is rubbish.").text(*asked)
    assert "It is rubbish." in out
    assert "--yes" in err
    assert signed_in.json("reports")["reports"] == []
    made = signed_in.json(*asked, "--text", "It is rubbish.", "--yes")["report"]
    assert (made["kind"], made["text"]) == (kind, "It is rubbish.")
    (shown,) = signed_in.json("reports", "--answer", made["id"], "Please look.")["reports"]
    assert shown["subject"]
    assert [(one["author"], one["text"]) for one in shown["messages"]] == [("mossfoot", "Please look.")]
    out, _ = signed_in.text("reports")
    assert "mossfoot: Please look." in out


def test_a_report_that_nobody_could_act_on_is_not_sent(signed_in: Account) -> None:
    asked = ("report", "user", "saltmarsh", "--reason")
    assert "There are: spam" in signed_in.json(*asked, "rude", status=1)["error"]["detail"]
    assert "needs some words" in signed_in.json(*asked, "spam", "--yes", status=1)["error"]["title"]
    assert "no open report" in signed_in.json("reports", "--answer", "x", "y", status=1)["error"]["title"]
    out, _ = signed_in.text("report", "--reasons")
    assert "spam\n" in out
    out, _ = signed_in.text("reports")
    assert out == "You have no open reports.\n"


def test_a_user_s_page_needs_no_account(at: Account) -> None:
    said = at.json("user", "saltmarsh")
    assert said["user"]["username"] == "saltmarsh"
    assert said["projects"]
    out, _ = at.text("user", "mossfoot")
    assert "mossfoot" in out
    assert "No projects." in out
    assert at.json("user", "nobody-at-all", status=1)["error"]["title"]


def test_at_a_terminal_the_token_is_asked_for_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def hidden(prompt: str, stream: io.StringIO) -> str:
        stream.write(prompt)
        return PLAYER

    monkeypatch.setattr("getpass.getpass", hidden)
    err = Terminal()
    output = Output(as_json=False, out=io.StringIO(), err=err, source=Terminal("shown"))
    assert output.secret("Token: ") == PLAYER
    assert err.getvalue() == "Token: "
    typed = Terminal("It steals.\nIt lies.\n")
    asking = Output(as_json=False, out=io.StringIO(), err=err, source=typed)
    assert asking.words("Say what is wrong:") == "It steals.\nIt lies.\n"
    assert err.getvalue().endswith("Say what is wrong:\n")


def test_no_is_answered_with_what_was_not_done() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    err = Terminal()
    output = Output(as_json=False, out=io.StringIO(), err=err, source=Terminal("n\n"))
    assert agreed("Send it?", Namespace(dry_run=False, yes=False), output) == CANCELLED
    assert err.getvalue() == "Send it? [y/N] Nothing was sent.\n"


def test_lines_of_a_text_stay_lines(signed_in: Account) -> None:
    said = ("--reason", "spam", "--text", "It is sold elsewhere.\nAnd it lies.")
    out, _ = signed_in.text("report", "project", "iron-tram", *said)
    assert out.endswith(" for spam:\n  It is sold elsewhere.\n  And it lies.\n")


def test_each_platform_has_an_account_of_its_own(
    signed_in: Account, sandbox: Handle, monkeypatch: pytest.MonkeyPatch, memory_keyring: MemoryKeyring
) -> None:
    other = ("--platform", "guizhan")
    for off in (("account",), ("search", "x"), ("show", "x"), ("publish", "projects")):
        assert signed_in.json(*off, *other, status=1)["error"]["title"] == "No platform called guizhan is on."
    monkeypatch.setenv("MODSTEAD_GUIZHAN_URL", f"{sandbox.url}/guizhan")
    assert signed_in.json("account", *other)["signed_in"] is False
    assert "modstead account sign-in --platform guizhan" in signed_in.text("account", *other)[0]
    _, err = signed_in.text("publish", "projects", *other, status=1)
    assert "Guizhan Resources. On the command line: modstead account sign-in --platform guizhan (or" in err
    refused = signed_in.typed("gzr_sandbox_expired\n").json(
        "publish", "projects", *other, "--token-stdin", status=1
    )
    assert "sign-in --platform guizhan" in refused["error"]["detail"]
    said = signed_in.typed("gzr_sandbox_creator\n").json("account", "sign-in", *other)
    assert (said["platform"], said["signed_in"], said["user"]["username"]) == ("guizhan", True, "灵犀")
    assert granted(said)["project:read"] is True
    assert granted(said)["project:update"] is None
    assert len(memory_keyring.kept) == 2
    assert signed_in.typed("").json("account", *other)["user"]["username"] == "灵犀"
    assert signed_in.json("account")["user"]["username"] == "mossfoot"
    error = signed_in.typed("gzr_sandbox_expired\n").json("account", "sign-in", *other, status=1)["error"]
    assert "token" in error["title"]
    assert signed_in.typed("").json("account", "sign-out", *other)["signed_in"] is False
    assert signed_in.json("account")["signed_in"] is True
    assert signed_in.json("account", "profile", "--bio", "x", *other, status=2)["error"]["title"]


def test_a_server_that_is_waited_for_is_named_to_who_sits_there(
    at: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setitem(HttpClient.__init__.__kwdefaults__, "patience", 0.0)
    monkeypatch.setattr(Output, "passing", lambda _output, text: told.append(text))
    at.json("user", "saltmarsh")
    assert told == ["Waiting for Modrinth …"]
