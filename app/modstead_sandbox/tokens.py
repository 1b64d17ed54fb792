"""The sandbox's people with tokens: fixed, so that a demo or a test can sign in, and worth nothing anywhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_SCOPES = """
USER_READ_EMAIL USER_READ USER_WRITE USER_DELETE USER_AUTH_WRITE NOTIFICATION_READ NOTIFICATION_WRITE PAYOUTS_READ
PAYOUTS_WRITE ANALYTICS PROJECT_CREATE PROJECT_READ PROJECT_WRITE PROJECT_DELETE VERSION_CREATE VERSION_READ
VERSION_WRITE VERSION_DELETE REPORT_CREATE REPORT_READ REPORT_WRITE REPORT_DELETE THREAD_READ THREAD_WRITE PAT_CREATE
PAT_READ PAT_WRITE PAT_DELETE SESSION_READ SESSION_DELETE PERFORM_ANALYTICS COLLECTION_CREATE COLLECTION_READ
COLLECTION_WRITE COLLECTION_DELETE ORGANIZATION_CREATE ORGANIZATION_READ ORGANIZATION_WRITE ORGANIZATION_DELETE
SESSION_ACCESS SHARED_INSTANCE_CREATE SHARED_INSTANCE_READ SHARED_INSTANCE_WRITE SHARED_INSTANCE_DELETE
SHARED_INSTANCE_VERSION_CREATE SHARED_INSTANCE_VERSION_READ SHARED_INSTANCE_VERSION_WRITE
SHARED_INSTANCE_VERSION_DELETE
"""
SCOPES: Final = tuple(_SCOPES.split())
"""Modrinth's scopes in the order of their bits."""

_NEVER_GIVEN = ("PAT_", "SESSION_", "USER_AUTH_WRITE", "USER_DELETE", "PERFORM_ANALYTICS")
ALL: Final = frozenset(scope for scope in SCOPES if not scope.startswith(_NEVER_GIVEN))
READING: Final = frozenset(scope for scope in ALL if "_READ" in scope)
PLAYING: Final = frozenset(
    scope for scope in ALL if scope.startswith(("USER_", "NOTIFICATION_", "REPORT_", "THREAD_"))
) | {"PROJECT_READ", "VERSION_READ"}

UPLOADING: Final = frozenset({"VERSION_CREATE", "VERSION_READ", "PROJECT_READ"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token: whose it is, what it may do, and what it is there for."""

    text: str = field(repr=False)
    username: str
    scopes: frozenset[str]
    purpose: str
    expired: bool = False


PLAYER, CREATOR, HELPER, MODERATOR = "mossfoot", "saltmarsh", "hollowreed", "gatekeeper"

TOKENS: Final = (
    Token("mrp_sandbox_player", PLAYER, PLAYING, "follows, notifications, reports; owns no project"),
    Token("mrp_sandbox_creator", CREATOR, ALL, "every scope; owns Tidal Core and others"),
    Token("mrp_sandbox_helper", HELPER, ALL, "every scope; somebody else, to invite to a team"),
    Token("mrp_sandbox_reader", CREATOR, READING, "saltmarsh again, with the scopes that read and no others"),
    Token(
        "mrp_sandbox_uploader", CREATOR, UPLOADING, "saltmarsh's build server, which uploads versions alone"
    ),
    Token("mrp_sandbox_moderator", MODERATOR, ALL, "every scope, and a moderator's rights"),
    Token("mrp_sandbox_expired", CREATOR, ALL, "refused: it is too old", expired=True),
)
_BY_TEXT = {token.text: token for token in TOKENS}


def token(header: str | None) -> Token | None:
    """Return the valid token that an `Authorization` header names, alone or after `Bearer`."""
    if header is None:
        return None
    found = _BY_TEXT.get(header.removeprefix("Bearer ").strip())
    return None if found is None or found.expired else found


def listing() -> str:
    """Return the tokens as lines for people to read."""
    return "\n".join(f"  {entry.text:<22} {entry.username}: {entry.purpose}" for entry in TOKENS)
