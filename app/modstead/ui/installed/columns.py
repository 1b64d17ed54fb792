"""The columns of the Mods table: titles, widths, what they sort by."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from modstead.domain.instance import ContentKind
from modstead.ui import text
from modstead.ui.installed.rows import ModRow


class Column(IntEnum):
    """Logical places in the header."""

    ENABLED = 0
    NAME = 1
    VERSION = 2
    UPDATE = 3
    MODIFIED = 4
    PROVIDER = 5
    SIDE = 6
    SIZE = 7
    LOADERS = 8
    GAME_VERSIONS = 9
    CHANNEL = 10
    IDENTIFIED = 11
    NEEDS = 12
    NEEDED_BY = 13


SortKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """`width` is a length of the design, None for the one that takes the rest."""

    title: str
    width: int | None
    key: Callable[[ModRow], SortKey]
    usual: bool = True
    words: Callable[[ModRow], str] | None = None
    """What stands in a plain caption column."""


def column_named(name: str) -> Column:
    """The column of that name in the settings; Name for one that there is not."""
    return next((column for column in Column if column.name.lower() == name), Column.NAME)


def _news(row: ModRow) -> SortKey:
    rank = 0 if row.update else 1 if row.held_back else 2 if row.remedy else 3
    return (rank,)


COLUMNS: dict[Column, ColumnInfo] = {
    Column.ENABLED: ColumnInfo("Enabled", 52, lambda row: (not row.enabled,)),
    Column.NAME: ColumnInfo("Name", None, lambda row: (text.natural(row.title),)),
    Column.VERSION: ColumnInfo("Version", 104, lambda row: (row.version,)),
    Column.UPDATE: ColumnInfo("Update", 172, _news),
    Column.MODIFIED: ColumnInfo(
        "Modified", 110, lambda row: (-row.mod.file.mtime_ns,), words=lambda row: row.modified_text
    ),
    Column.PROVIDER: ColumnInfo("Provider", 74, lambda row: (row.provider,), words=lambda row: row.provider),
    Column.SIDE: ColumnInfo("Side", 132, lambda row: (row.side,), usual=False, words=lambda row: row.side),
    Column.SIZE: ColumnInfo(
        "Size",
        70,
        lambda row: (-row.mod.file.size,),
        usual=False,
        words=lambda row: text.size(row.mod.file.size),
    ),
    Column.LOADERS: ColumnInfo(
        "Loaders", 110, lambda row: (row.loaders,), usual=False, words=lambda row: row.loaders
    ),
    Column.GAME_VERSIONS: ColumnInfo(
        "Game versions",
        120,
        lambda row: (row.game_versions,),
        usual=False,
        words=lambda row: row.game_versions,
    ),
    Column.CHANNEL: ColumnInfo("Channel", 84, lambda row: (row.channel,), usual=False),
    Column.IDENTIFIED: ColumnInfo(
        "Identified by", 104, lambda row: (row.identified,), usual=False, words=lambda row: row.identified
    ),
    Column.NEEDS: ColumnInfo(
        "Needs",
        150,
        lambda row: (-len(row.needs),),
        usual=False,
        words=lambda row: _listed(_lacking_first(row)),
    ),
    Column.NEEDED_BY: ColumnInfo(
        "Needed by",
        150,
        lambda row: (-len(row.needed_by),),
        usual=False,
        words=lambda row: _listed(row.needed_by),
    ),
}
_OF_MODS = frozenset({Column.SIDE, Column.NEEDS, Column.NEEDED_BY})
_OF_CODE = frozenset({Column.NEEDS, Column.NEEDED_BY, Column.LOADERS})


def columns_of(content: ContentKind) -> frozenset[Column]:
    """The columns that say something of such content."""
    everything = frozenset(Column)
    if content is ContentKind.MOD:
        return everything
    if content is ContentKind.PLUGIN:
        return everything - (_OF_MODS - _OF_CODE)
    if content is ContentKind.SHADER:
        return everything - _OF_MODS
    return everything - _OF_MODS - _OF_CODE


def columns_from(names: str) -> frozenset[Column]:
    """The columns that the settings name; the usual ones where they name none."""
    known = {column.name.lower(): column for column in Column}
    found = frozenset(known[name] for name in names.split() if name in known)
    return found or frozenset(column for column, info in COLUMNS.items() if info.usual)


def names_of(columns: Iterable[Column]) -> str:
    """As the settings keep them; nothing for the usual ones, so that these may become others."""
    chosen = set(columns)
    if chosen == {column for column, info in COLUMNS.items() if info.usual}:
        return ""
    return " ".join(column.name.lower() for column in Column if column in chosen)


def _lacking_first(row: ModRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*row.lacks, *row.needs)))


def _listed(titles: Sequence[str]) -> str:
    """One by name, more by number: `Fabric API`, `Fabric API + 2`."""
    if not titles:
        return ""
    return titles[0] if len(titles) == 1 else f"{titles[0]} + {len(titles) - 1}"
