"""The fixed tokens of the sandbox's Guizhan Resources, and the scopes that its documents list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from modstead_sandbox.guizhan.assumptions import SCHEME

_SCOPES = """
default user:read user:update org:create org:read org:update org:delete org:member:create org:member:update
org:member:delete project:create project:read project:update project:delete project:channel:create
project:channel:update project:channel:delete project:version:create project:version:update project:version:delete
"""
SCOPES: Final = tuple(_SCOPES.split())
READING: Final = frozenset({"default", "user:read", "org:read", "project:read"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token: whose it is, what it may do, and what it is there for."""

    text: str = field(repr=False)
    username: str
    scopes: frozenset[str]
    purpose: str
    expired: bool = False


_ALL = frozenset(SCOPES)
TOKENS: Final = (
    Token("gzr_sandbox_creator", "lingxi", _ALL, "every scope; owns projects, and manages the org jade-gate"),
    Token("gzr_sandbox_member", "songbo", _ALL, "every scope; in jade-gate one that may only look"),
    Token("gzr_sandbox_reader", "lingxi", READING, "lingxi again, with the scopes that read and no others"),
    Token("gzr_sandbox_expired", "lingxi", _ALL, "refused: it is too old", expired=True),
)
_BY_TEXT = {token.text: token for token in TOKENS}


def token(header: str | None) -> Token | None:
    """Return the valid token that an `Authorization` header names."""
    if header is None or not header.startswith(SCHEME):
        return None
    found = _BY_TEXT.get(header.removeprefix(SCHEME).strip())
    return None if found is None or found.expired else found


def listing() -> str:
    """Return the tokens as lines for people to read."""
    return "\n".join(f"  {entry.text:<22} {entry.username}: {entry.purpose}" for entry in TOKENS)
