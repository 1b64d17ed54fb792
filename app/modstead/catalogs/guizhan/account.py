"""Who is signed in to Guizhan Resources. Its documents state no operation that tells whose a token is."""

from collections.abc import Mapping

from modstead.catalogs.guizhan.api import Operations
from modstead.catalogs.guizhan.assumptions import API, TITLE, TOKEN_PAGE
from modstead.catalogs.guizhan.projects import ProjectOperations
from modstead.domain.account import Grant, Permission
from modstead.domain.credentials import Token
from modstead.domain.project import User

MYSELF = "@me"

PERMISSIONS = (
    Permission("project:read", "show your projects, also those that only you may see", publishing=True),
    Permission("project:create", "create projects", publishing=True),
    Permission("project:update", "edit projects and keywords", publishing=True),
    Permission("project:delete", "delete projects", publishing=True),
    Permission("project:version:create", "publish versions", publishing=True),
    Permission("project:version:update", "edit versions", publishing=True),
    Permission("project:version:delete", "delete versions", publishing=True),
)
"""By the names that the platform's documents have for them."""


class AccountOperations(ProjectOperations, Operations):
    @property
    def origin(self) -> str:
        """The server that a token is sent to, and what stands before the documents' paths there."""
        return self._base

    @property
    def token_page(self) -> str:
        return TOKEN_PAGE

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return PERMISSIONS

    def use(self, token: Token | None) -> None:
        """Send this token from now on, or none."""
        self._keys.use(TITLE, self._base, token, header=API.key_header, form=API.key_form)

    async def me(self) -> User:
        """Whose it is, as one's own projects tell; who has none stays unnamed. Raises Unauthorized for a bad token."""
        hits = await self.user_projects(MYSELF, page_size=1)
        return User(MYSELF, hits[0].author if hits and hits[0].author else "you")

    async def grants(self, user: User) -> Mapping[str, Grant]:
        """That one's own projects were shown tells that these may be read; the rest would have to be tried out."""
        return {permission.scope: Grant.UNKNOWN for permission in PERMISSIONS} | {"project:read": Grant.YES}

    def learnt(self) -> Mapping[str, Grant]:
        found = self._keys.learnt(TITLE, self._base)
        return {scope: Grant.YES if allowed else Grant.NO for scope, allowed in found.items()}
