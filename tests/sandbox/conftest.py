from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from modstead_sandbox.server import Handle


@pytest.fixture
def client(sandbox: Handle) -> Iterator[httpx.Client]:
    """A plain HTTP client of the running sandbox."""
    with httpx.Client(base_url=sandbox.url, timeout=20) as opened:
        yield opened
