"""How every lower failure of HTTP becomes one of Modstead's errors."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING

import msgspec

from modstead.catalogs.http.messages import Request, Response, SignIn
from modstead.catalogs.http.retrying import told_wait
from modstead.errors import (
    ApplicationTooOld,
    CatalogError,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    RequestRefused,
    ScopeMissing,
    ServerFailed,
    Unauthorized,
    Unreachable,
    UnreadableAnswer,
)

if TYPE_CHECKING:
    from httpx import CookieConflict, HTTPError, InvalidURL, StreamError

LONGEST_DESCRIPTION = 300
_ANY_401 = "Authentication Error:"
"""How Modrinth begins the description of every 401, whatever the reason."""
_OF_TOKENS = re.compile(
    r"credential|token|expired|revoked|authenti|authorization|logged in|sign(ed)? in", re.IGNORECASE
)
"""What a refusal says that is due to the token: any other would stay with the best of them."""


class _Told(msgspec.Struct):
    message: str | None = None


class _ErrorBody(msgspec.Struct):
    """Modrinth tells what is wrong in `description`; others, so far as anybody knows, in a `message`."""

    error: str | _Told | None = None
    description: str | None = None
    message: str | None = None


def from_httpx(
    error: "HTTPError | InvalidURL | StreamError | CookieConflict", request: Request
) -> CatalogError:
    """The error that an exception of httpx means for `request`."""
    import httpx

    title = f"{request.server} cannot be reached."
    match error:
        case httpx.TimeoutException():
            arrived = not isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout)
            return Unreachable(title, "It did not answer in time.", arrived=arrived)
        case httpx.ProxyError():
            return Unreachable(title, f"The proxy refused: {_sentence(str(error))}", arrived=False)
        case httpx.UnsupportedProtocol() | httpx.LocalProtocolError() | httpx.InvalidURL():
            return RequestRefused(
                f"{request.server} cannot be asked for {_about(request)}.",
                f"The address is unusable: {_sentence(str(error))}",
            )
        case httpx.ConnectError():
            return Unreachable(title, _connecting(error), arrived=False)
        case httpx.RemoteProtocolError() | httpx.NetworkError():
            return Unreachable(title, "The connection broke off.")
        case httpx.TransportError():
            return Unreachable(title, _sentence(str(error)))
        case _:
            return UnreadableAnswer(_unreadable(request), _sentence(str(error)))


def too_slow(request: Request) -> Unreachable:
    """It may have arrived, but the answer took too long to come whole."""
    return Unreachable(f"{request.server} cannot be reached.", "It did not answer in time.")


def from_os_error(error: OSError, request: Request) -> CatalogError:
    """The error that a failed socket or certificate store means for `request`."""
    detail = "It did not answer in time." if isinstance(error, TimeoutError) else _connecting(error)
    return Unreachable(f"{request.server} cannot be reached.", detail, arrived=False)


def from_status(request: Request, response: Response, *, now: float) -> CatalogError:
    """The error that an answer other than 200 and 304 means; `now` is the wall clock in seconds."""
    said = _described(response)
    server, about = request.server, _about(request)
    match response.status:
        case 401 | 403:
            return _unauthorized(request, response.status, said)
        case 404 if request.names_nothing:
            title = f"There is nothing that answers as {server} at its address."
            return NotFound(title, said, remedy="Check the address that was set for it.")
        case 404:
            return NotFound(f"{server} does not know {about}.", said)
        case 410:
            return ApplicationTooOld(f"{server} no longer answers this Modstead.", said)
        case 429:
            wait = told_wait(response, now=now)
            remedy = None if wait is None or wait <= 60 else f"Try again in {ceil(wait / 60)} minutes."
            return RateLimited(f"{server} was asked too often.", said, retry_after=wait, remedy=remedy)
        case status if status >= 500:
            return ServerFailed(f"{server} has a fault and gave no answer for {about} ({status}).", said)
        case status if 300 <= status < 400:
            return RequestRefused(
                f"{server} sends requests for {about} elsewhere, which Modstead does not follow ({status})."
            )
        case status if status >= 400:
            return RequestRefused(f"{server} refused the request for {about} ({status}).", said)
        case status:
            return UnreadableAnswer(_unreadable(request), f"Its status is {status}.")


def _unauthorized(request: Request, status: int, said: str) -> CatalogError:
    about = _about(request)
    if status == 403 and request.sign_in is SignIn.NO:
        return RequestRefused(f"{request.server} refused the request for {about} (403).", said)
    if request.sign_in is SignIn.NO:
        return Unauthorized(f"{request.server} gives {about} only to who is signed in.", said)
    remedy = f"Sign in with a new token that allows {request.scope}." if request.scope else None
    lacking = "scope" in said.lower()
    if said and not lacking and not _OF_TOKENS.search(said.removeprefix(_ANY_401)):
        return NotAllowed(f"{request.server} does not let you do this: {about}.", said)
    if status == 403 or lacking:
        scope = request.scope if lacking else ""
        return ScopeMissing(f"The token does not allow {about}.", said, scope=scope, remedy=remedy)
    title = f"{request.server} does not take the token for {about}."
    return Unauthorized(
        title, said, remedy=f"It may have expired or been revoked. {remedy or Unauthorized.default_remedy}"
    )


def unsure(error: CatalogError) -> OutcomeUnknown:
    """What a failure means for a change that may have been carried out, and must not be made twice."""
    return OutcomeUnknown(error.title, error.detail)


def too_long(request: Request, limit: int) -> UnreadableAnswer:
    return UnreadableAnswer(_unreadable(request), f"It is longer than {limit >> 20} MiB.")


def unreadable(request: Request, reason: str) -> UnreadableAnswer:
    """The answer came but is not what the platform's documents state."""
    return UnreadableAnswer(_unreadable(request), _sentence(reason))


def _unreadable(request: Request) -> str:
    return f"The answer of {request.server} for {_about(request)} cannot be read."


def _about(request: Request) -> str:
    return request.about or "this"


def _connecting(error: BaseException) -> str:
    """Why no connection came about: the libraries wrap the system's own error several times."""
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return f"Its certificate is not trusted: {_sentence(cause.verify_message)}"
            case socket.gaierror():
                return "Its name cannot be found."
            case ConnectionRefusedError():
                return "The connection was refused."
            case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH | errno.ENETDOWN):
                return "There is no network."
    return _sentence(str(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, of several at once the first."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        inner = seen.exceptions[0] if isinstance(seen, BaseExceptionGroup) else None
        seen = inner or seen.__cause__ or seen.__context__


def _described(response: Response) -> str:
    """The server's own word, if it sent one: the 404s of Modrinth's v2 are empty."""
    try:
        body = msgspec.json.decode(response.body, type=_ErrorBody)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
    inner = body.error.message if isinstance(body.error, _Told) else None
    said = body.description or body.message or inner
    return _sentence(said) if said else ""


def _sentence(text: str) -> str:
    """`text` as one sentence of bounded length, without line breaks."""
    flat = " ".join(text.split())[:LONGEST_DESCRIPTION]
    if not flat:
        return ""
    return flat[0].upper() + flat[1:] + ("" if flat.endswith((".", "!", "?")) else ".")
