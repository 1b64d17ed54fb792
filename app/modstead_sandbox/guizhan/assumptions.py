"""What the documents of Guizhan Resources leave open, settled here and nowhere else.

None of it is known of the live service. The documents say that the listed fields are "fields of the `data` object"
of a "standard API response format" that they do not show, and print no verbs for most operations on versions.
"""

from __future__ import annotations

from typing import Any, Final

PREFIX: Final = "/guizhan"
"""Assumed: where the API begins. The documents name no base URL."""

SCHEME: Final = "Bearer "
"""Assumed: `Authorization: Bearer TOKEN`, as the author's account service takes it."""

DEFAULT_PAGE_SIZE: Final = 20
MAX_PAGE_SIZE: Final = 100
"""Assumed: a larger page is not refused but cut to this."""

REDIRECT: Final = 302
"""Assumed: the status of a download's redirect."""

CREATED: Final = 200
"""Assumed: what is created is answered with 200, and what has nothing to say with 204."""

BATCH_UPDATE, BATCH_DELETE, UPDATE, DELETE = "PATCH", "DELETE", "PATCH", "DELETE"
"""Assumed by convention: the verbs on `/projects/{projectId}/versions` and on one version."""

APPROVED, PENDING, DRAFT, REJECTED = "approved", "pending", "draft", "rejected"
"""Of a project's states only draft and rejected are documented; the other two are assumed."""


def envelope(data: object, meta: dict[str, int] | None = None) -> dict[str, Any]:
    """Assumed: the payload in `data`, and the page in `meta` where there are pages."""
    return {"data": data} if meta is None else {"data": data, "meta": meta}


def page_meta(page: int, page_size: int, total: int) -> dict[str, int]:
    """Assumed: how a page tells its place."""
    return {
        "page": page,
        "page_size": page_size,
        "total": total,
        "total_pages": max(1, -(-total // page_size)),
    }


def problem(code: str, message: str) -> dict[str, Any]:
    """Assumed: the body of an error."""
    return {"error": {"code": code, "message": message}}


def array_names(name: str) -> tuple[str, str]:
    """Assumed: an array in a query repeats its parameter (`tags=a&tags=b`); `tags[]` is taken as well."""
    return name, f"{name}[]"


def checksum(sha1: str, sha256: str) -> dict[str, str]:
    """Assumed: the digests that the author's build service names, in lower-case hex."""
    return {"sha1": sha1, "sha256": sha256}
