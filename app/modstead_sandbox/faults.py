"""What can be made to go wrong: switches for one request, for the requests of a pattern, or for a whole run."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatchcase

HEADER = "x-sandbox-fault"
"""A request's own faults, such as `X-Sandbox-Fault: latency=100, status=503`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One set of switches; the default is no fault at all.

    Attributes:
        latency: milliseconds to wait before the answer.
        status: answer with this status instead; 429 and 410 carry the platform's own bodies.
        retry_after: seconds for a `Retry-After` header beside the status; None sends none.
        cut: send this share of the body (0 to 1), then close the connection.
        wrong_hash: files come with one byte altered; answers stay honest.
        wrong_size: answers announce each file as larger than it is by this number of bytes.
        padding: files come with this number of additional bytes.
        redirect: send the request on to this address.
        file_name: answers name every file this.
        file_url: answers give this address for every file.
        no_ranges: files come whole, whatever part was asked for, and without a tag.
        wrong_range: the answer to who asks for a part is another part, told as such.
        lying_range: the same, told as the part that was asked for.
        changed: files come in another state, under another tag.
        garbage: answer 200 with a body that is not JSON, or an HTML page instead of a file.
    """

    latency: float = 0.0
    status: int | None = None
    retry_after: float | None = None
    cut: float | None = None
    wrong_hash: bool = False
    wrong_size: int = 0
    padding: int = 0
    redirect: str | None = None
    file_name: str | None = None
    file_url: str | None = None
    no_ranges: bool = False
    wrong_range: bool = False
    lying_range: bool = False
    changed: bool = False
    garbage: bool = False

    def merged(self, other: Fault) -> Fault:
        """Return both together; where both say something, the other one wins."""
        said = {
            entry.name: getattr(other, entry.name)
            for entry in fields(Fault)
            if getattr(other, entry.name) != entry.default
        }
        return replace(self, **said)


NONE = Fault()


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults for a whole run: those of the API's answers and those of files and pictures."""

    api: Fault = NONE
    files: Fault = NONE


class FaultError(ValueError):
    """A fault was written in a way that cannot be read."""


_NUMBERS = {"latency", "retry_after", "cut"}
_COUNTS = {"status", "wrong_size", "padding"}
_FLAGS = {"wrong_hash", "garbage", "no_ranges", "wrong_range", "lying_range", "changed"}
_TEXTS = {"redirect", "file_name", "file_url"}


def parse(text: str) -> Fault:
    """Read a fault as the header and the command line write it: `name=value` by commas; raises FaultError.

    A flag needs no value. In texts `%2C` is a comma, `%00` a NUL and so on.
    """
    from urllib.parse import unquote

    said: dict[str, object] = {}
    for part in text.split(","):
        name, _, value = part.strip().partition("=")
        name, value = name.strip().replace("-", "_"), value.strip()
        try:
            if name in _NUMBERS:
                said[name] = float(value)
            elif name in _COUNTS:
                said[name] = int(value)
            elif name in _FLAGS:
                said[name] = value in {"", "1", "true"}
            elif name in _TEXTS:
                said[name] = unquote(value)
            elif name:
                raise FaultError(f"there is no fault named {name}")
        except ValueError as error:
            raise FaultError(f"the fault {part.strip()} cannot be read: {error}") from error
    return replace(NONE, **said)  # type: ignore[arg-type]


@dataclass(slots=True)
class _Rule:
    pattern: str
    fault: Fault
    left: int | None


@dataclass(slots=True)
class FaultBoard:
    """The faults that are on; safe to change from a test's thread while the server runs."""

    run: Faults = field(default_factory=Faults)
    _rules: list[_Rule] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, pattern: str, fault: Fault, times: int | None = None) -> None:
        """Switch a fault on for paths that match a shell pattern, for so many requests or until cleared."""
        with self._lock:
            self._rules.append(_Rule(pattern, fault, times))

    def clear(self) -> None:
        """Switch off what `add` switched on."""
        with self._lock:
            self._rules.clear()

    def for_request(self, path: str, headers: Mapping[str, str], *, is_file: bool) -> Fault:
        """Return what goes wrong with this request, and count it; raises FaultError for an unreadable header."""
        fault = self.run.files if is_file else self.run.api
        with self._lock:
            for rule in self._rules:
                if rule.left != 0 and fnmatchcase(path, rule.pattern):
                    fault = fault.merged(rule.fault)
                    if rule.left is not None:
                        rule.left -= 1
        own = headers.get(HEADER)
        return fault if own is None else fault.merged(parse(own))
