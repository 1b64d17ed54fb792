"""Downloads that broke off: they go on where they stopped, if the host still has that very file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogs.host import Asked, Reply, in_turn
from catalogs.support import run
from catalogs.test_downloads import BODY, WHOLE, downloading, ignore
from modstead.errors import DamagedDownload, ModsteadError, NotFound, ServerFailed

SIZE = len(BODY)
CUT = replace(WHOLE, sent=300_000, cut=True)
OLD = "Tue, 01 Sep 2026 10:00:00 GMT"
LATER = "Tue, 01 Sep 2026 10:05:00 GMT"


def rest(start: int, *, told: str | None = None, **changes: object) -> Reply:
    """The file from there on, as the host tells it."""
    headers = {"ETag": '"1"', "Content-Range": told or f"bytes {start}-{SIZE - 1}/{SIZE}"}
    return replace(Reply(206, BODY[start:], headers), **changes)  # type: ignore[arg-type]


def attempts(folder: Path, *answers: Callable[[Asked], Reply]) -> tuple[list[list[Asked]], list[object]]:
    """Fetch the file once for each host, each time as if in a new process; what each was asked, and what came of it."""
    asked, came = [], []

    async def fetch(answer: Callable[[Asked], Reply]) -> None:
        async with downloading(folder, answer) as (downloads, host, source):
            try:
                came.append(await downloads.fetch(source, folder / "target", ignore, resumes=True))
            except ModsteadError as error:
                came.append(type(error))
            asked.append(host.asked)

    for answer in answers:
        run(fetch(answer))
    return asked, came


def broken_off(folder: Path, *, tag: str | None = '"1"', done: int = 300_000) -> Path:
    """What an earlier download left."""
    target = folder / "target"
    target.write_bytes(BODY[:done])
    if tag is not None:
        (folder / "target.tag").write_text(tag)
    return target


def ranges(asked: list[Asked]) -> list[str | None]:
    return [one.headers.get("range") for one in asked]


def is_whole(folder: Path) -> bool:
    return (folder / "target").read_bytes() == BODY and not (folder / "target.tag").exists()


def in_parts(asked: Asked) -> Reply:
    """A host whose connections break off after 100,000 bytes each."""
    start = int(asked.headers.get("range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
    reply = rest(start) if start else WHOLE
    return replace(reply, sent=100_000, cut=True) if SIZE - start > 100_000 else reply


def test_a_later_download_goes_on_where_the_last_one_broke_off(tmp_path: Path) -> None:
    gone = in_turn(CUT, Reply(503))
    (first, second), came = attempts(tmp_path, gone, in_turn(rest(300_000)))
    assert came == [ServerFailed, True]
    assert ranges(first)[:2] == [None, "bytes=300000-"]
    assert ranges(second) == ["bytes=300000-"]
    assert second[0].headers["if-range"] == '"1"'
    assert is_whole(tmp_path)


def test_attempts_that_bring_something_are_not_counted(tmp_path: Path) -> None:
    (asked,), came = attempts(tmp_path, in_parts)
    assert came == [True]
    assert len(asked) == 11
    assert is_whole(tmp_path)


@pytest.mark.parametrize("sent", [300_000, 0])
def test_cancelling_keeps_what_arrived(tmp_path: Path, sent: int) -> None:
    async def cancel() -> None:
        arrived = asyncio.Event()
        stuck = replace(WHOLE, sent=sent, silent=True)
        async with downloading(tmp_path, in_turn(stuck)) as (downloads, host, source):
            fetch = downloads.fetch(source, tmp_path / "target", lambda _done: arrived.set(), resumes=True)
            task = asyncio.create_task(fetch)
            await (arrived.wait() if sent else host.heard.wait())
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    run(cancel())
    held = (tmp_path / "target").stat().st_size if (tmp_path / "target").exists() else 0
    assert (held > 0) == (sent > 0)
    (asked,), came = attempts(tmp_path, in_turn(rest(held) if held else WHOLE))
    assert came == [held > 0]
    assert ranges(asked) == [f"bytes={held}-" if held else None]
    assert is_whole(tmp_path)


def test_what_a_kill_left_is_gone_on_with_and_only_its_hash_vouches_for_it(tmp_path: Path) -> None:
    broken_off(tmp_path, tag=None)
    (asked,), came = attempts(tmp_path, in_turn(rest(300_000)))
    assert came == [True]
    assert "if-range" not in asked[0].headers
    assert is_whole(tmp_path)


@pytest.mark.parametrize(
    "tag", ["", "1", 'W/"1"', '"a"\r\nHost: evil.example', '"' + "x" * 300 + '"', "\x00\xff"]
)
def test_a_tag_that_is_none_is_not_sent(tmp_path: Path, tag: str) -> None:
    broken_off(tmp_path, tag=tag)
    (asked,), _ = attempts(tmp_path, in_turn(rest(300_000)))
    assert "if-range" not in asked[0].headers
    assert is_whole(tmp_path)


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ({"ETag": '"2"', "Last-Modified": OLD, "Date": LATER}, '"2"'),
        ({"ETag": 'W/"2"', "Last-Modified": OLD, "Date": LATER}, None),
        ({"Last-Modified": OLD, "Date": LATER}, OLD),
        ({"Last-Modified": OLD, "Date": OLD}, None),
        ({"Last-Modified": OLD}, None),
        ({"Last-Modified": "yesterday", "Date": LATER}, None),
        ({"Last-Modified": "Tue, 99 Abc 2026 10:00:00 GMT", "Date": LATER}, None),
        ({}, None),
    ],
)
def test_only_what_vouches_for_the_same_bytes_is_sent(
    tmp_path: Path, headers: dict[str, str], sent: str | None
) -> None:
    def answer(asked: Asked) -> Reply:
        told = {**headers, "Content-Range": f"bytes 300000-{SIZE - 1}/{SIZE}"}
        return Reply(206, BODY[300_000:], told) if "range" in asked.headers else replace(CUT, headers=headers)

    (asked,), came = attempts(tmp_path, answer)
    assert came == [True]
    assert asked[1].headers.get("if-range") == sent
    assert is_whole(tmp_path)


def test_a_file_that_changed_meanwhile_comes_anew(tmp_path: Path) -> None:
    broken_off(tmp_path, tag='"0"')
    (asked,), came = attempts(tmp_path, in_turn(WHOLE))
    assert asked[0].headers["if-range"] == '"0"'
    assert came == [False]
    assert is_whole(tmp_path)


def test_a_host_that_cannot_go_on_sends_it_whole(tmp_path: Path) -> None:
    (asked,), came = attempts(tmp_path, in_turn(CUT, replace(WHOLE, headers={})))
    assert ranges(asked) == [None, "bytes=300000-"]
    assert came == [False]
    assert is_whole(tmp_path)


@pytest.mark.parametrize(
    "answer",
    [
        Reply(416, headers={"Content-Range": f"bytes */{SIZE}"}),
        Reply(206, BODY[300_000:]),
        Reply(206, BODY, {"Content-Range": f"bytes 0-{SIZE - 1}/{SIZE}"}),
        rest(300_000, told=f"bytes 299999-{SIZE - 2}/{SIZE}"),
        rest(300_000, told=f"bytes 300000-{SIZE - 1}/{SIZE + 1}"),
        rest(300_000, told=f"bytes 300000-{SIZE}/{SIZE}"),
        rest(300_000, told=f"bytes 300000-{SIZE - 2}/{SIZE}"),
        rest(300_000, told=f"bytes 300000-299999/{SIZE}"),
        rest(300_000, told=f"bytes 300000-{SIZE - 1}/" + "9" * 400),
        rest(300_000, told="bytes"),
        rest(300_000, headers={"ETag": '"2"', "Content-Range": f"bytes 300000-{SIZE - 1}/{SIZE}"}),
        rest(300_000, body=BODY[300_000:] + b"more", chunked=True),
    ],
)
def test_an_answer_that_does_not_go_on_there_is_refused_and_all_asked_for(
    tmp_path: Path, answer: Reply
) -> None:
    broken_off(tmp_path)
    (asked,), came = attempts(tmp_path, in_turn(answer, WHOLE))
    assert ranges(asked) == ["bytes=300000-", None]
    assert came == [False]
    assert is_whole(tmp_path)


def test_a_host_that_lied_of_a_part_is_asked_for_none_any_more(tmp_path: Path) -> None:
    broken_off(tmp_path)
    lie = rest(300_000, told=f"bytes 0-{SIZE - 1}/{SIZE}")
    (asked,), _ = attempts(tmp_path, in_turn(lie, CUT, WHOLE))
    assert ranges(asked) == ["bytes=300000-", None, None]
    assert is_whole(tmp_path)


def test_a_part_nobody_asked_for_is_damaged(tmp_path: Path) -> None:
    _, came = attempts(tmp_path, in_turn(rest(0)))
    assert came == [DamagedDownload]
    assert list(tmp_path.glob("target*")) == []


@pytest.mark.parametrize("chunked", [True, False])
def test_a_smaller_part_than_was_asked_for_is_gone_on_with(tmp_path: Path, *, chunked: bool) -> None:
    broken_off(tmp_path)
    part = rest(300_000, told=f"bytes 300000-599999/{SIZE}", body=BODY[300_000:600_000], chunked=chunked)
    (asked,), came = attempts(tmp_path, in_turn(part, rest(600_000)))
    assert ranges(asked) == ["bytes=300000-", "bytes=600000-"]
    assert came == [True]
    assert is_whole(tmp_path)


def test_what_is_there_whole_is_not_asked_for(tmp_path: Path) -> None:
    broken_off(tmp_path, done=SIZE)
    (asked,), came = attempts(tmp_path, in_turn(Reply(404)))
    assert asked == []
    assert came == [True]
    assert is_whole(tmp_path)


def test_more_than_the_file_has_is_of_no_use(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(BODY + b"more")
    (asked,), came = attempts(tmp_path, in_turn(WHOLE))
    assert ranges(asked) == [None]
    assert came == [False]
    assert is_whole(tmp_path)


def test_a_refusal_keeps_what_is_there(tmp_path: Path) -> None:
    broken_off(tmp_path)
    _, came = attempts(tmp_path, in_turn(Reply(404)))
    assert came == [NotFound]
    assert (tmp_path / "target").stat().st_size == 300_000


def test_damage_leaves_nothing(tmp_path: Path) -> None:
    broken_off(tmp_path, tag='"0"')
    _, came = attempts(tmp_path, in_turn(replace(WHOLE, body=BODY + b"more")))
    assert came == [DamagedDownload]
    assert list(tmp_path.glob("target*")) == []


def linked(target: Path, theirs: Path) -> None:
    target.symlink_to(theirs)


def named_twice(target: Path, theirs: Path) -> None:
    target.hardlink_to(theirs)


def pipe(target: Path, _theirs: Path) -> None:
    os.mkfifo(target)


@pytest.mark.parametrize("plant", [linked, named_twice, pipe])
@pytest.mark.parametrize("name", ["target", "target.tag"])
def test_nothing_is_written_through_what_somebody_else_put_there(
    tmp_path: Path, plant: Callable[[Path, Path], None], name: str
) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b'"1"')
    if name == "target.tag":
        broken_off(tmp_path, tag=None)
    plant(tmp_path / name, theirs)
    attempts(tmp_path, in_turn(Reply(503)))
    (asked,), _ = attempts(tmp_path, in_turn(WHOLE if name == "target" else rest(300_000)))
    assert "if-range" not in asked[0].headers
    assert (tmp_path / "target").read_bytes() == BODY
    assert theirs.read_bytes() == b'"1"'
