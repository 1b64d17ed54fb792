"""The invented projects of Guizhan Resources: plugins for the most part, published, waiting, and as drafts."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from modstead_sandbox import manifests
from modstead_sandbox.catalogue import NOW
from modstead_sandbox.guizhan.assumptions import APPROVED, DRAFT, PENDING, REJECTED
from modstead_sandbox.guizhan.model import (
    Channel,
    Content,
    Dependency,
    File,
    Keyword,
    Owner,
    Project,
    Tag,
    Version,
)
from modstead_sandbox.guizhan.store import Store
from modstead_sandbox.guizhan.tokens import SCOPES
from modstead_sandbox.zips import archive

_DAY = 86_400
_PERMISSIONS = frozenset(scope for scope in SCOPES if scope.startswith("project:"))
_USERS = (
    Owner("gu00000001", "lingxi", "灵犀"),
    Owner("gu00000002", "songbo", "松柏"),
    Owner("gu00000003", "mudan", "牡丹"),
)
_OWNERS = (
    *_USERS,
    Owner(
        "go00000001",
        "jade-gate",
        "Jade Gate",
        ((_USERS[0].id, _PERMISSIONS), (_USERS[1].id, frozenset({"project:read"}))),
        is_organization=True,
    ),
    Owner("go00000002", "stone-lantern", "Stone Lantern", is_organization=True),
)
_TAGS = tuple(
    Tag(f"gt{place:08d}", slug, name)
    for place, (slug, name) in enumerate(
        (
            ("machines", "机械"),
            ("economy", "经济"),
            ("magic", "魔法"),
            ("farming", "农业"),
            ("library", "前置"),
            ("decoration", "装饰"),
        ),
        start=1,
    )
)
_PROJECTS = files("modstead_sandbox.guizhan").joinpath("projects.txt").read_text(encoding="utf-8")
_STATES = {"approved": APPROVED, "draft": DRAFT, "rejected": REJECTED, "pending": PENDING}
_ELSEWHERE = "cloud-loom"
_WITHOUT_VERSIONS = frozenset({"copper-abacus"})
_RELEASES = (
    ("1.0.0", "release", ("1.20.1",), 300),
    ("1.1.0", "release", ("1.20.1", "1.20.4"), 200),
    ("1.2.0", "release", ("1.21.4",), 60),
    ("1.3.0-dev.4", "dev", ("1.21.4",), 12),
)


def filled() -> Store:
    """Return a store with all of the invented projects and their versions."""
    store = Store(_OWNERS, _TAGS)
    for line in _PROJECTS.strip().splitlines():
        slug, name, owner, kind, state, platforms, tags, summary = (cell.strip() for cell in line.split("|"))
        status, visibility = state.split()
        number = len(store.projects())
        project = Project(
            id=store.next_id("gp"),
            slug=slug,
            name=name,
            summary=summary,
            owner=next(held for held in _OWNERS if held.handle == owner),
            created=NOW - (400 + number) * _DAY,
            updated=NOW - (12 + number) * _DAY,
            type=kind,
            description=f"# {name}\n\n{summary}\n",
            license_type="MIT",
            homepage_url=f"https://plugins.example.invalid/{slug}",
            tags=tuple(tags.split()),
            status=_STATES[status],
            visibility=visibility,
            moderator_message="Please say what it does." if status == "rejected" else None,
            channels=_channels(store, tuple(platforms.split())),
            keywords=(Keyword(store.next_id("gk"), slug.split("-", maxsplit=1)[0]),),
        )
        store.put(project)
    for project in store.projects():
        if project.slug not in _WITHOUT_VERSIONS:
            _publish(store, project)
    return store


def _channels(store: Store, platforms: tuple[str, ...]) -> tuple[Channel, ...]:
    usual = ("1.20.1", "1.20.4", "1.21.4")
    return (
        Channel(store.next_id("gc"), "Release", "release", True, usual, platforms),  # noqa: FBT003
        Channel(store.next_id("gc"), "Development", "dev", False, usual[-1:], platforms),  # noqa: FBT003
    )


def _publish(store: Store, project: Project) -> None:
    library = store.project("jade-library")
    for place, (number, channel, game_versions, days) in enumerate(_RELEASES):
        dependencies: tuple[Dependency, ...] = ()
        if project.owner.is_organization and library is not None and library.id != project.id:
            dependencies = (Dependency("required", project_id=library.id),)
        if project.slug == "ink-and-silk":
            dependencies = (
                Dependency("optional", name="Vault", url="https://plugins.example.invalid/vault"),
            )
        created = project.updated - days * _DAY
        store.put_version(
            Version(
                id=store.next_id("gv"),
                project_id=project.id,
                version=number,
                name=f"{project.name} {number}",
                changelog=f"- Number {number}\n" if place else None,
                minecraft_versions=game_versions,
                platforms=project.channels[0].platforms,
                dependencies=dependencies,
                channel_id=next(held.id for held in project.channels if held.slug == channel),
                files=_files(store, project, number, game_versions, created),
                created=created,
                downloads=40 * (place + 1),
            )
        )


def _files(
    store: Store, project: Project, number: str, game_versions: tuple[str, ...], created: int
) -> tuple[File, ...]:
    address = f"https://files.example.invalid/{project.slug}/{number}.jar"
    outside = File(store.next_id("gf"), address, project.slug == _ELSEWHERE, created, external_url=address)
    if project.slug == _ELSEWHERE:
        return (outside,)
    ending = "zip" if project.type == "resource" else "jar"
    content = _content(project, number, game_versions)
    own = File(store.next_id("gf"), f"{project.slug}-{number}.{ending}", True, created, content)  # noqa: FBT003
    return (own, outside) if project.slug == "quiet-well" else (own,)


def _content(project: Project, number: str, game_versions: tuple[str, ...]) -> Content:
    facts = manifests.ModFacts(
        mod_id=project.slug.replace("-", "_"),
        version=number,
        name=project.name,
        description=project.summary,
        authors=(project.owner.handle,),
        licence=project.license_type,
        game_versions=game_versions,
        requires=(),
        breaks=(),
    )
    entries = {
        "mod": [("fabric.mod.json", manifests.fabric(facts))],
        "resource": [("pack.mcmeta", manifests.pack(f"{project.name} {number}"))],
    }.get(project.type, [("plugin.yml", manifests.plugin(facts))])
    data = archive(entries).data
    sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    return Content(sha1, hashlib.sha256(data).hexdigest(), len(data), data)
