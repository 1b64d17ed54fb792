"""The rest of a project's page: what was written for it, or what its number gives."""

from __future__ import annotations

from modstead_sandbox.model import Details, Donation, Picture, Project
from modstead_sandbox.tags import LICENCES

_PICTURE_TITLES = ("At noon", "After dark", "From the hill", "In the village", "By the water", "First snow")
_LICENCES = {licence.id: licence for licence in LICENCES}
MADE_ICON = "icon.png"
"""The name of the icon that is drawn for a project."""


def details(project: Project) -> Details:
    """Return the details of a project, made now where nobody has changed it."""
    return project.details or _made(project)


def _made(project: Project) -> Details:
    site = f"https://mods.example.invalid/{project.slug}"
    licence = _LICENCES[project.licence]
    return Details(
        body=None,
        issues_url=f"{site}/issues" if project.number % 4 else None,
        source_url=f"{site}/source" if licence.open_source else None,
        wiki_url=f"{site}/wiki" if project.number % 3 == 0 else None,
        discord_url=f"{site}/chat" if project.number % 5 == 0 else None,
        donations=_donations(project),
        licence_url=licence.url,
        icon=MADE_ICON if project.has_icon else None,
        gallery=tuple(_picture(project, place) for place in range(project.pictures)),
        approved=project.published + 3_600,
    )


def _donations(project: Project) -> tuple[Donation, ...]:
    if project.number % 6:
        return ()
    return (Donation("ko-fi", "Ko-fi", f"https://give.example.invalid/{project.author.username}"),)


def _picture(project: Project, place: int) -> Picture:
    return Picture(
        name=f"{place}_350.webp",
        raw_name=f"{place}.png",
        featured=place == 0,
        title=_PICTURE_TITLES[place % len(_PICTURE_TITLES)],
        description=project.description if place == 1 else None,
        created=project.published + place * 86_400,
        ordering=place,
    )
