"""Modrinth as a `Catalog`."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from modstead.catalogs.api import PlatformApi
from modstead.catalogs.http.client import HttpClient
from modstead.catalogs.http.keys import origin_of
from modstead.catalogs.modrinth.api import TITLE
from modstead.catalogs.modrinth.community import CommunityOperations
from modstead.catalogs.modrinth.convert import PROVIDER
from modstead.catalogs.modrinth.misc import MiscOperations
from modstead.catalogs.modrinth.operations.common import V2
from modstead.catalogs.modrinth.people import PeopleOperations
from modstead.catalogs.modrinth.projects import ProjectOperations
from modstead.catalogs.modrinth.studio import ProjectStudio, VersionStudio
from modstead.catalogs.modrinth.tags import TagOperations
from modstead.catalogs.modrinth.teams import TeamOperations
from modstead.catalogs.modrinth.version_files import VersionFileOperations
from modstead.catalogs.modrinth.versions import VersionOperations
from modstead.domain.account import Grant
from modstead.domain.catalog import Capabilities
from modstead.domain.credentials import Token
from modstead.domain.project import Project, Sort
from modstead.settings import Endpoints

SITE = "https://modrinth.com"
PROJECT_TYPES = ("mod", "modpack", "resourcepack", "shader", "datapack", "plugin")

_ID = re.compile(r"#([0-9A-Za-z]{8})")
_PAGES = frozenset({*PROJECT_TYPES, "project"})


class ModrinthCatalog(
    ProjectOperations,
    VersionOperations,
    VersionFileOperations,
    PeopleOperations,
    CommunityOperations,
    TagOperations,
    MiscOperations,
    ProjectStudio,
    VersionStudio,
    TeamOperations,
):
    """All operations, resource by resource."""

    def __init__(self, client: HttpClient, endpoints: Endpoints) -> None:
        super().__init__(PlatformApi(client, endpoints.modrinth_url))
        self._keys = client.keys
        self._origin = origin_of(endpoints.modrinth_url)
        self._site = SITE if endpoints.is_modrinth else endpoints.modrinth_url
        self._hosts = {"modrinth.com", "www.modrinth.com", urlsplit(self._site).hostname}

    @property
    def id(self) -> str:
        return PROVIDER

    @property
    def title(self) -> str:
        return TITLE

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(sorts=tuple(Sort), project_types=PROJECT_TYPES)

    @property
    def origin(self) -> str:
        """The one server that a token is sent to."""
        return self._origin

    @property
    def token_page(self) -> str:
        return f"{self._site}/settings/pats"

    def use(self, token: Token | None) -> None:
        """Send this token from now on, or none."""
        self._keys.use(TITLE, self._origin, token, header=V2.key_header, form=V2.key_form)

    def learnt(self) -> Mapping[str, Grant]:
        found = self._keys.learnt(TITLE, self._origin)
        return {scope: Grant.YES if allowed else Grant.NO for scope, allowed in found.items()}

    def project_url(self, project: Project) -> str:
        """The project's page on the platform's site."""
        kind = project.project_type if project.project_type in _PAGES else "project"
        return f"{self._site}/{kind}/{quote(project.slug, safe='')}"

    def project_in_url(self, text: str) -> str | None:
        """The slug or ID in a project's address, such as `https://modrinth.com/mod/SLUG/version/1.0`, in a
        `modrinth://mod/SLUG` link or in `#ID`.
        """
        if named := _ID.fullmatch(text.strip()):
            return named[1]
        segments = self._segments(text)
        return unquote(segments[1]).strip() or None if segments else None

    def version_in_url(self, text: str) -> str:
        """The version's number or ID, as in `https://modrinth.com/mod/SLUG/version/1.0`."""
        segments = self._segments(text)
        return unquote(segments[3]).strip() if len(segments) > 3 and segments[2] == "version" else ""

    def _segments(self, text: str) -> list[str]:
        """The parts of the path of a project's address, its kind first; none where it is no such address."""
        text = text.strip()
        try:
            parts = urlsplit(text if "://" in text else f"https://{text}")
            host = parts.hostname
        except ValueError:
            return []
        if parts.scheme == "modrinth":
            segments = [host or "", *parts.path.split("/")[1:]]
        elif parts.scheme in {"http", "https"} and host in self._hosts:
            segments = parts.path.split("/")[1:]
        else:
            return []
        return segments if len(segments) >= 2 and segments[0] in _PAGES else []
