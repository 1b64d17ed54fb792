"""The whole catalogue, made from a seed: the same seed and size give the same catalogue every time.

Projects exist from the start; versions, file contents, pictures and texts are made when first asked for.
"""

from __future__ import annotations

import re
from functools import cached_property
from random import Random
from typing import Final

from modstead_sandbox.history import LIBRARIES, VERSIONS_PER_PROJECT, versions
from modstead_sandbox.identifiers import Kind, decode, encode
from modstead_sandbox.model import ALL_PERMISSIONS, Member, Project, Team, User, Version, seconds
from modstead_sandbox.names import AUTHORS, ENDINGS, FIRST_WORDS, LAST_WORDS, NAMED, OPENINGS, SUBJECTS, Named
from modstead_sandbox.pixels import MOTIFS, PALETTES
from modstead_sandbox.scripts import SCRIPTS
from modstead_sandbox.tags import CATEGORIES, LICENCES

DEFAULT_PROJECTS: Final = len(NAMED)
DEFAULT_SEED: Final = 7

NOW: Final = seconds("2026-11-20T12:00:00+00:00")
_DAY = 86_400
_LOADERS = {"F": "fabric", "Q": "quilt", "N": "neoforge", "O": "forge"}
_LOADER_CODES = ("FQN", "FQN", "FQ", "F", "FN", "FQNO", "NO", "N", "FNO", "O")
_MOD_CATEGORIES = tuple(tag.name for tag in CATEGORIES if tag.project_type == "mod")
_SIDES = (
    ("required", "required"),
    ("required", "optional"),
    ("required", "unsupported"),
    ("optional", "required"),
    ("optional", "optional"),
    ("unsupported", "required"),
)
_FORCED_SIDES = {
    "plugin": ("unsupported", "required"),
    "datapack": ("optional", "required"),
    "shader": ("required", "unsupported"),
    "resourcepack": ("required", "unsupported"),
}
_HOSTILE = frozenset({"Ghost Harbour", "Jackdaw", "Oakmoss Perfume"})
_WITHOUT_ICON = frozenset({"Umbra", "Town Crier"})
_WITHOUT_SIDES = frozenset({"Moonlit Wharf", "Thimble"})
_FIXED = {
    "Hedgerow API": ("optional", "optional", "Apache-2.0"),
    "Tidal Core": ("required", "required", "LGPL-3.0-only"),
    "Lanternworks": ("required", "optional", "MIT"),
    "Cinder Render": ("required", "unsupported", "LGPL-3.0-only"),
    "Quiet Villages": ("optional", "required", "MIT"),
}
"""Sides and licence of projects whose texts speak of them."""
_ARCHIVED = frozenset({"Petrichor"})


class Catalogue:
    """Projects, versions, users and teams; read-only to everyone, filled in lazily behind the methods.

    Safe to read from several threads: what is made twice by a race is equal.
    """

    def __init__(
        self, seed: int = DEFAULT_SEED, projects: int = DEFAULT_PROJECTS, *, jar_size: int | None = None
    ) -> None:
        """Make the catalogue.

        Args:
            seed: whatever differs between two catalogues of one size.
            projects: how many; the first of them are the named ones, 163 in all.
            jar_size: the size in bytes that every JAR is filled up to, about; None gives 10 to 200 KB.
        """
        self.seed = seed
        self.jar_size = jar_size
        self._named_authors = [
            User(number, encode(Kind.USER, number), name, None, bio, seconds("2021-03-01") + number * _DAY)
            for number, (name, bio) in enumerate(AUTHORS.items())
        ]
        self._authors: dict[int, User] = {user.number: user for user in self._named_authors}
        self._users_by_name = {user.username: user for user in self._named_authors}
        self.projects: tuple[Project, ...] = tuple(self._make_projects(projects))
        self._by_slug = {project.slug: project for project in self.projects}
        self._by_title = {project.title: project for project in self.projects[: len(NAMED)]}
        self._versions: dict[int, tuple[Version, ...]] = {}

    # projects

    def project(self, name: str) -> Project | None:
        """Return a project by its id (exact case) or its slug (any case)."""
        number = decode(Kind.PROJECT, name)
        if number is not None and number < len(self.projects):
            return self.projects[number]
        return self._by_slug.get(name.lower())

    def named(self, title: str) -> Project:
        """Return one of the named projects by its title; raises KeyError."""
        return self._by_title[title]

    def versions(self, project: Project) -> tuple[Version, ...]:
        """Return all versions of a project, oldest first, drafts included."""
        made = self._versions.get(project.number)
        if made is None:
            made = versions(project, self.seed, self._by_title)
            self._versions[project.number] = made
        return made

    def listed(self, project: Project) -> tuple[Version, ...]:
        """Return the versions that the project's own list shows: listed and archived ones, oldest first."""
        return tuple(
            version for version in self.versions(project) if version.status in {"listed", "archived"}
        )

    def version(self, version_id: str) -> Version | None:
        """Return a published version by its id (exact case)."""
        number = decode(Kind.VERSION, version_id)
        if number is None:
            return None
        project_number, place = divmod(number, VERSIONS_PER_PROJECT)
        if project_number >= len(self.projects):
            return None
        made = self.versions(self.projects[project_number])
        if place >= len(made) or made[place].status == "draft":
            return None
        return made[place]

    # people

    @cached_property
    def users(self) -> tuple[User, ...]:
        """Everybody who has a project, and nobody else."""
        return tuple({project.author.number: project.author for project in self.projects}.values())

    def user(self, name: str) -> User | None:
        """Return a user by id or by name (any case)."""
        number = decode(Kind.USER, name)
        if number is not None and number in self._authors:
            return self._authors[number]
        return self._users_by_name.get(name.lower())

    def projects_of(self, user: User) -> tuple[Project, ...]:
        return tuple(project for project in self.projects if project.author.number == user.number)

    def team(self, team_id: str) -> Team | None:
        """Return a team by its id; each project has one."""
        number = decode(Kind.TEAM, team_id)
        if number is None or number >= len(self.projects):
            return None
        project = self.projects[number]
        members = [Member(project.author, "Owner", 0, ALL_PERMISSIONS, is_owner=True)]
        if number % 3 == 1:
            helper = self._named_authors[number // 3 % len(self._named_authors)]
            if helper.number != project.author.number:
                members.append(Member(helper, "Artist" if number % 2 else "Translator", 1))
        return Team(team_id, tuple(members))

    # making

    def _make_projects(self, count: int) -> list[Project]:
        made = []
        random = Random(f"{self.seed}/order")
        first = random.sample(FIRST_WORDS, len(FIRST_WORDS))
        last = random.sample(LAST_WORDS, len(LAST_WORDS))
        taken = {named.title for named in NAMED}
        place = 0
        for number in range(count):
            chance = Random(self.seed * 1_000_003 + number)
            if number < len(NAMED):
                named = NAMED[number]
                author = self._users_by_name[named.author]
            else:
                title = ""
                while not title or title in taken:
                    title = f"{first[place % len(first)]} {last[(place + place // len(first)) % len(last)]}"
                    if place >= len(first) * len(last):
                        title += f" {place // (len(first) * len(last)) + 1}"
                    place += 1
                named = self._grown(title, chance)
                author = self._grown_author(number)
            made.append(self._project(number, named, author, chance))
        return made

    def _grown(self, title: str, chance: Random) -> Named:
        categories = tuple(dict.fromkeys(chance.choices(_MOD_CATEGORIES, k=2)))
        description = f"{chance.choice(OPENINGS)} {chance.choice(SUBJECTS)} {chance.choice(ENDINGS)}"
        art = (chance.choice(MOTIFS), chance.choice(PALETTES))
        return Named(title, "", chance.choice(_LOADER_CODES), categories, art, description)

    def _grown_author(self, number: int) -> User:
        which = len(self._named_authors) + number // 12
        user = self._authors.get(which)
        if user is None:
            name = f"{FIRST_WORDS[which * 7 % len(FIRST_WORDS)]}{LAST_WORDS[which * 11 % len(LAST_WORDS)]}".lower()
            name = f"{name}{which}"
            created = seconds("2022-01-01") + which * 3_600
            user = User(which, encode(Kind.USER, which), name, None, "", created)
            self._authors[which] = user
            self._users_by_name[name] = user
        return user

    def _project(self, number: int, named: Named, author: User, chance: Random) -> Project:
        scattered = chance.random()
        if number < len(NAMED):
            downloads = int(52_000_000 * 0.955**number * (0.5 + scattered))
        else:
            downloads = int(10 ** (3.2 + 4.4 * scattered * scattered))
        updated = NOW - int(chance.random() ** 3 * 420 * _DAY) - chance.randrange(_DAY)
        if named.title in LIBRARIES:
            updated = NOW - (number + 1) * _DAY
        published = max(updated - chance.randint(300, 1_100) * _DAY, seconds("2023-06-20"))
        if named.title in SCRIPTS:
            published, updated = SCRIPTS[named.title][0].moment, SCRIPTS[named.title][-1].moment
        client_side, server_side, licence = _terms(named, chance)
        extra = tuple(dict.fromkeys(chance.choices(_MOD_CATEGORIES, k=2))) if named.kind == "mod" else ()
        return Project(
            number=number,
            id=encode(Kind.PROJECT, number),
            slug=slug_of(named.title),
            title=named.title,
            description=named.description,
            kind=named.kind,
            loaders=_loaders(named),
            categories=named.categories,
            additional_categories=tuple(name for name in extra if name not in named.categories)[:1],
            client_side=client_side,
            server_side=server_side,
            licence=licence,
            author=author,
            team=encode(Kind.TEAM, number),
            published=published,
            updated=updated,
            downloads=downloads,
            followers=int(downloads**0.62),
            motif=named.art[0],
            palette=named.art[1],
            has_icon=named.title not in _WITHOUT_ICON,
            pictures=chance.choice((0, 0, 2, 3, 4, 6)) if named.title != "Lanternworks" else 6,
            status="archived" if named.title in _ARCHIVED else "approved",
            hostile=named.title in _HOSTILE,
            words=("nothing",) if named.loaders == "-" else (),
        )


def _terms(named: Named, chance: Random) -> tuple[str, str, str]:
    """Return the client side, the server side and the licence of a project."""
    drawn = chance.choice(_SIDES)
    licence = chance.choice(LICENCES).id
    if named.title in _FIXED:
        return _FIXED[named.title]
    if named.title in _WITHOUT_SIDES:
        return "unknown", "unknown", licence
    return *_FORCED_SIDES.get(named.kind, drawn), licence


def _loaders(named: Named) -> tuple[str, ...]:
    if named.loaders == "-":
        return ()
    if named.kind == "mod":
        return tuple(_LOADERS[code] for code in named.loaders)
    return tuple(named.loaders.split())


def slug_of(title: str) -> str:
    """Return the slug of a title: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower().replace("'", "").replace("&", "and")).strip("-")
