"""The projects and versions of Guizhan Resources as they are now: in memory, and gone with the sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from modstead_sandbox.guizhan.assumptions import APPROVED
from modstead_sandbox.guizhan.model import Channel, Owner, Project, Tag, Version


class Store:
    """Everything that there is; changed by the server's own thread alone."""

    def __init__(self, owners: Iterable[Owner], tags: Iterable[Tag]) -> None:
        self._owners = tuple(owners)
        self.tags = {tag.slug: tag for tag in tags}
        self._projects: dict[str, Project] = {}
        self._versions: dict[str, Version] = {}
        self._count = 0

    def next_id(self, kind: str) -> str:
        """Return an id that nothing has yet."""
        self._count += 1
        return f"{kind}{self._count:08d}"

    # people

    def owner(self, name: str, *, is_organization: bool) -> Owner | None:
        """Return a user or an organization by its id (exact case) or its handle (any case)."""
        for owner in self._owners:
            if owner.is_organization == is_organization and (
                owner.id == name or owner.handle.lower() == name.lower()
            ):
                return owner
        return None

    # projects

    def projects(self) -> tuple[Project, ...]:
        return tuple(self._projects.values())

    def project(self, name: str) -> Project | None:
        """Return a project by its id (exact case) or its slug (any case)."""
        found = self._projects.get(name)
        if found is not None:
            return found
        slug = name.lower()
        return next((held for held in self._projects.values() if held.slug.lower() == slug), None)

    def put(self, project: Project) -> None:
        self._projects[project.id] = project

    def remove(self, project: Project) -> None:
        """Take a project and its versions away."""
        del self._projects[project.id]
        for version in self.versions(project):
            del self._versions[version.id]

    # versions

    def versions(self, project: Project) -> tuple[Version, ...]:
        """Return the versions of a project, newest first."""
        found = [held for held in self._versions.values() if held.project_id == project.id]
        return tuple(sorted(found, key=lambda held: (held.created, held.id), reverse=True))

    def version(self, version_id: str) -> Version | None:
        return self._versions.get(version_id)

    def version_of(self, project: Project, name: str) -> Version | None:
        """Return a version of a project by its id or by what it calls itself."""
        return next((held for held in self.versions(project) if name in {held.id, held.version}), None)

    def put_version(self, version: Version) -> None:
        self._versions[version.id] = version

    def remove_version(self, version: Version) -> None:
        del self._versions[version.id]

    def count_download(self, version: Version) -> None:
        self._versions[version.id] = replace(version, downloads=version.downloads + 1)

    def downloads(self, project: Project) -> int:
        return sum(version.downloads for version in self.versions(project))

    # who may what

    def may(self, user: Owner | None, project: Project, permission: str) -> bool:
        """Whether a user owns a project, or its organization lets them do this."""
        return user is not None and may(user, project.owner, permission)

    def sees(self, user: Owner | None, project: Project) -> bool:
        """Whether somebody, or nobody in particular, may see a project."""
        public = project.status == APPROVED and project.visibility != "private"
        return public or self.may(user, project, "project:read")


def may(user: Owner, owner: Owner, permission: str) -> bool:
    """Whether a user is this owner, or a member of this organization with this permission."""
    return owner.id == user.id or permission in dict(owner.members).get(user.id, frozenset())


def channel(project: Project, name: str) -> Channel | None:
    """Return a channel of a project by its id (exact case) or its slug (any case)."""
    return next(
        (held for held in project.channels if held.id == name or held.slug.lower() == name.lower()), None
    )
