from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.server import Handle, running
from modstead_sandbox.state import Limits


@pytest.fixture
def client(sandbox: Handle) -> Iterator[httpx.Client]:
    """A plain HTTP client of the running sandbox."""
    with httpx.Client(base_url=sandbox.url, timeout=20) as opened:
        yield opened


@pytest.fixture(scope="session")
def studio_server() -> Iterator[Handle]:
    """A running sandbox of its own, for tests that change what is in it; its files may not be large."""
    with running(Catalogue(projects=24), limits=Limits(file=1 << 16)) as handle:
        yield handle


@pytest.fixture
def studio(studio_server: Handle) -> Handle:
    """The same with nothing changed, nothing recorded and nothing spent of the rate limit."""
    studio_server.reset()
    studio_server.reset_rate_limit()
    studio_server.clear_faults()
    studio_server.requests.clear()
    return studio_server


@pytest.fixture(scope="session")
def signed_in(studio_server: Handle) -> Iterator[dict[str, httpx.Client]]:
    """A client for each of the fixed tokens, by its last word, and one for `nobody`."""
    names = ("player", "creator", "helper", "reader", "uploader", "moderator", "expired", "nobody")
    clients = {
        name: httpx.Client(
            base_url=studio_server.url,
            timeout=20,
            headers={} if name == "nobody" else {"authorization": f"mrp_sandbox_{name}"},
        )
        for name in names
    }
    yield clients
    for opened in clients.values():
        opened.close()


@pytest.fixture
def people(studio: Handle, signed_in: dict[str, httpx.Client]) -> dict[str, httpx.Client]:
    """The same clients, in front of a sandbox in which nothing has changed."""
    assert not studio.requests
    return signed_in


@pytest.fixture(scope="session")
def guizhan_signed_in(studio_server: Handle) -> Iterator[dict[str, httpx.Client]]:
    """A client of Guizhan Resources for each of its fixed tokens, and one for `nobody`."""
    clients = {
        name: httpx.Client(
            base_url=f"{studio_server.url}/guizhan",
            timeout=20,
            headers={} if name == "nobody" else {"authorization": f"Bearer gzr_sandbox_{name}"},
        )
        for name in ("creator", "member", "reader", "expired", "nobody")
    }
    yield clients
    for opened in clients.values():
        opened.close()


@pytest.fixture
def guizhan(studio: Handle, guizhan_signed_in: dict[str, httpx.Client]) -> dict[str, httpx.Client]:
    """The same clients, in front of a sandbox in which nothing has changed."""
    assert not studio.requests
    return guizhan_signed_in
