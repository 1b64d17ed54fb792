"""What one set of policies makes of another, told word by word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from modstead.domain.policies import (
    NO_POLICY,
    FolderPolicies,
    Policy,
    Subject,
    pinned_words,
    snoozed_words,
)


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What was said of a mod, or of the whole folder where `key` is empty, and what is to be; in sentences, which are
    empty where nothing is said.
    """

    key: str
    title: str
    old: str
    new: str

    @property
    def text(self) -> str:
        return (
            f"{self.title or 'The whole folder'}: {self.old or 'nothing said'} → {self.new or 'nothing said'}"
        )


_Word = tuple[Policy, tuple[Subject, ...]]


def policy_changes(old: FolderPolicies, new: FolderPolicies, today: date) -> tuple[PolicyChange, ...]:
    """Each word that `new` has otherwise than `old`: the folder's first, then those on mods by their titles."""
    before, after = _words(old), _words(new)
    titles = _titles(old) | _titles(new)
    changes = [
        PolicyChange(key, titles.get(key, key), _told(key, was, today), _told(key, is_, today))
        for key in before.keys() | after.keys()
        if (was := before.get(key, (NO_POLICY, ()))) != (is_ := after.get(key, (NO_POLICY, ())))
    ]
    return tuple(sorted(changes, key=lambda item: (item.title.casefold(), item.key)))


def _words(policies: FolderPolicies) -> Mapping[str, _Word]:
    """What is said, and what it updates together with, by key; of the folder by an empty one."""
    own = {item.subject.key: item.policy for item in policies.mods}
    groups = {subject.key: group for group in policies.together for subject in group}
    return {"": (policies.folder, ())} | {
        key: (own.get(key, NO_POLICY), groups.get(key, ())) for key in own.keys() | groups.keys()
    }


def _titles(policies: FolderPolicies) -> dict[str, str]:
    named = [
        *(item.subject for item in policies.mods),
        *(one for group in policies.together for one in group),
    ]
    return {"": ""} | {subject.key: subject.title for subject in named if subject.title}


def _told(key: str, word: _Word, today: date) -> str:
    policy, group = word
    sentences = []
    if policy.pinned is not None:
        sentences.append(pinned_words("") if policy.pinned else "Not pinned with the folder.")
    if policy.channel:
        sentences.append(f"Follows {policy.channel}s.")
    if policy.snooze:
        sentences.append(snoozed_words(policy.snooze, today))
    others = [item.title or item.key for item in group if item.key != key]
    if others:
        sentences.append(f"Updated only together with {', '.join(others)}.")
    return " ".join(sentences)
