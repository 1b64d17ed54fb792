"""What the details need to know beside the rows themselves."""

from dataclasses import dataclass

from modstead.domain.instance import Library
from modstead.ui.content_words import ContentWords, words_for
from modstead.ui.installed.findings import Findings


@dataclass(frozen=True, slots=True)
class About:
    library: Library
    findings: Findings
    settled: bool = True
    """Whether the platform has been asked about all files."""

    @property
    def words(self) -> ContentWords:
        """What the folder holds is called."""
        return words_for(self.library.instance.content)


@dataclass(frozen=True, slots=True)
class ChangelogLine:
    """One version's changelog in a line."""

    number: str
    words: str
    written: bool = True
    """Whether there is a changelog at all; if not, `words` say so."""
