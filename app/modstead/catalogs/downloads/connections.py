"""Blocking HTTP/1.1 over the standard library, for threads."""

import base64
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from modstead.catalogs.downloads.hosts import Address
from modstead.catalogs.http import failures
from modstead.catalogs.http.messages import USER_AGENT, Request, Response
from modstead.catalogs.http.tls import TlsContext
from modstead.errors import CatalogError, NotFound, RequestRefused, Unreachable

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
MOST_IDLE = 8
MOST_REDIRECTS = 5
LARGEST_ERROR = 64 * 1024
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})

Admit = Callable[[str], Address]


@dataclass(frozen=True, slots=True)
class _Link:
    """An open connection to a place. Through a proxy, plain http names the whole address in each request."""

    place: tuple[str, str, int]
    connection: http.client.HTTPConnection
    whole_address: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def open(self) -> None:
        new = self.connection.sock is None
        if new:
            self.connection.connect()
            self.connection.sock.settimeout(READ_TIMEOUT)

    def ask(self, address: Address, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        target = address.url if self.whole_address else address.target
        sent = {
            "User-Agent": USER_AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            **headers,
            **self.headers,
        }
        self.connection.request("GET", target, headers=sent)
        return self.connection.getresponse()


class Stop:
    """Lets one thread end what another does: it wakes pauses and breaks the connection in use."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._lock = threading.Lock()
        self._connection: http.client.HTTPConnection | None = None

    @property
    def told(self) -> bool:
        return self._told.is_set()

    def tell(self) -> None:
        self._told.set()
        with self._lock:
            in_use = self._connection.sock if self._connection else None
            if in_use is None:
                return
            try:
                in_use.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def pause(self, seconds: float) -> None:
        """Wait, unless told to stop."""
        self._told.wait(seconds)

    def breaks(self, connection: http.client.HTTPConnection | None) -> None:
        """From now on `tell` breaks this connection.

        Raises:
            ConnectionAbortedError: it was told already.
        """
        with self._lock:
            self._connection = connection
            if connection and self.told:
                raise ConnectionAbortedError


@dataclass(slots=True)
class Stream:
    """An answer of status 200 or 206 under way, or of 416 to who asked for a range. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    read: Callable[[int], bytes] = field(repr=False)
    """Up to so many bytes, as soon as some are there; none at the end. Raises Unreachable."""

    @property
    def length(self) -> int | None:
        """The announced bytes of this answer."""
        text = self.headers.get("content-length", "")
        return int(text) if text.isascii() and text.isdigit() and not self.chunked else None

    @property
    def chunked(self) -> bool:
        """Whether the end of the answer marks itself."""
        return self.headers.get("transfer-encoding", "").lower() == "chunked"


class Connections:
    """Connections kept open between files, for any number of threads."""

    def __init__(self, tls: TlsContext) -> None:
        self._tls = tls
        self._lock = threading.Lock()
        self._idle: list[_Link] = []

    @contextmanager
    def get(
        self, url: str, admit: Admit, headers: Mapping[str, str], stop: Stop, *, about: str
    ) -> Iterator[Stream]:
        """GET `url`, following redirects; each address is admitted first. No cookie or credential is ever sent.

        Raises:
            HostRefused: as `admit` says.
            CatalogError: the host cannot be reached or refuses.
        """
        address = admit(url)
        for _ in range(MOST_REDIRECTS + 1):
            request = Request(address.url, headers=headers, service=address.host, about=about)
            with self._exchange(address, request, stop) as response:
                if response.status not in REDIRECTS:
                    yield _stream(response, request)
                    return
                location = response.headers.get("Location", "")
                address = admit(_joined(address, location))
        raise RequestRefused(f"{address.host} sends requests for {about} in circles.")

    def close(self) -> None:
        """Close the connections that are not in use."""
        with self._lock:
            idle, self._idle = self._idle, []
        for link in idle:
            link.connection.close()

    @contextmanager
    def _exchange(self, address: Address, request: Request, stop: Stop) -> Iterator[http.client.HTTPResponse]:
        """The answer's head; the connection is kept where the answer was read to its end."""
        link, response = self._answered(address, request, stop)
        finished = False
        try:
            yield response
            finished = response.length == 0 or response.isclosed()
        finally:
            stop.breaks(None)
            response.close()
            self._release(link, keep=finished and not stop.told)

    def _release(self, link: _Link, *, keep: bool) -> None:
        with self._lock:
            kept = keep and link.connection.sock is not None and len(self._idle) < MOST_IDLE
            if kept:
                self._idle.append(link)
        if not kept:
            link.connection.close()

    def _answered(
        self, address: Address, request: Request, stop: Stop
    ) -> tuple[_Link, http.client.HTTPResponse]:
        """Kept connections may have been closed by the host meanwhile: then the next, at last a new one, is tried."""
        while True:
            kept = self._kept(address)
            try:
                link = kept or self._link(address)
            except OSError as error:
                raise _failure(error, request) from error
            try:
                link.open()
                stop.breaks(link.connection)
                return link, link.ask(address, request.headers)
            except (OSError, http.client.HTTPException) as error:
                stop.breaks(None)
                link.connection.close()
                if not kept or stop.told or isinstance(error, TimeoutError):
                    raise _failure(error, request) from error

    def _kept(self, address: Address) -> _Link | None:
        place = (address.scheme, address.host, address.port)
        with self._lock:
            for index in range(len(self._idle) - 1, -1, -1):
                if self._idle[index].place == place:
                    return self._idle.pop(index)
        return None

    def _link(self, address: Address) -> _Link:
        """A connection, not yet opened, straight to the host or through the system's proxy."""
        place = (address.scheme, address.host, address.port)
        proxy = _proxy(address)
        host, port = (proxy.hostname or "", proxy.port or 80) if proxy else (address.host, address.port)
        if address.scheme == "http":
            plain = http.client.HTTPConnection(host, port, timeout=CONNECT_TIMEOUT)
            return _Link(place, plain, whole_address=bool(proxy), headers=_credentials(proxy))
        secure = http.client.HTTPSConnection(host, port, timeout=CONNECT_TIMEOUT, context=self._tls.get())
        if proxy:
            secure.set_tunnel(address.host, address.port, headers=_credentials(proxy))
        return _Link(place, secure)


def _joined(address: Address, location: str) -> str:
    try:
        return urljoin(address.url, location)
    except ValueError:
        return location


def _proxy(address: Address) -> SplitResult | None:
    """The system's proxy for this address; only those spoken to over http are known. This computer needs none."""
    url = getproxies().get(address.scheme)
    if not url or address.host in LOOPBACK or proxy_bypass(address.host):
        return None
    proxy = urlsplit(url if "://" in url else f"http://{url}")
    return proxy if proxy.scheme == "http" and proxy.hostname else None


def _credentials(proxy: SplitResult | None) -> dict[str, str]:
    """The proxy's own, which only the proxy sees."""
    if proxy is None or proxy.username is None:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def _stream(response: http.client.HTTPResponse, request: Request) -> Stream:
    headers = {name.lower(): value for name, value in response.headers.items()}
    reader = _Reader(response, request)
    if response.status in {200, 206} or (response.status == 416 and "Range" in request.headers):
        return Stream(response.status, headers, reader.read)
    body = reader.read(LARGEST_ERROR)
    error = failures.from_status(request, Response(response.status, headers, body), now=time.time())
    if isinstance(error, NotFound):
        error.remedy = (
            "The platform lists this file but does not have it; try again later or take another version."
        )
    raise error


@dataclass(frozen=True, slots=True)
class _Reader:
    response: http.client.HTTPResponse
    request: Request

    def read(self, most: int) -> bytes:
        try:
            return self.response.read1(most)
        except (OSError, http.client.HTTPException) as error:
            raise _failure(error, self.request) from error


def _failure(error: OSError | http.client.HTTPException, request: Request) -> CatalogError:
    if isinstance(error, http.client.InvalidURL):
        return RequestRefused(
            f"{request.server} cannot be asked for {request.about}.", "The address is unusable."
        )
    broken = isinstance(error, http.client.HTTPException | ConnectionResetError | BrokenPipeError)
    if broken:
        return Unreachable(f"{request.server} cannot be reached.", "The connection broke off.")
    return failures.from_os_error(cast(OSError, error), request)
