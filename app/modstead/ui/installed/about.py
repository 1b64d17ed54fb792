"""What the details need to know beside the rows themselves."""

from dataclasses import dataclass, field
from datetime import date

from modstead.domain.instance import Library
from modstead.domain.policies import FolderPolicies
from modstead.ui.content_words import ContentWords, words_for
from modstead.ui.installed.findings import Findings


@dataclass(frozen=True, slots=True)
class About:
    library: Library
    findings: Findings
    settled: bool = True
    """Whether the platform has been asked about all files."""
    said: FolderPolicies = field(default_factory=FolderPolicies)
    today: date = date.min
    drift: int = 0
    """In how many files and policies the game differs from its lock file."""

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
