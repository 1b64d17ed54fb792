"""What the details need to know beside the rows themselves."""

from dataclasses import dataclass

from modstead.domain.instance import Library
from modstead.ui.installed.relations import Relations


@dataclass(frozen=True, slots=True)
class About:
    """`titles` names projects that are needed and not installed."""

    library: Library
    relations: Relations
    titles: dict[str, str]
    settled: bool = True
    """Whether the platform has been asked about all files."""


@dataclass(frozen=True, slots=True)
class ChangelogLine:
    """One version's changelog in a line."""

    number: str
    words: str
    written: bool = True
    """Whether there is a changelog at all; if not, `words` say so."""
