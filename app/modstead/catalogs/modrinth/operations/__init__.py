"""Every operation of Modrinth's API v2, a module for each part of it."""

from typing import Any

from modstead.catalogs.modrinth.operations import account, people, projects, tags, versions
from modstead.catalogs.operations import Operation

OPERATIONS: tuple[Operation[Any], ...] = (
    *projects.OPERATIONS,
    *versions.OPERATIONS,
    *people.OPERATIONS,
    *account.OPERATIONS,
    *tags.OPERATIONS,
)
