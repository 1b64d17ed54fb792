"""The server: builds the application, and runs it in a thread for tests or in the foreground for people."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from modstead_sandbox.answers import Answers
from modstead_sandbox.answers_v3 import NewerAnswers
from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.faults import Fault, FaultBoard, Faults
from modstead_sandbox.gate import Gate, Recorded
from modstead_sandbox.guizhan import application as guizhan
from modstead_sandbox.rate_limit import RateLimit
from modstead_sandbox.routes import (
    account,
    desk,
    files,
    people,
    picture_writes,
    project_writes,
    projects,
    tags,
    teams,
    v3,
    version_files,
    version_writes,
    versions,
)
from modstead_sandbox.routes.common import (
    BadRequestError,
    NotFoundError,
    Services,
    UnauthorizedError,
    error,
    is_newer,
    reply,
)
from modstead_sandbox.search import Search
from modstead_sandbox.state import Limits, State

LOOPBACK = "127.0.0.1"
_GRACE = 1
_IDLE = 75
_BACKLOG = 256


class Handle:
    """A sandbox: its catalogue, what it was asked, and the switches for what goes wrong."""

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        faults: Faults | None = None,
        *,
        per_minute: int = 300,
        burst: int = 300,
        limits: Limits | None = None,
    ) -> None:
        self.catalogue = catalogue or Catalogue()
        self.contents = Contents(self.catalogue)
        self.requests: list[Recorded] = []
        self.url = ""
        self._board = FaultBoard(faults or Faults())
        self._limit = RateLimit(per_minute, burst)
        self._usual = (per_minute, burst)
        self.state = State(self.catalogue, self.contents, limits)
        answers = Answers(self.state.shelf, self.contents)
        newer = NewerAnswers(self.state.shelf, answers)
        search = Search(self.state.shelf, answers.updated)
        self.state.on_change(answers.forget)
        self.state.on_change(search.forget)
        self.app: ASGIApp = _application(
            Services(self.state.shelf, self.contents, answers, search, self.state, newer),
            self._board,
            self._limit,
            self,
        )

    @property
    def host(self) -> str:
        """The host and port of the server, as in `127.0.0.1:8000`."""
        return self.url.removeprefix("http://")

    def fault(self, pattern: str, fault: Fault, times: int | None = None) -> None:
        """Make requests go wrong whose path matches a shell pattern: so many of them, or all until cleared."""
        self._board.add(pattern, fault, times)

    def clear_faults(self) -> None:
        """Switch off what `fault` switched on."""
        self._board.clear()

    def set_rate_limit(self, per_minute: int, burst: int | None = None) -> None:
        """Change the rate limit until `reset_rate_limit`."""
        self._limit.set(per_minute, burst or per_minute)

    def reset_rate_limit(self) -> None:
        """Return to the usual rate limit, with nothing spent."""
        self._limit.set(*self._usual)

    def set_newer_lookups(self, *, on: bool) -> None:
        """Have or not the two update look-ups that no document states; a server without them answers 404."""
        self.state.newer_lookups = on

    def reset(self) -> None:
        """Forget all that anybody has changed, with what was uploaded; for when no request is under way."""
        self.state.clear()

    def close(self) -> None:
        """Delete what was uploaded."""
        self.state.uploads.clear()

    def count(self, pattern: str = "*") -> int:
        """Return how many requests had a path that matches a shell pattern."""
        return sum(fnmatchcase(request.path, pattern) for request in self.requests)


def _application(at: Services, board: FaultBoard, limit: RateLimit, handle: Handle) -> ASGIApp:
    async def asked(_request: Request) -> Response:
        return reply([{"method": entry.method, "path": entry.path} for entry in handle.requests])

    async def forget(_request: Request) -> Response:
        handle.requests.clear()
        handle.reset_rate_limit()
        return Response(status_code=204)

    app = Starlette(
        routes=[
            *projects.ROUTES,
            *project_writes.ROUTES,
            *picture_writes.ROUTES,
            *versions.ROUTES,
            *version_writes.ROUTES,
            *version_files.ROUTES,
            *people.ROUTES,
            *account.ROUTES,
            *desk.ROUTES,
            *teams.ROUTES,
            *v3.ROUTES,
            *tags.ROUTES,
            *guizhan.FILE_ROUTES,
            *files.ROUTES,
            guizhan.mounted(at.state),
            Route("/api/v1/{rest:path}", _too_old, methods=["GET", "POST", "PATCH", "DELETE"]),
            Route("/sandbox/requests", asked),
            Route("/sandbox/requests", forget, methods=["DELETE"]),
            Route("/", _about),
        ],
        exception_handlers={
            BadRequestError: _bad_request,
            UnauthorizedError: _unauthorized,
            NotFoundError: _not_found,
            HTTPException: _no_such_route,
        },
    )
    app.state.services = at
    return Gate(app, board=board, limit=limit, requests=handle.requests)


async def _about(_request: Request) -> Response:
    return reply({"about": "Welcome, traveller!", "name": "modstead-sandbox", "version": "2.7.0"})


async def _too_old(_request: Request) -> Response:
    text = "You are using an application that uses an outdated version of Modrinth's API."
    return error(410, "api_deprecated", text)


async def _bad_request(_request: Request, problem: Exception) -> Response:
    return error(400, "request_error", str(problem))


async def _unauthorized(_request: Request, problem: Exception) -> Response:
    return error(401, "auth_error", str(problem))


async def _not_found(request: Request, _problem: Exception) -> Response:
    """Answer 404: with nothing at all in the body, but in v3."""
    if is_newer(request):
        return error(404, "not_found", "the requested resource was not found")
    return Response(status_code=404)


async def _no_such_route(_request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    if status in {404, 405}:
        return error(404, "not_found", "the requested route does not exist")
    return error(status, "request_error", str(problem))


class _Server(uvicorn.Server):
    """A uvicorn server that says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def _server(app: ASGIApp) -> _Server:
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=_IDLE,
        backlog=_BACKLOG,
    )
    return _Server(config)


def listen(port: int = 0) -> socket.socket:
    """Open a listening socket on loopback; port 0 takes any free one. Raises OSError where it is taken."""
    # asyncio sets TCP_NODELAY only where the protocol is named; without it each answer takes 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def serve(handle: Handle, listening: socket.socket) -> None:
    """Run until interrupted, in the thread that calls."""
    _server(handle.app).run(sockets=[listening])


@contextmanager
def running(
    catalogue: Catalogue | None = None,
    faults: Faults | None = None,
    *,
    per_minute: int = 300,
    burst: int = 300,
    limits: Limits | None = None,
) -> Iterator[Handle]:
    """Run a sandbox in a thread on a free port of loopback, as long as the context lasts."""
    handle = Handle(catalogue, faults, per_minute=per_minute, burst=burst, limits=limits)
    with listen() as listening:
        handle.url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        server = _server(handle.app)
        thread = threading.Thread(target=server.run, args=([listening],), name="sandbox")
        thread.start()
        try:
            while not server.ready.wait(timeout=0.5):
                if not thread.is_alive():
                    raise RuntimeError("the sandbox did not start")
            yield handle
        finally:
            server.should_exit = True
            thread.join()
            handle.close()
