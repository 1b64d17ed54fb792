"""The generated catalogue together with what was changed since: asked like the catalogue alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.history import VERSIONS_PER_PROJECT
from modstead_sandbox.identifiers import Kind, decode, encode
from modstead_sandbox.model import Member, Project, Team, User, Version, VersionFile
from modstead_sandbox.tokens import MODERATOR, PLAYER

FIRST_CREATED = 1_000_000
"""The number of the first project that is not generated."""

_FIRST_GUEST = 900_000
PUBLIC = frozenset({"approved", "archived", "unlisted"})
SEARCHABLE = frozenset({"approved", "archived"})
LISTED = frozenset({"listed", "archived"})
PUBLISHED = frozenset({"listed", "archived", "unlisted"})


class Shelf:
    """Projects, versions, people and teams as they are now; changed by the server's own thread alone."""

    def __init__(self, made: Catalogue, contents: Contents) -> None:
        self.made = made
        self._contents = contents
        self.touched = False
        """Whether anything has changed."""
        self._guests = {
            number: User(number, encode(Kind.USER, number), name, None, "", made.projects[0].published, role)
            for number, (name, role) in enumerate(
                ((PLAYER, "developer"), (MODERATOR, "moderator")), start=_FIRST_GUEST
            )
        }
        self.clear()

    def clear(self) -> None:
        """Forget every change."""
        self._projects: dict[int, Project | None] = {}
        self._slugs: dict[str, int] = {}
        self._versions: dict[int, tuple[Version, ...]] = {}
        self._people: dict[int, User] = dict(self._guests)
        self._teams: dict[int, tuple[Member, ...]] = {}
        self._uploaded: dict[str, list[str]] = {}
        self._searchable: tuple[Project, ...] | None = None
        self._next = FIRST_CREATED
        self.touched = False

    # projects

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects that a search may find."""
        if not self._projects:
            return self.made.projects
        if self._searchable is None:
            self._searchable = tuple(project for project in self._all() if project.status in SEARCHABLE)
        return self._searchable

    def project(self, name: str) -> Project | None:
        """Return a project by its id (exact case) or its slug (any case), also one that few may see."""
        number = decode(Kind.PROJECT, name)
        if number is not None:
            found = self.numbered(number)
            if found is not None:
                return found
        slug = name.lower()
        made = self.made.project(slug)
        held = self._slugs.get(slug, None if made is None else made.number)
        now = None if held is None else self.numbered(held)
        return now if now is not None and now.slug.lower() == slug else None

    def numbered(self, number: int) -> Project | None:
        """Return a project by its number."""
        if number in self._projects:
            return self._projects[number]
        return self.made.projects[number] if number < len(self.made.projects) else None

    def put(self, project: Project) -> None:
        """Add a project, or change one to this."""
        self._projects[project.number] = project
        self._slugs[project.slug.lower()] = project.number
        self._searchable = None
        self.touched = True

    def add(self, project: Project, owner: Member) -> Project:
        """Add a new project under the next number; returns it with its ids."""
        number, self._next = self._next, self._next + 1
        project = replace(
            project, number=number, id=encode(Kind.PROJECT, number), team=encode(Kind.TEAM, number)
        )
        self._versions[number] = ()
        self._teams[number] = (owner,)
        self.put(project)
        return project

    def remove(self, project: Project) -> None:
        """Take a project and its versions away."""
        self._projects[project.number] = None
        self._versions[project.number] = ()
        self._slugs.pop(project.slug.lower(), None)
        self._searchable = None
        self.touched = True

    def projects_of(self, user: User) -> tuple[Project, ...]:
        """Return the projects of a user, also those that few may see."""
        return tuple(project for project in self._all() if self._belongs(project, user))

    # versions

    def versions(self, project: Project) -> tuple[Version, ...]:
        """Return all versions of a project, oldest first, drafts included."""
        if project.number in self._versions:
            return self._versions[project.number]
        return self.made.versions(self.made.projects[project.number])

    def listed(self, project: Project) -> tuple[Version, ...]:
        """Return the versions that the project's own list shows, oldest first."""
        return tuple(version for version in self.versions(project) if version.status in LISTED)

    def version(self, version_id: str) -> Version | None:
        """Return a version by its id (exact case), also one that few may see."""
        number = decode(Kind.VERSION, version_id)
        project = None if number is None else self.numbered(number // VERSIONS_PER_PROJECT)
        if project is None:
            return None
        return next((held for held in self.versions(project) if held.id == version_id), None)

    def put_version(self, version: Version) -> None:
        """Change a version to this, or add it as the newest."""
        project = self.numbered(version.project_number)
        if project is None:
            raise KeyError(version.project_number)
        held = self.versions(project)
        others = [version if entry.id == version.id else entry for entry in held]
        if version not in others:
            others.append(version)
        self._versions[version.project_number] = tuple(others)
        self.touched = True
        for file in version.files:
            if file.stored is not None:
                for digest in (file.stored.sha1, file.stored.sha512):
                    known = self._uploaded.setdefault(digest, [])
                    if version.id not in known:
                        known.append(version.id)

    def remove_version(self, version: Version) -> None:
        project = self.numbered(version.project_number)
        if project is not None:
            kept = tuple(held for held in self.versions(project) if held.id != version.id)
            self._versions[version.project_number] = kept
            self.touched = True

    def next_version(self, project: Project) -> tuple[int, str]:
        """Return the number and the id for a project's next version."""
        last = max((version.number for version in self.versions(project)), default=-1)
        if project.number < len(self.made.projects):
            last = max(last, len(self.made.versions(self.made.projects[project.number])) - 1)
        number = last + 1
        return number, encode(Kind.VERSION, project.number * VERSIONS_PER_PROJECT + number)

    def owner(self, digest: str) -> Version | None:
        """Return the oldest version that holds a file of this digest (sha1 or sha512, lower case), drafts too."""
        for version_id in self._uploaded.get(digest, ()):
            found = self.version(version_id)
            if found is not None and self.file(found, digest) is not None:
                return found
        made = self._contents.owner(digest)
        if made is None or made.project_number not in self._versions:
            return made if made is not None and self.numbered(made.project_number) else None
        return next(
            (
                held
                for held in self._versions[made.project_number]
                if self.file(held, digest) is not None and held.status != "draft"
            ),
            None,
        )

    def file(self, version: Version, digest: str) -> VersionFile | None:
        """Return the file of a version with this digest."""
        for file in version.files:
            facts = self._contents.facts(version, file)
            if digest in {facts.sha1, facts.sha512}:
                return file
        return None

    def has_file(self, digest: str) -> bool:
        """Whether a file of this digest was uploaded or given out, and is still there."""
        if digest not in self._uploaded and not self._contents.gave_out(digest):
            return False
        return self.owner(digest) is not None

    def ready_for(self, digests: list[str]) -> bool:
        """Whether `owner` answers at once for all of these digests."""
        return self._contents.ready_for([digest for digest in digests if digest not in self._uploaded])

    # people

    @property
    def users(self) -> tuple[User, ...]:
        """Everybody who has a public project."""
        return tuple({project.author.number: project.author for project in self.projects}.values())

    def user(self, name: str) -> User | None:
        """Return a user by id or by name (any case)."""
        for user in self._people.values():
            if name == user.id or name.lower() == user.username.lower():
                return user
        made = self.made.user(name)
        return None if made is None or made.number in self._people else made

    def person(self, number: int) -> User | None:
        """Return somebody who has a token, or was changed, by their number."""
        return self._people.get(number)

    def now(self, user: User) -> User:
        """Return a user as they are now."""
        return self._people.get(user.number, user)

    def put_user(self, user: User) -> None:
        self._people[user.number] = user
        self.touched = True

    def team(self, team_id: str) -> Team | None:
        """Return a team by its id; each project has one, and those asked to join are among its members."""
        number = decode(Kind.TEAM, team_id)
        if number is None or self.numbered(number) is None:
            return None
        if number in self._teams:
            return Team(team_id, self._teams[number])
        return self.made.team(team_id)

    def team_of(self, project: Project) -> Team:
        return self.team(project.team) or Team(project.team, ())

    def project_of_team(self, team_id: str) -> Project | None:
        number = decode(Kind.TEAM, team_id)
        return None if number is None else self.numbered(number)

    def put_team(self, team: Team) -> None:
        number = decode(Kind.TEAM, team.id)
        if number is None:
            raise KeyError(team.id)
        self._teams[number] = team.members
        self.touched = True

    def member(self, project: Project, user: User | None) -> Member | None:
        """Return a user's accepted membership of a project's team."""
        if user is None:
            return None
        for member in self.team_of(project).members:
            if member.user.number == user.number and member.accepted:
                return member
        return None

    def sees(self, user: User | None, project: Project) -> bool:
        """Whether somebody, or nobody in particular, may see a project."""
        if project.status in PUBLIC:
            return True
        return user is not None and (user.role != "developer" or self.member(project, user) is not None)

    def _all(self) -> Iterator[Project]:
        for project in self.made.projects:
            now = self._projects.get(project.number, project)
            if now is not None:
                yield now
        for number, created in self._projects.items():
            if number >= FIRST_CREATED and created is not None:
                yield created

    def _belongs(self, project: Project, user: User) -> bool:
        if project.number in self._teams:
            return self.member(project, user) is not None
        return project.author.number == user.number
