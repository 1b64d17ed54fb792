"""What is searched for: filters as the user set them, and the query that comes of them. Pure data."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from modstead.domain.compatibility import Target
from modstead.domain.project import SearchQuery, SideFilter, Sort
from modstead.ui import text

_Value = TypeVar("_Value", bound=str)

PAGE = 50
"""Results of one request; offsets are whole pages of it."""

FacetState = Literal["any", "with", "without"]
GroupKey = Literal["type", "category", "side", "game_version", "loader", "license", "open_source"]

TYPE_WORDS = {
    "mod": ("mod", "mods"),
    "modpack": ("modpack", "modpacks"),
    "resourcepack": ("resource pack", "resource packs"),
    "shader": ("shader", "shaders"),
    "datapack": ("data pack", "data packs"),
    "plugin": ("plugin", "plugins"),
    "project": ("other project", "other projects"),
}
LOADER_WORDS = {"neoforge": "NeoForge", "liteloader": "LiteLoader", "bungeecord": "BungeeCord"}


@dataclass(frozen=True, slots=True)
class Filters:
    """With `from_instance`, loaders and game versions are the open folder's, whatever the tuples hold."""

    project_type: str = "mod"
    from_instance: bool = True
    loaders: tuple[str, ...] = ()
    game_versions: tuple[str, ...] = ()
    with_categories: tuple[str, ...] = ()
    without_categories: tuple[str, ...] = ()
    sides: tuple[SideFilter, ...] = ()
    licenses: tuple[str, ...] = ()
    open_source: bool = False

    def follows(self, target: Target | None) -> bool:
        """Whether the open folder narrows the results. It says nothing of other content than its own."""
        return self.from_instance and target is not None and self.project_type == target.content

    def effective_loaders(self, target: Target | None) -> tuple[str, ...]:
        if self.follows(target) and target:
            return tuple(target.loaders)
        return self.loaders

    def effective_game_versions(self, target: Target | None) -> tuple[str, ...]:
        if self.follows(target) and target:
            return target.game_versions
        return self.game_versions

    def state(self, group: GroupKey, key: str, target: Target | None) -> FacetState:
        """Whether results must have, must not have, or may have what the facet names."""
        if group == "category" and key in self.without_categories:
            return "without"
        chosen: Iterable[str] = {
            "type": (self.project_type,),
            "category": self.with_categories,
            "side": self.sides,
            "game_version": self.effective_game_versions(target),
            "loader": self.effective_loaders(target),
            "license": self.licenses,
            "open_source": ("open_source",) if self.open_source else (),
        }[group]
        return "with" if key in chosen else "any"

    def changed(self, group: GroupKey, key: str, state: FacetState, target: Target | None) -> "Filters":
        """The filters with this facet in that state. Another loader or game version lets go of the folder's."""
        if group == "category":
            return replace(
                self,
                with_categories=_with(self.with_categories, key, wanted=state == "with"),
                without_categories=_with(self.without_categories, key, wanted=state == "without"),
            )
        wanted = state == "with"
        if group == "type":
            return replace(Filters(key), from_instance=self.from_instance) if wanted else self
        if group == "side":
            return replace(self, sides=_with(self.sides, SideFilter(key), wanted=wanted))
        if group == "license":
            return replace(self, licenses=_with(self.licenses, key, wanted=wanted))
        if group == "open_source":
            return replace(self, open_source=wanted)
        loaders, versions = self.effective_loaders(target), self.effective_game_versions(target)
        if group == "loader":
            loaders = _with(loaders, key, wanted=wanted)
        else:
            versions = _with(versions, key, wanted=wanted)
        return replace(self, from_instance=False, loaders=loaders, game_versions=versions)

    def count(self, target: Target | None) -> int:
        """How many filters narrow the results; the folder's counts as one."""
        chips = sum(1 for _ in self.chosen(target))
        return chips + (1 if self.follows(target) else 0)

    def chosen(self, target: Target | None) -> tuple[tuple[GroupKey, str, FacetState], ...]:
        """What the user chose himself, as the chips show it."""
        found: list[tuple[GroupKey, str, FacetState]] = []
        found += [("category", name, "without") for name in self.without_categories]
        found += [("category", name, "with") for name in self.with_categories]
        found += [("side", side, "with") for side in self.sides]
        if not self.follows(target):
            found += [("loader", name, "with") for name in self.loaders]
            found += [("game_version", name, "with") for name in self.game_versions]
        found += [("license", name, "with") for name in self.licenses]
        if self.open_source:
            found.append(("open_source", "open_source", "with"))
        return tuple(found)

    def cleared(self) -> "Filters":
        """No filter but the type."""
        return Filters(self.project_type, from_instance=False)


@dataclass(frozen=True, slots=True)
class BrowseState:
    """Everything that Back must bring back."""

    text: str = ""
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE
    current: str = ""
    """The project ID of the current row."""
    scroll: int = 0
    loaded: int = PAGE
    platform: str = ""
    """The platform that is searched; empty means the main one."""

    def query(self, target: Target | None, offset: int = 0) -> SearchQuery:
        filters = self.filters
        return SearchQuery(
            text=self.text.strip(),
            project_types=(filters.project_type,),
            loaders=filters.effective_loaders(target),
            game_versions=filters.effective_game_versions(target),
            with_categories=filters.with_categories,
            without_categories=filters.without_categories,
            sides=filters.sides,
            licenses=filters.licenses,
            open_source=filters.open_source,
            sort=self.sort,
            offset=offset,
            limit=PAGE,
        )


def filters_of(query: SearchQuery, before: Filters, target: Target | None) -> Filters:
    """The filters that make this query, where it is `before` with something changed."""
    if query.project_types and query.project_types[0] != before.project_type:
        return Filters(query.project_types[0], from_instance=before.from_instance)
    same_target = query.loaders == before.effective_loaders(target)
    same_target = same_target and query.game_versions == before.effective_game_versions(target)
    return Filters(
        project_type=query.project_types[0] if query.project_types else before.project_type,
        from_instance=before.from_instance and same_target,
        loaders=before.loaders if same_target else query.loaders,
        game_versions=before.game_versions if same_target else query.game_versions,
        with_categories=query.with_categories,
        without_categories=query.without_categories,
        sides=query.sides,
        licenses=query.licenses,
        open_source=query.open_source,
    )


def label(group: GroupKey, key: str) -> str:
    """The name of a facet as people write it: "Game mechanics", "NeoForge", "Resource packs"."""
    if group == "type":
        return TYPE_WORDS.get(key, (key, f"{key}s"))[1].capitalize()
    if group in ("game_version", "license"):
        return key
    if group == "open_source":
        return "Open source only"
    if group == "loader" and key in LOADER_WORDS:
        return LOADER_WORDS[key]
    return text.spelled(key)


def type_words(project_type: str, number: int) -> str:
    one, many = TYPE_WORDS.get(project_type, (project_type, f"{project_type}s"))
    return one if number == 1 else many


def _with(values: tuple[_Value, ...], value: _Value, *, wanted: bool) -> tuple[_Value, ...]:
    rest = tuple(item for item in values if item != value)
    return (*rest, value) if wanted else rest
