"""Fixtures that all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import keyring
import pytest

from memory_keyring import MemoryKeyring
from modstead_sandbox.server import Handle, running

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test reads or writes the keyring of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


@pytest.fixture(scope="session")
def sandbox_server() -> Iterator[Handle]:
    """A running sandbox with the default catalogue; state left in it by one test is seen by the next."""
    with running() as handle:
        yield handle


@pytest.fixture
def sandbox(sandbox_server: Handle) -> Iterator[Handle]:
    """The running sandbox with nothing changed, no faults, no requests and nothing spent of the rate limit."""
    sandbox_server.reset()
    sandbox_server.clear_faults()
    sandbox_server.reset_rate_limit()
    sandbox_server.requests.clear()
    yield sandbox_server
    sandbox_server.clear_faults()


@pytest.fixture
def memory_keyring() -> Iterator[MemoryKeyring]:
    """A keyring in place of the system's."""
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)
