"""Documents of any shape out of bytes: keys that the formats know, with values of any kind where others should stand.

Changing the bytes of a text seldom keeps it JSON or TOML; changing those that a document is made of always does.
"""

import json

_KNOWN = """
id modid modId name version versions displayName description authors authorList author contributors license icon
logoFile depends depend softdepend softDepends breaks conflicts recommends suggests requires requiredMods dependencies
dependsOn provides jars file path environment side quilt_loader metadata minecraft unless any all optional required
server bootstrap mods modList mandatory type versionRange properties pack text extra translate fallback schemaVersion
schema_version mcversion revision pack_format 0 1 * ~ ^ = >=1.2 <2 [1,2) ${file.jarVersion} ${version} ${file.x}
client dedicated_server BOTH universal incompatible false null a:b ../a /a a!/b §a
"""
_WORDS = (*_KNOWN.split(), "", " ", "a\nb", "\ud800", "\0", "\u2028", "a b", "x" * 600)
_NUMBERS = (0, 1, -1, 1.5, 1e300, 2**63, 2**200, float("inf"), float("nan"), True, False, None)
_DEEPEST = 6


class Shaper:
    """Takes the document from the bytes; where they end, it ends too."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def table(self, depth: int = _DEEPEST) -> dict[str, object]:
        return {self._word(): self.value(depth - 1) for _ in range(self._byte() % 6)}

    def value(self, depth: int) -> object:
        kind = self._byte() % 8
        if kind == 0:
            return _NUMBERS[self._byte() % len(_NUMBERS)]
        if kind < 4 or not depth:
            return self._word()
        if kind < 6:
            return [self.value(depth - 1) for _ in range(self._byte() % 5)]
        return self.table(depth - 1)

    def _word(self) -> str:
        return _WORDS[self._byte() % len(_WORDS)]

    def _byte(self) -> int:
        self._position += 1
        return self._data[self._position - 1] if self._position <= len(self._data) else 0


def as_json(data: bytes) -> bytes:
    """A document for every parser of JSON and YAML: a table with the names that each asks for."""
    shaper = Shaper(data)
    loader = {"id": "a", **shaper.table()}
    document = {"id": "a", "modid": "a", "name": "a", "pack": shaper.table(), **shaper.table()}
    return json.dumps({"quilt_loader": loader, **document}).encode()


def as_toml(data: bytes) -> bytes:
    """A document for Forge: tables at its root, as well as whatever else."""
    shaper = Shaper(data)
    lines = [f"{_key(key)} = {_toml(value)}" for key, value in shaper.table().items() if key != "mods"]
    lines += ["[[mods]]", 'modId = "a"']
    lines += [f"{_key(key)} = {_toml(value)}" for key, value in shaper.table().items() if key != "modId"]
    return "\n".join(
        [*lines, *(f'[["dependencies"."a"]]\n{body}' for body in (_body(shaper), _body(shaper)))]
    ).encode("utf-8", "replace")


def _body(shaper: Shaper) -> str:
    return "\n".join(f"{_key(key)} = {_toml(value)}" for key, value in shaper.table().items())


def _key(text: str) -> str:
    return json.dumps(text)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return '"""a\nb"""'
    return json.dumps(value) if isinstance(value, str) else repr(value)
