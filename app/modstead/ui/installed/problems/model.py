"""The rows of the problems: alarms first, what could merely be tidier below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from modstead.domain.instance import InstalledMod
from modstead.domain.problems import Problem
from modstead.ui.installed.findings import best_remedy, is_tidying
from modstead.ui.installed.problem_looks import LOOKS, Look
from modstead.ui.kit.models import RowsModel


@dataclass(frozen=True, slots=True)
class Heading:
    title: str
    count: int
    first: bool


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """`mod` is None where the file could not even be read."""

    problem: Problem
    mod: InstalledMod | None

    @property
    def look(self) -> Look:
        return LOOKS[self.problem.kind]

    @property
    def button(self) -> str:
        """What the remedy's button says; empty without a remedy."""
        remedy = best_remedy(self.problem)
        return remedy.text if remedy else ""


Row = Heading | ProblemRow


class ProblemsModel(RowsModel[Row]):
    """Refreshed by its difference where only details are others."""

    def show(
        self, problems: Iterable[Problem], mods: Mapping[str, InstalledMod], words: Sequence[str]
    ) -> None:
        """`words` must all occur in what a row says."""
        rows = [ProblemRow(problem, mods.get(problem.file)) for problem in problems]
        found = [row for row in rows if all(word in _haystack(row) for word in words)]
        alarms = [row for row in found if not is_tidying(row.problem)]
        tidying = [row for row in found if is_tidying(row.problem)]
        listed: list[Row] = []
        for title, part in (("Needs attention", alarms), ("Could be tidier", tidying)):
            if part:
                listed += [Heading(title, len(part), first=not listed), *part]
        if tuple(listed) != self.rows:
            self.set_rows(listed)

    def place_of(self, name: str) -> int:
        """The first problem of that file, or -1."""
        places = (
            place
            for place, row in enumerate(self.rows)
            if isinstance(row, ProblemRow) and row.problem.file == name
        )
        return next(places, -1)

    def title_of(self, row: Row) -> str:
        return row.title if isinstance(row, Heading) else row.problem.title

    def sentence_of(self, row: Row) -> str:
        if isinstance(row, Heading):
            return f"{row.title}, {row.count}"
        offered = f" {row.button} is offered." if row.button else ""
        return f"{row.problem.title}. {row.look.word}. {row.problem.detail}{offered}"

    def tip_of(self, row: Row) -> str:
        return "" if isinstance(row, Heading) else f"{row.problem.detail}\n{row.problem.file}"

    def can_be_chosen(self, row: Row) -> bool:
        return isinstance(row, ProblemRow)


def _haystack(row: ProblemRow) -> str:
    return f"{row.problem.title}\n{row.problem.file}\n{row.problem.detail}\n{row.look.word}".casefold()
