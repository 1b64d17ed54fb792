"""The secret that lets a platform know its user, and where it is kept."""

import hmac
import re
from typing import Final, Protocol

from modstead.errors import TokenRefused

_FORM = re.compile(r"[!-~]{8,1024}")
"""Visible ASCII: anything else could not stand in a header, and would be named in the error that says so."""


class Token:
    """A secret. No text, comparison by order, copy or pickle of it tells what it is: only `reveal` does."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Take a pasted token, without the space around it.

        Raises:
            TokenRefused: it can be none.
        """
        stripped = text.strip()
        if not _FORM.fullmatch(stripped):
            raise TokenRefused(
                "This is no token." if stripped else "There is no token yet.",
                remedy="Copy the whole token from the platform's site and paste it here.",
            )
        self._text: Final = stripped

    def reveal(self) -> str:
        """The secret itself: for the header of a request and for the keyring alone."""
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and hmac.compare_digest(self._text, other._text)

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Token(…)"

    def __reduce__(self) -> str:
        raise TypeError("A token is not to be written anywhere.")


class Credentials(Protocol):
    """Keeps tokens over the end of the program, each under the server that it is for.

    Servers are told by `origin`: scheme, host and port, such as "https://api.modrinth.com". Everything may take as
    long as the user needs to unlock the keyring, and raises KeyringUnusable where there is none that keeps secrets.
    """

    async def load(self, origin: str) -> Token | None: ...

    async def save(self, origin: str, token: Token) -> None: ...

    async def forget(self, origin: str) -> None: ...
