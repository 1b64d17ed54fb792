"""The commands that say how a folder and its mods are kept up to date; they change no file in it."""

import argparse
from datetime import date

from modstead.cli import views
from modstead.cli.mods import required
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.statuses import DONE
from modstead.cli.steps import scanned
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.policies import (
    Circumstances,
    FolderPolicies,
    Policy,
    Snooze,
    Subject,
    is_awake,
    keys_of,
    pinned_words,
    snoozed_words,
)
from modstead.domain.policy_data import snooze_data
from modstead.domain.version import Channel
from modstead.errors import PolicyRefused, StorageError
from modstead.services.bundle import Services

Json = views.Json


async def pin(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library, mod = await _named(arguments, arguments.mod, services, output)
    said = await services.policies.pin(library.instance.folder, mod, pinned=not arguments.off)
    return await _told(library, said, (mod,), services, output)


async def follow(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """`modstead channel`: the last word is the channel, unless none is to be followed any more."""
    words = list(arguments.words)
    channel = None if arguments.off else _channel(words)
    if len(words) > 1:
        raise UsageError("Too many words. See: modstead channel --help")
    library, mod = await _named(arguments, words[0] if words else None, services, output)
    said = await services.policies.follow(library.instance.folder, channel, mod)
    return await _told(library, said, (mod,), services, output)


async def snooze(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    named = arguments.off or arguments.days or arguments.until
    if arguments.mod is None and not named:
        raise UsageError("A whole folder sleeps for --days or --until. See: modstead snooze --help")
    library, mod = await _named(arguments, arguments.mod, services, output)
    wanted = None if arguments.off else await _snooze(arguments, library, mod, services)
    said = await services.policies.snooze(library.instance.folder, wanted, mod)
    return await _told(library, said, (mod,), services, output)


async def together(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library = await _scanned(arguments, services, output)
    by_name = {mod.file.name: mod for mod in (required(text, library) for text in arguments.mods)}
    mods = tuple(by_name.values())
    if arguments.off:
        said = await services.policies.apart(library.instance.folder, mods)
    else:
        said = await services.policies.together(library.instance.folder, mods)
    return await _told(library, said, mods, services, output)


async def policies(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library = await _scanned(arguments, services, output)
    if arguments.put_back:
        await services.locks.put_policies_back(library.instance.folder)
        output.changed = True
    said = await services.policies.of(library)
    circumstances = await services.policies.circumstances(library.instance)
    if output.as_json:
        output.document(_document(library, said, circumstances))
        return DONE
    rows = [("(whole folder)", _words(said.folder, "", circumstances), "")] if said.folder != Policy() else []
    for subject, policy, group in _said(said):
        mod = _of(subject, library)
        words = _words(policy, mod.version_number if mod else "", circumstances)
        rows.append(
            (
                mod.title if mod else subject.title or subject.key,
                " ".join(filter(None, (words, _company(subject, group)))),
                mod.file.name if mod else "not here",
            )
        )
    if rows:
        output.table(("Name", "Policy", "File"), rows)
    else:
        output.line("Nothing was said of this folder: each mod follows its own channel.")
    return DONE


async def said_of(library: Library, services: Services, output: Output) -> FolderPolicies:
    """What was said of the folder, for a list of it; that it cannot be read is told beside the list."""
    try:
        return await services.policies.of(library)
    except StorageError as error:
        output.message(f"Pins are not known. {error}")
        return FolderPolicies()


async def _scanned(arguments: argparse.Namespace, services: Services, output: Output) -> Library:
    return await scanned(arguments.folder, arguments, services, output, recognise=False)


async def _named(
    arguments: argparse.Namespace, name: str | None, services: Services, output: Output
) -> tuple[Library, InstalledMod | None]:
    """The folder, and the mod that was named, if one was."""
    library = await _scanned(arguments, services, output)
    return library, required(name, library) if name else None


def _channel(words: list[str]) -> Channel:
    """The last word, taken from the list."""
    name = words.pop() if words else ""
    if name not in tuple(Channel):
        raise UsageError(f"Name a channel: {', '.join(Channel)}. See: modstead channel --help")
    return Channel(name)


async def _snooze(
    arguments: argparse.Namespace, library: Library, mod: InstalledMod | None, services: Services
) -> Snooze:
    if arguments.days:
        return services.policies.for_days(arguments.days)
    if arguments.until:
        return await services.policies.until_game_version(library.instance, arguments.until)
    version = await services.updates.newer(library, mod) if mod else None
    if version is None:
        raise PolicyRefused(f"{mod.title if mod else library.instance.name} has no update to pass over.")
    return services.policies.passing_over(version)


async def _told(
    library: Library,
    said: FolderPolicies,
    mods: tuple[InstalledMod | None, ...],
    services: Services,
    output: Output,
) -> int:
    """Say what holds now for what was spoken of."""
    output.changed = True
    circumstances = await services.policies.circumstances(library.instance)
    if output.as_json:
        output.document(_document(library, said, circumstances))
        return DONE
    for mod in mods:
        title = mod.title if mod else library.instance.name
        policy = said.of(mod) if mod else said.folder
        subject, group = (Subject(keys_of(mod)[0]), said.group(mod)) if mod else (Subject(""), ())
        words = _words(policy, mod.version_number if mod else "", circumstances)
        told = " ".join(filter(None, (words, _company(subject, group))))
        output.line(f"{title}: {told or 'Nothing is held back.'}")
    return DONE


def _words(policy: Policy, version_number: str, circumstances: Circumstances) -> str:
    """What the policy means, in sentences."""
    sentences = []
    if policy.pinned:
        sentences.append(pinned_words(version_number))
    elif policy.pinned is False:
        sentences.append("Not pinned with the folder.")
    if policy.channel:
        sentences.append(f"Follows {policy.channel}s.")
    if policy.snooze:
        sentences.append(_sleep(policy.snooze, circumstances, circumstances.today))
    return " ".join(sentences)


def _sleep(snooze: Snooze, circumstances: Circumstances, today: date) -> str:
    words = snoozed_words(snooze, today)
    return f"Was s{words[1:]}" if is_awake(snooze, None, circumstances) else words


def _company(subject: Subject, group: tuple[Subject, ...]) -> str:
    others = [item.title or item.key for item in group if item.key != subject.key]
    return f"Updated only together with {', '.join(others)}." if others else ""


def _said(said: FolderPolicies) -> list[tuple[Subject, Policy, tuple[Subject, ...]]]:
    """Everything that something was said of, with its own policy and its group, by title."""
    groups = {subject.key: (subject, group) for group in said.together for subject in group}
    own = {item.subject.key: (item.subject, item.policy) for item in said.mods}
    subjects = {key: subject for key, (subject, _) in (*groups.items(), *own.items())}
    return [
        (subject, own[key][1] if key in own else Policy(), groups[key][1] if key in groups else ())
        for key, subject in sorted(subjects.items(), key=lambda item: (item[1].title.casefold(), item[0]))
    ]


def _of(subject: Subject, library: Library) -> InstalledMod | None:
    return next((mod for mod in library.mods if subject.key in keys_of(mod)), None)


def _document(library: Library, said: FolderPolicies, circumstances: Circumstances) -> Json:
    mods = []
    for subject, policy, group in _said(said):
        mod = _of(subject, library)
        mods.append(
            {
                "mod": subject.key,
                "title": mod.title if mod else subject.title,
                "file": mod.file.name if mod else None,
                **_policy(policy, circumstances),
                "together": [item.key for item in group if item.key != subject.key],
            }
        )
    return {
        "folder": str(library.instance.folder),
        "policy": _policy(said.folder, circumstances),
        "mods": mods,
    }


def _policy(value: Policy, circumstances: Circumstances) -> Json:
    sleeps = value.snooze is not None and not is_awake(value.snooze, None, circumstances)
    return {
        "pinned": value.pinned,
        "channel": value.channel.value if value.channel else None,
        "snooze": snooze_data(value.snooze) | {"over": not sleeps} if value.snooze else None,
    }
