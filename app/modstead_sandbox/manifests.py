"""What the loaders read inside a JAR: one function per manifest format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec


@dataclass(frozen=True, slots=True)
class ModFacts:
    """What every manifest format says about a mod, in its own words."""

    mod_id: str
    version: str
    name: str
    description: str
    authors: Sequence[str]
    licence: str
    game_versions: Sequence[str]
    requires: Sequence[str]
    breaks: Sequence[str]
    side: str = "*"
    jars: Sequence[str] = ()
    also_needs: Mapping[str, str] = field(default_factory=dict)
    also_breaks: Mapping[str, str] = field(default_factory=dict)


def fabric(facts: ModFacts) -> bytes:
    """Return a `fabric.mod.json`."""
    package = facts.mod_id.replace("_", "")
    document: dict[str, object] = {
        "schemaVersion": 1,
        "id": facts.mod_id,
        "version": facts.version,
        "name": facts.name,
        "description": facts.description,
        "authors": list(facts.authors),
        "contact": {"homepage": f"https://mods.example.invalid/{facts.mod_id}"},
        "license": facts.licence,
        "icon": f"assets/{facts.mod_id}/icon.png",
        "environment": facts.side,
        "entrypoints": {"main": [f"example.{package}.Main"]},
        "depends": {
            "fabricloader": ">=0.15.0",
            "minecraft": f">={facts.game_versions[0]}- <={facts.game_versions[-1]}",
            "java": ">=17",
            **dict.fromkeys(facts.requires, "*"),
            **facts.also_needs,
        },
    }
    if facts.jars:
        document["jars"] = [{"file": path} for path in facts.jars]
    if breaks := {**dict.fromkeys(facts.breaks, "*"), **facts.also_breaks}:
        document["breaks"] = breaks
    return _written(document)


def quilt(facts: ModFacts) -> bytes:
    """Return a `quilt.mod.json`."""
    package = facts.mod_id.replace("_", "")
    depends: list[object] = [
        {"id": "quilt_loader", "versions": ">=0.20.0"},
        {"id": "minecraft", "versions": {"any": [f"={version}" for version in facts.game_versions]}},
        *({"id": required, "versions": "*"} for required in facts.requires),
        *({"id": required, "versions": versions} for required, versions in facts.also_needs.items()),
    ]
    breaks = [{"id": broken, "versions": "*"} for broken in facts.breaks]
    breaks += [{"id": broken, "versions": versions} for broken, versions in facts.also_breaks.items()]
    document = {
        "schema_version": 1,
        "quilt_loader": {
            "group": f"example.{package}",
            "id": facts.mod_id,
            "version": facts.version,
            "metadata": {
                "name": facts.name,
                "description": facts.description,
                "contributors": dict.fromkeys(facts.authors, "Owner"),
                "contact": {"homepage": f"https://mods.example.invalid/{facts.mod_id}"},
                "license": facts.licence,
                "icon": f"assets/{facts.mod_id}/icon.png",
            },
            "intermediate_mappings": "net.fabricmc:intermediary",
            "entrypoints": {"init": [f"example.{package}.Main"]},
            "depends": depends,
            "breaks": breaks,
        },
    }
    return _written(document)


def forge(facts: ModFacts, *, neo: bool, from_manifest: bool = False) -> bytes:
    """Return a `mods.toml`, or with `neo` a `neoforge.mods.toml`.

    Args:
        facts: what to say.
        neo: name dependencies by `type` as NeoForge does, not by `mandatory`.
        from_manifest: leave the version to `META-INF/MANIFEST.MF`, as many real ones do.
    """
    version = "${file.jarVersion}" if from_manifest else facts.version
    loader = "neoforge" if neo else "forge"
    lines = [
        'modLoader="javafml"',
        'loaderVersion="[1,)"' if neo else 'loaderVersion="[47,)"',
        f"license={_quoted(facts.licence)}",
        f'issueTrackerURL="https://mods.example.invalid/{facts.mod_id}/issues"',
        "",
        "[[mods]]",
        f"modId={_quoted(facts.mod_id)}",
        f"version={_quoted(version)}",
        f"displayName={_quoted(facts.name)}",
        f'logoFile="assets/{facts.mod_id}/icon.png"',
        f"authors={_quoted(', '.join(facts.authors))}",
        f"description='''\n{facts.description}\n'''",
    ]
    ranged = f"[{facts.game_versions[0]},{facts.game_versions[-1]}]"
    lines += _dependency(facts.mod_id, loader, "[0,)", "required", neo=neo)
    lines += _dependency(facts.mod_id, "minecraft", ranged, "required", neo=neo)
    for required in facts.requires:
        lines += _dependency(facts.mod_id, required, "[0,)", "required", neo=neo)
    if neo:
        for broken in facts.breaks:
            lines += _dependency(facts.mod_id, broken, "[0,)", "incompatible", neo=True)
    return ("\n".join(lines) + "\n").encode()


def _dependency(mod_id: str, other: str, versions: str, kind: str, *, neo: bool) -> list[str]:
    return [
        "",
        f"[[dependencies.{mod_id}]]",
        f"modId={_quoted(other)}",
        f'type="{kind}"' if neo else f"mandatory={'true' if kind == 'required' else 'false'}",
        f"versionRange={_quoted(versions)}",
        'ordering="NONE"',
        'side="BOTH"',
    ]


def _written(document: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=2)


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()


def jar(title: str, version: str) -> bytes:
    """Return a `META-INF/MANIFEST.MF`, with lines broken after 72 bytes as Java breaks them."""
    lines = [
        "Manifest-Version: 1.0",
        f"Specification-Title: {title}",
        f"Implementation-Title: {title}",
        f"Implementation-Version: {version}",
        "Built-By: the sandbox of a mod manager, which draws and writes all of its catalogue by itself",
    ]
    written = []
    for line in lines:
        encoded = line.encode()
        written.append(encoded[:72])
        written.extend(b" " + encoded[at : at + 71] for at in range(72, len(encoded), 71))
    return b"\r\n".join(written) + b"\r\n\r\n"


def plugin(facts: ModFacts) -> bytes:
    """Return a `plugin.yml`, or the `bungee.yml` that looks the same."""
    return (
        f"name: {facts.name.replace(' ', '')}\n"
        f"version: '{facts.version}'\n"
        f"main: {_main(facts)}\n"
        "api-version: '1.20'\n"
        f"authors: [{', '.join(facts.authors)}]\n"
    ).encode()


def paper_plugin(facts: ModFacts) -> bytes:
    """Return a `paper-plugin.yml`."""
    return plugin(facts) + b"dependencies:\n  server: {}\n"


def velocity_plugin(facts: ModFacts) -> bytes:
    """Return a `velocity-plugin.json`."""
    document = {
        "id": facts.mod_id.replace("_", "-"),
        "name": facts.name,
        "version": facts.version,
        "description": facts.description,
        "authors": list(facts.authors),
        "dependencies": [],
        "main": _main(facts),
    }
    return _written(document)


def jarjar(jars: Sequence[tuple[str, str, str]]) -> bytes:
    """Return a `META-INF/jarjar/metadata.json` that names JARs by artifact, version and path."""
    entries = [
        {
            "identifier": {"group": "example.commons", "artifact": artifact},
            "version": {"range": f"[{version},)", "artifactVersion": version},
            "path": path,
            "isObfuscated": False,
        }
        for artifact, version, path in jars
    ]
    return _written({"jars": entries})


def _main(facts: ModFacts) -> str:
    return f"example.{facts.mod_id.replace('_', '')}.Main"


def pack(description: str, formats: int = 46) -> bytes:
    """Return a `pack.mcmeta`."""
    document = {"pack": {"pack_format": formats, "description": description}}
    return _written(document)
