"""Which dropped files belong in another section of the game, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from modstead.domain.instance import Instance
from modstead.services.drops import IdentifiedFile
from modstead.ui.content_words import words_for


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What belongs in `section`, and how the banner puts it."""

    section: Instance
    paths: tuple[Path, ...]
    title: str
    action: str


def elsewhere(
    files: Sequence[IdentifiedFile], here: Instance, sections: Sequence[Instance]
) -> tuple[Elsewhere, ...]:
    """For each other section that some of the files belong in, and not here: which, one section of a kind."""
    found: dict[str, Elsewhere] = {}
    for section in sections:
        content, words = section.content, words_for(section.content)
        paths = tuple(
            file.path for file in files if content in file.contents and here.content not in file.contents
        )
        if not paths or content in found:
            continue
        if len(paths) < len(files):
            title = f"{words.counted(len(paths))} among them."
        else:
            title = f"This is a {words.one}." if len(paths) == 1 else f"These are {words.many}."
        go = f"Go to {words.title}" if section.folder.exists() else f"Add to {words.title}"
        found[content] = Elsewhere(section, paths, title, go)
    return tuple(found.values())
