"""What the kinds of content are called in the window, and what can be said of them at all."""

from dataclasses import dataclass

from modstead.domain.instance import ContentKind, Loader
from modstead.ui.text import grouped


@dataclass(frozen=True, slots=True)
class ContentWords:
    """`files` are the names of files that one may add, as a file dialog takes them."""

    one: str
    many: str
    title: str
    icon: str
    files: str

    @property
    def short(self) -> str:
        """The title in one word, where there is little room."""
        return self.title.rpartition(" ")[2].capitalize()

    def counted(self, number: int) -> str:
        """`1 mod`, `214 mods`."""
        return f"{grouped(number)} {self.one if number == 1 else self.many}"


_WORDS = {
    ContentKind.MOD: ContentWords("mod", "mods", "Mods", "mods", "*.jar"),
    ContentKind.PLUGIN: ContentWords("plugin", "plugins", "Plugins", "code", "*.jar"),
    ContentKind.RESOURCE_PACK: ContentWords(
        "resource pack", "resource packs", "Resource packs", "packs", "*.zip"
    ),
    ContentKind.SHADER: ContentWords("shader", "shaders", "Shaders", "packs", "*.zip"),
    ContentKind.DATA_PACK: ContentWords("data pack", "data packs", "Data packs", "packs", "*.zip"),
}


def words_for(content: ContentKind) -> ContentWords:
    return _WORDS[content]


def loaders_of(content: ContentKind) -> tuple[Loader, ...]:
    """The loaders that load such content; none for packs, which the game itself loads."""
    return tuple(loader for loader in Loader if loader.content is content)


def can_need_each_other(content: ContentKind) -> bool:
    """Whether files of this content name others that they need; packs do not."""
    return content in {ContentKind.MOD, ContentKind.PLUGIN}
