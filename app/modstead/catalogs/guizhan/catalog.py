"""Guizhan Resources as a `Catalog`."""

import re
from urllib.parse import quote, unquote, urlsplit

from modstead.catalogs.guizhan.account import AccountOperations
from modstead.catalogs.guizhan.assumptions import PAGE, PROVIDER, SITE, SORTS, TITLE
from modstead.catalogs.guizhan.bodies import PLATFORMS
from modstead.catalogs.guizhan.bodies import TYPES as PAGE_TYPES
from modstead.catalogs.guizhan.convert import DATA_PACK, RESOURCE_PACK, loader_of
from modstead.catalogs.guizhan.projects import TYPES
from modstead.catalogs.guizhan.studio import VersionStudio
from modstead.catalogs.guizhan.versions import VersionOperations
from modstead.domain.catalog import Capabilities, CategoryTag, GameVersionTag, LicenseTag, LoaderTag
from modstead.domain.project import Project, qualified

CAPABILITIES = Capabilities(
    sorts=tuple(SORTS),
    project_types=tuple(TYPES),
    hash_lookup=False,
    follows=False,
    negative_categories=False,
    sides=False,
    licenses=False,
    open_source=False,
)
_MODS = frozenset({"forge", "fabric", "quilt", "neoforge"})
_PACKS = {RESOURCE_PACK: RESOURCE_PACK, DATA_PACK: DATA_PACK}
_HOST = urlsplit(SITE).hostname
_QUALIFIED = re.compile(rf"{PROVIDER}:[^\s:@/]+")


class GuizhanCatalog(VersionOperations, VersionStudio, AccountOperations):
    """All operations, by the names that the table in this package's docstring gives."""

    @property
    def id(self) -> str:
        return PROVIDER

    @property
    def title(self) -> str:
        return TITLE

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    def project_url(self, project: Project) -> str:
        """The project's page on the platform's site."""
        kind = TYPES.get(project.project_type, "project")
        return SITE + PAGE.format(type=kind, slug=quote(project.slug, safe=""))

    def project_in_url(self, text: str) -> str | None:
        """The slug in an address such as `https://resources.guizhanss.com/plugin/SLUG`, or in `guizhan:SLUG`."""
        text = text.strip()
        if _QUALIFIED.fullmatch(text):
            return text
        segments = _segments(text)
        slug = unquote(segments[1]).strip() if segments else ""
        return qualified(PROVIDER, slug) if slug else None

    def version_in_url(self, text: str) -> str:
        """The version in an address such as `https://resources.guizhanss.com/plugin/SLUG/versions/1.0`."""
        segments = _segments(text.strip())
        return unquote(segments[3]).strip() if len(segments) > 3 and segments[2] == "versions" else ""

    async def game_versions(self) -> tuple[GameVersionTag, ...]:
        """The platform lists none."""
        return ()

    async def categories(self) -> tuple[CategoryTag, ...]:
        """The platform lists none: a project's tags are told with it alone."""
        return ()

    async def loaders(self) -> tuple[LoaderTag, ...]:
        """What its documents name as platforms."""
        return tuple(LoaderTag(loader_of(name), (_type_of(name),)) for name in PLATFORMS)

    async def licenses(self) -> tuple[LicenseTag, ...]:
        """A search cannot be narrowed by them."""
        return ()


def _type_of(platform: str) -> str:
    if platform in _MODS:
        return "mod"
    return _PACKS.get(platform, "project" if platform == "other" else "plugin")


def _segments(text: str) -> list[str]:
    """The parts of the path of a project's address, its type first; none where it is no such address."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname
    except ValueError:
        return []
    segments = parts.path.split("/")[1:]
    known = parts.scheme in {"http", "https"} and host == _HOST
    return segments if known and len(segments) >= 2 and segments[0] in PAGE_TYPES else []
