"""Tokens in the system's keyring: the Secret Service, KWallet, macOS' Keychain, Windows' Credential Locker."""

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from modstead.domain.credentials import Token
from modstead.errors import KeyringUnusable, TokenRefused

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "Modstead"
_TRUSTED = 1
"""keyring gives backends that keep a secret from others a priority of at least this; plain files have less."""


class KeyringTokens:
    """The library `keyring` is imported with the first call: it takes 16 MB, and most runs need no token."""

    async def load(self, origin: str) -> Token | None:
        text = await _in_thread(lambda: _backend().get_password(SERVICE, origin))
        try:
            return Token(text) if text else None
        except TokenRefused:
            return None

    async def save(self, origin: str, token: Token) -> None:
        await _in_thread(lambda: _save(origin, token))

    async def forget(self, origin: str) -> None:
        await _in_thread(lambda: _forget(origin))


def _save(origin: str, token: Token) -> None:
    backend = _backend()
    backend.set_password(SERVICE, origin, token.reveal())
    if backend.get_password(SERVICE, origin) != token.reveal():
        raise _unusable("It does not give back what it is given.")


def _forget(origin: str) -> None:
    from keyring.errors import PasswordDeleteError

    backend = _backend()
    try:
        backend.delete_password(SERVICE, origin)
    except PasswordDeleteError:
        # Backends say so too where there was nothing to delete.
        if backend.get_password(SERVICE, origin) is not None:
            raise


def _backend() -> "KeyringBackend":
    """The keyring that the user or the system chose; of several, the best."""
    import keyring
    from keyring.backends import chainer, fail, null

    chosen = keyring.get_keyring()
    several = chosen.backends if isinstance(chosen, chainer.ChainerBackend) else (chosen,)
    for backend in several:
        if not isinstance(backend, fail.Keyring | null.Keyring) and backend.priority >= _TRUSTED:
            return backend
    raise _unusable("This system has none that keeps secrets.")


def _unusable(detail: str) -> KeyringUnusable:
    return KeyringUnusable("The system's keyring cannot be used.", detail)


async def _in_thread(work: Callable[[], T]) -> T:
    """What `work` answers. Its thread keeps nobody from quitting: it may wait for ever for a keyring to be unlocked."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def give(outcome: T | KeyringUnusable) -> None:
        if answer.done():
            return
        if isinstance(outcome, KeyringUnusable):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)

    def run() -> None:
        outcome = _carried_out(work)
        if not loop.is_closed():
            loop.call_soon_threadsafe(give, outcome)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    return await answer


def _carried_out(work: Callable[[], T]) -> T | KeyringUnusable:
    """Backends are the plug-ins of others and fail in ways of their own; what they then say might tell the secret."""
    from keyring.errors import KeyringLocked

    try:
        return work()
    except KeyringUnusable as error:
        return error
    except KeyringLocked:
        return _unusable("It is locked.")
    except Exception as error:  # noqa: BLE001 - no list of what a plug-in raises is ever whole
        return _unusable(f"It failed: {type(error).__name__}.")
