"""Packs: `pack.mcmeta` of resource and data packs, the older `pack.txt`, and the folder that makes a shader pack.

They have neither ID nor name: both are their file's. Which of the two a `pack.mcmeta` describes is told by what lies
beside it: `assets` is for a resource pack, `data` for a data pack, and one file may be both.
"""

from modstead.domain.instance import ContentKind, Manifest, ManifestKind
from modstead.instances.metadata.fields import paragraphs, table, unusable
from modstead.instances.metadata.json_text import parse_gson

_NAME = ManifestKind.PACK.value
_PART_LIMIT = 200


def parse_pack(
    data: bytes, contents: tuple[ContentKind, ...] = (ContentKind.RESOURCE_PACK,), icon: str = ""
) -> tuple[Manifest, ...]:
    """A manifest for each kind of content that the pack is.

    Raises:
        BrokenJar: it is no JSON, or describes no pack.
    """
    document = table(parse_gson(data, _NAME))
    pack = document.get("pack")
    if not isinstance(pack, dict):
        raise unusable(f"{_NAME} does not describe a pack.")
    description = paragraphs(_plain_text(pack.get("description")))
    return tuple(
        Manifest(ManifestKind.PACK, "", description=description, icon=icon, content=content)
        for content in contents
    )


def texture_pack(data: bytes, icon: str = "") -> Manifest:
    """What a `pack.txt` makes of its file: a resource pack of the time before there were any."""
    description = paragraphs(data.decode("utf-8-sig", "replace"))
    return Manifest(
        ManifestKind.PACK, "", description=description, icon=icon, content=ContentKind.RESOURCE_PACK
    )


def shader_pack(icon: str = "") -> Manifest:
    """What a folder of shaders makes of its file."""
    return Manifest(ManifestKind.SHADER, "", icon=icon, content=ContentKind.SHADER)


def _plain_text(component: object) -> str:
    """The text of one of the game's text components: a text, a table with more behind it, or a list of them."""
    texts: list[str] = []
    waiting = [component]
    for _ in range(_PART_LIMIT):
        if not waiting:
            break
        part = waiting.pop()
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, list):
            waiting += part[:_PART_LIMIT][::-1]
        elif isinstance(part, dict):
            more = part.get("extra")
            waiting += more[:_PART_LIMIT][::-1] if isinstance(more, list) else []
            waiting.append(part.get("text") or part.get("fallback") or part.get("translate"))
    return "".join(texts)
