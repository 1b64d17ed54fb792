"""The YAML of plugins, built out of the parser's events, so that no tag makes anything but texts, lists and tables.

Texts stay as they are written: a version of 1.10 is not 1.1. Of two equal keys the last counts, as in SnakeYAML.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modstead.errors import BrokenJar
from modstead.instances.metadata.fields import unusable

if TYPE_CHECKING:
    import yaml

_EVENT_LIMIT = 50_000
_DEPTH_LIMIT = 64
_ALIAS_LIMIT = 100
_NULLS = {"", "~", "null", "Null", "NULL"}


def parse_yaml(data: bytes, name: str) -> dict[str, object]:
    """The table that is the first document; a bare null in it is None.

    Raises:
        BrokenJar: it is no YAML, no table, or longer than any plugin's; the detail begins with `name`.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = _Builder(name).build(yaml.parse(data.decode("utf-8-sig", "replace"), Loader=loader))
    except RecursionError as error:
        raise unusable(f"{name} is nested too deeply.") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise unusable(f"{name} is not valid YAML.") from error
    if not isinstance(document, dict):
        raise unusable(f"{name} does not describe a plugin.")
    return document


class _Table:
    __slots__ = ("_key", "_waits", "anchor", "value")

    def __init__(self, anchor: str | None) -> None:
        self.value: dict[str, object] = {}
        self.anchor = anchor
        self._key: object = None
        self._waits = False

    def add(self, value: object) -> None:
        if self._waits and isinstance(self._key, str):
            self.value[self._key] = value
        self._key = value
        self._waits = not self._waits


class _List:
    __slots__ = ("anchor", "value")

    def __init__(self, anchor: str | None) -> None:
        self.value: list[object] = []
        self.anchor = anchor

    def add(self, value: object) -> None:
        self.value.append(value)


class _Builder:
    def __init__(self, name: str) -> None:
        self._name = name
        self._root = _List(None)
        self._open: list[_Table | _List] = [self._root]
        self._anchors: dict[str, object] = {}
        self._aliases = 0

    def build(self, events: "Iterator[yaml.Event]") -> object:
        import yaml

        for count, event in enumerate(events):
            if count > _EVENT_LIMIT:
                raise self._refused("is longer than any plugin's")
            if isinstance(event, yaml.ScalarEvent):
                bare = event.implicit[0] and event.value in _NULLS
                self._add(None if bare else event.value, event.anchor)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(_Table if isinstance(event, yaml.MappingStartEvent) else _List, event.anchor)
            elif isinstance(event, yaml.CollectionEndEvent):
                closed = self._open.pop()
                self._add(closed.value, closed.anchor)
            elif isinstance(event, yaml.AliasEvent):
                self._add(self._aliased(event.anchor), None)
            elif isinstance(event, yaml.DocumentEndEvent):
                break
        return self._root.value[0] if self._root.value else None

    def _begin(self, kind: type[_Table] | type[_List], anchor: str | None) -> None:
        if len(self._open) > _DEPTH_LIMIT:
            raise self._refused("is nested too deeply")
        self._open.append(kind(anchor))

    def _add(self, value: object, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = value
        self._open[-1].add(value)

    def _aliased(self, anchor: str | None) -> object:
        """What an alias stands for; it never stands for what it is in, since that is not closed yet."""
        self._aliases += 1
        if self._aliases > _ALIAS_LIMIT:
            raise self._refused("refers to itself more often than any plugin's")
        if anchor is None or anchor not in self._anchors:
            raise ValueError(anchor)
        return self._anchors[anchor]

    def _refused(self, why: str) -> BrokenJar:
        return unusable(f"{self._name} {why}.")
