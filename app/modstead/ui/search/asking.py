"""What the Browse page asks of a platform."""

import asyncio
from dataclasses import replace

from modstead.domain.project import SearchPage, SearchQuery
from modstead.services.search import SearchService
from modstead.ui.search.facets import Facets


async def pages_of(
    service: SearchService, query: SearchQuery, wanted: int, platform: str
) -> tuple[SearchPage, ...]:
    """Whole pages until there are as many results as wanted.

    Raises:
        CatalogError: the platform cannot be asked.
    """
    pages = [await service.search(query, platform)]
    while pages[-1].hits and len(pages) * query.limit < min(wanted, pages[-1].total):
        following = replace(query, offset=len(pages) * query.limit)
        pages.append(await service.search(following, platform))
    return tuple(pages)


async def facets_of(service: SearchService, project_type: str, platform: str) -> Facets:
    """What this platform can be asked for of this type.

    Raises:
        CatalogError: the platform cannot be asked.
    """
    categories, loaders, licenses, versions = await asyncio.gather(
        service.categories(project_type, platform),
        service.loaders(project_type, platform),
        service.licenses(platform),
        service.game_versions(),
    )
    return Facets(service.capabilities(platform), categories, loaders, licenses, versions)
