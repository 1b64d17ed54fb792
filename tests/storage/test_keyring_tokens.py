"""Tokens in the system's keyring, and what is said where that is missing, locked, broken or too trusting."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringError, KeyringLocked, PasswordDeleteError

from memory_keyring import MemoryKeyring
from modstead.domain.credentials import Token
from modstead.errors import KeyringUnusable
from modstead.storage.keyring_tokens import SERVICE, KeyringTokens

ORIGIN = "https://api.modrinth.com"
SECRET = "mrp_very-secret-0123456789"


class Failing(MemoryKeyring):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def get_password(self, *_asked: str) -> str | None:
        raise self._error

    set_password = delete_password = get_password  # type: ignore[assignment]


class PlainFile(MemoryKeyring):
    """As keyrings.alt has it: no secret is safe there."""

    priority = 0.5  # type: ignore[assignment]


class Deleting(MemoryKeyring):
    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError(f"{SECRET} stays")


class Several(chainer.ChainerBackend):
    backends: tuple[KeyringBackend, ...] = ()  # type: ignore[assignment]


Install = Callable[[KeyringBackend], KeyringBackend]


@pytest.fixture
def install() -> Iterator[Install]:
    before = keyring.get_keyring()

    def use(backend: KeyringBackend) -> KeyringBackend:
        keyring.set_keyring(backend)
        return backend

    yield use
    keyring.set_keyring(before)


async def kept_and_loaded() -> Token | None:
    tokens = KeyringTokens()
    await tokens.save(ORIGIN, Token(SECRET))
    return await tokens.load(ORIGIN)


def test_a_token_is_kept_for_its_server_and_forgotten(install: Install) -> None:
    backend = MemoryKeyring()
    install(backend)

    async def work() -> None:
        tokens = KeyringTokens()
        assert await tokens.load(ORIGIN) is None
        await tokens.forget(ORIGIN)
        await tokens.save(ORIGIN, Token(SECRET))
        assert backend.kept == {(SERVICE, ORIGIN): SECRET}
        assert await KeyringTokens().load(ORIGIN) == Token(SECRET)
        assert await tokens.load("http://127.0.0.1:8000") is None
        await tokens.forget(ORIGIN)
        assert not backend.kept

    asyncio.run(work())
    assert threading.get_ident() not in backend.threads


def test_what_another_program_put_there_is_no_token(install: Install) -> None:
    backend = MemoryKeyring()
    install(backend)
    backend.kept[SERVICE, ORIGIN] = "no token\nat all"
    assert asyncio.run(KeyringTokens().load(ORIGIN)) is None


def test_of_several_the_best_one_counts_and_never_a_plain_file(install: Install) -> None:
    plain, good = PlainFile(), MemoryKeyring()
    several = Several()
    several.backends = (plain, good)
    install(several)
    assert asyncio.run(kept_and_loaded()) == Token(SECRET)
    assert good.kept
    assert not plain.kept


@pytest.mark.parametrize(
    ("backend", "words"),
    [
        (fail.Keyring(), "none that keeps secrets"),
        (null.Keyring(), "none that keeps secrets"),
        (PlainFile(), "none that keeps secrets"),
        (Failing(KeyringLocked(f"{SECRET} is locked away")), "It is locked"),
        (Failing(KeyringError(f"{SECRET} failed")), "KeyringError"),
        (Failing(OSError(f"{SECRET} failed")), "OSError"),
        (Failing(KeyError(SECRET)), "KeyError"),
    ],
)
def test_without_a_keyring_that_works_that_is_said_and_nothing_of_the_secret(
    install: Install, backend: KeyringBackend, words: str
) -> None:
    install(backend)
    tokens = KeyringTokens()
    for begin in (kept_and_loaded, partial(tokens.load, ORIGIN), partial(tokens.forget, ORIGIN)):
        with pytest.raises(KeyringUnusable, match=words) as caught:
            asyncio.run(begin())
        assert SECRET not in f"{caught.value} {caught.value!r}"
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


def test_a_keyring_that_does_not_keep_is_found_out(install: Install) -> None:
    class Forgetful(MemoryKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            """As a full or read-only one might."""

    install(Forgetful())
    with pytest.raises(KeyringUnusable, match="does not give back"):
        asyncio.run(kept_and_loaded())


def test_a_token_that_stays_is_no_token_forgotten(install: Install) -> None:
    install(Deleting())

    async def work() -> None:
        await KeyringTokens().forget(ORIGIN)
        await KeyringTokens().save(ORIGIN, Token(SECRET))
        await KeyringTokens().forget(ORIGIN)

    with pytest.raises(KeyringUnusable, match="PasswordDeleteError") as caught:
        asyncio.run(work())
    assert SECRET not in str(caught.value)


def test_quitting_does_not_wait_for_a_keyring_to_be_unlocked(install: Install) -> None:
    asked, unlocked = threading.Event(), threading.Event()

    class Waiting(MemoryKeyring):
        def get_password(self, service: str, username: str) -> str | None:
            asked.set()
            unlocked.wait(60)
            return None

    install(Waiting())

    async def work() -> None:
        loading = asyncio.create_task(KeyringTokens().load(ORIGIN))
        await asyncio.to_thread(asked.wait, 60)
        loading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await loading

    asyncio.run(work())
    waiting = next(thread for thread in threading.enumerate() if thread.name == "keyring")
    assert waiting.daemon
    unlocked.set()
    waiting.join(60)
    assert not waiting.is_alive()


def test_keyring_is_imported_with_the_first_token_alone() -> None:
    script = "import sys, modstead.storage.keyring_tokens; print('keyring' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
