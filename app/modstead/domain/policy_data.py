"""A folder's policies as plain data for files, and back: texts, truth values, lists and maps, nothing that is None.

    {"folder": {"channel": "beta"},
     "mods": [{"mod": "modrinth:AANobbMI", "title": "Sodium", "pinned": True,
               "snooze": {"until": "2026-11-30"}}],
     "together": [["modrinth:AANobbMI", "modrinth:YL57xq9U"]]}

A snooze has one of `until` (a day), `game_version`, or `version_id` with `version_number`. `mods` lists whatever
`together` names, for the titles. What says nothing is left out; no policies at all are {}.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from modstead.domain.policies import (
    LONGEST_TEXT,
    NO_POLICY,
    FolderPolicies,
    ModPolicy,
    Policy,
    Snooze,
    Subject,
)
from modstead.domain.version import Channel

Data = dict[str, Any]

_MOST_MODS = 10_000


def to_data(policies: FolderPolicies) -> Data:
    """The plain form, always in the same order."""
    own = {item.subject.key: item for item in policies.mods}
    for subject in (subject for group in policies.together for subject in group):
        own.setdefault(subject.key, ModPolicy(subject))
    data: Data = {}
    if policies.folder != NO_POLICY:
        data["folder"] = _policy_data(policies.folder)
    if own:
        data["mods"] = [
            {"mod": key, **({"title": item.subject.title} if item.subject.title else {})}
            | _policy_data(item.policy)
            for key, item in sorted(own.items())
        ]
    if policies.together:
        data["together"] = [[subject.key for subject in group] for group in policies.together]
    return data


def from_data(data: object) -> FolderPolicies:
    """The policies that such data states; whoever wrote it may have had anything in mind.

    Raises:
        ValueError: it is none of that form; the text is a sentence that says why.
    """
    whole = _map(data, "The policies")
    subjects: dict[str, Subject] = {}
    mods = []
    for item in _list(whole.get("mods", []), "mods"):
        entry = _map(item, "An entry of mods")
        key = _key(entry.get("mod"))
        if key in subjects:
            raise ValueError(f"The mod {key} is named twice.")
        subjects[key] = Subject(key, _text(entry.get("title", ""), "title"))
        policy = _policy(entry)
        if policy != NO_POLICY:
            mods.append(ModPolicy(subjects[key], policy))
    mods.sort(key=lambda item: item.subject.key)
    return FolderPolicies(
        _policy(_map(whole.get("folder", {}), "folder")),
        tuple(mods),
        _together(_list(whole.get("together", []), "together"), subjects),
    )


def _policy_data(policy: Policy) -> Data:
    data: Data = {}
    if policy.pinned is not None:
        data["pinned"] = policy.pinned
    if policy.channel:
        data["channel"] = policy.channel.value
    if policy.snooze:
        data["snooze"] = snooze_data(policy.snooze)
    return data


def snooze_data(snooze: Snooze) -> Data:
    if snooze.until is not None:
        return {"until": snooze.until.isoformat()}
    if snooze.game_version:
        return {"game_version": snooze.game_version}
    return {"version_id": snooze.version_id, "version_number": snooze.version_number}


def snooze_from_data(data: object) -> Snooze:
    """Raises ValueError as `from_data` does."""
    entry = _map(data, "snooze")
    until = _text(entry.get("until", ""), "until")
    try:
        return Snooze(
            _text(entry.get("version_id", ""), "version_id"),
            _text(entry.get("version_number", ""), "version_number"),
            date.fromisoformat(until) if until else None,
            _text(entry.get("game_version", ""), "game_version"),
        )
    except ValueError as error:
        raise ValueError(f"A snooze cannot be read: {error}.") from None


def _policy(entry: Mapping[str, object]) -> Policy:
    pinned = entry.get("pinned")
    if pinned is not None and not isinstance(pinned, bool):
        raise ValueError("pinned must be true or false.")
    channel = entry.get("channel")
    if channel is not None and channel not in tuple(Channel):
        raise ValueError(f"channel must be one of {', '.join(Channel)}.")
    snooze = entry.get("snooze")
    return Policy(
        pinned,
        Channel(_text(channel, "channel")) if channel is not None else None,
        None if snooze is None else snooze_from_data(snooze),
    )


def _together(groups: Iterable[object], subjects: Mapping[str, Subject]) -> tuple[tuple[Subject, ...], ...]:
    taken: set[str] = set()
    listed = []
    for group in groups:
        keys = [_key(item) for item in _list(group, "A group of together")]
        if len(keys) < 2 or len(set(keys)) < len(keys) or not taken.isdisjoint(keys):
            raise ValueError("Each group of together needs two mods or more, each of them in one group only.")
        taken.update(keys)
        listed.append(tuple(subjects.get(key, Subject(key)) for key in sorted(keys)))
    return tuple(sorted(listed, key=lambda group: group[0].key))


def _map(value: object, what: str) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    raise ValueError(f"{what} must be a table.")


def _list(value: object, what: str) -> list[object]:
    if not isinstance(value, list) or len(value) > _MOST_MODS:
        raise ValueError(f"{what} must be a list of at most {_MOST_MODS} entries.")
    return value


def _key(value: object) -> str:
    text = _text(value, "mod")
    provider, colon, name = text.partition(":")
    if not (provider and colon and name):
        raise ValueError("A mod is named by PROVIDER:PROJECT-ID or sha1:HASH.")
    return text


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError(f"{what} must be a text of at most {LONGEST_TEXT} characters.")
    return value
