"""A section's policies as flat rows, one for each mod, which lie well in a lock file and in a comparison of two.

mod = "modrinth:AANobbMI"       left out where the row is on the whole folder
title = "Sodium"
pinned = true
channel = "beta"
snooze_until = "2026-11-30"     or snooze_game_version, or snooze_version_id with snooze_version_number
together = "modrinth:AANobbMI"  the first of the mods that update only together
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from modstead.domain.policies import FolderPolicies
from modstead.domain.policy_data import from_data, to_data

Row = Mapping[str, Any]

SNOOZE = "snooze_"


def rows_of(policies: FolderPolicies) -> tuple[dict[str, Any], ...]:
    """The policies as rows, always in the same order: on the whole folder first."""
    data = to_data(policies)
    groups = {key: group[0] for group in data.get("together", ()) for key in group}
    rows = [data["folder"]] if "folder" in data else []
    rows += [
        item | ({"together": groups[item["mod"]]} if item["mod"] in groups else {})
        for item in data.get("mods", ())
    ]
    return tuple(_flat(row) for row in rows)


def policies_of(rows: Iterable[Row]) -> FolderPolicies:
    """The policies that such rows state.

    Raises:
        ValueError: they make no sense; the text is a sentence that says why.
    """
    data: dict[str, Any] = {"mods": []}
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        item = {key: value for key, value in row.items() if not key.startswith(SNOOZE)}
        snooze = {key.removeprefix(SNOOZE): value for key, value in row.items() if key.startswith(SNOOZE)}
        if snooze:
            item["snooze"] = snooze
        leader = item.pop("together", "")
        if "mod" in item:
            data["mods"].append(item)
            if leader:
                groups[leader].append(item["mod"])
        elif "folder" in data or leader:
            raise ValueError("Only one policy is on the whole folder, and it is together with nothing.")
        else:
            data["folder"] = item
    data["together"] = [group for group in groups.values() if len(group) > 1]
    return from_data(data)


def _flat(row: Row) -> dict[str, Any]:
    flat = {key: value for key, value in row.items() if key != "snooze"}
    return flat | {SNOOZE + key: value for key, value in row.get("snooze", {}).items()}
