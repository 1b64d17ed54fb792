"""The rows of the matrix for Qt."""

from modstead.ui.kit.models import RowsModel
from modstead.ui.migration.rows import Heading, MatrixRow, Row


class MatrixModel(RowsModel[Row]):
    def title_of(self, row: Row) -> str:
        return row.title if isinstance(row, Heading) else row.mod.title

    def sentence_of(self, row: Row) -> str:
        return f"{row.title}, {row.count}" if isinstance(row, Heading) else row.sentence

    def tip_of(self, row: Row) -> str:
        return "" if isinstance(row, Heading) else row.reason

    def can_be_chosen(self, row: Row) -> bool:
        return isinstance(row, MatrixRow)

    def place_of(self, file: str) -> int:
        """Where the row of that file stands; -1 without one."""
        for place, row in enumerate(self.rows):
            if isinstance(row, MatrixRow) and row.mod.file.name == file:
                return place
        return -1
