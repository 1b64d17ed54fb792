"""What a broken game leaves behind, and what is noted beside a folder: fuzzed too."""

from datetime import UTC, datetime

import crashes
from modstead.domain.crash import CrashText
from modstead.domain.crash_reading import read_crash
from modstead.instances import bisect_record, good_record

_WHEN = datetime(2026, 3, 15, tzinfo=UTC)
_BISECT = (
    b'{"format": 1, "at": "2026-01-01T00:00:00Z", "units": [{"files": ["a.jar"]}, {"files": ["b.jar"], "needs": [0]}], '
    b'"kept": ["c.jar"], "answers": ["fails", "skip"], "files": [["a.jar", "0"]]}'
)
_GOOD = (
    b'{"format": 1, "at": "2026-01-01T00:00:00Z", "files": [{"name": "a.jar", "size": 1, "sha1": "%s"}]}'
    % (b"0" * 40)
)


def read_as_crash(data: bytes) -> None:
    """As a report and as a log."""
    text = data.decode(errors="replace")
    for is_log in (False, True):
        read_crash(CrashText("crash-2026-03-04_12.13.14-client.txt", text, _WHEN, is_log))


def read_as_note(data: bytes) -> None:
    """What is read can be written, and is the same again."""
    search, state = bisect_record.read(data), good_record.read(data)
    if search:
        assert bisect_record.read(bisect_record.written(search)) == search
    if state:
        assert good_record.read(good_record.written(state)) == state
    good_record.seen_read(data)


CRASHES = tuple(
    text.encode()
    for text in (
        crashes.FABRIC_INCOMPATIBLE,
        crashes.FABRIC_ENTRYPOINT,
        crashes.FABRIC_MIXIN,
        crashes.FORGE_LOADING,
        crashes.NEOFORGE_LOADING,
        crashes.FML_LOG,
        crashes.TOO_OLD_A_JAVA,
        crashes.OUT_OF_MEMORY,
    )
)
NOTES = (_BISECT, _GOOD)
