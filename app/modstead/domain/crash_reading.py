"""What a crash report or a log says of why a game broke. It may say anything: nothing here takes more than one pass."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from modstead.domain.crash import Crash, CrashText, Finding, FindingKind, is_of_the_game, moment, named_time

LONGEST_LINE = 800
MOST_LINES = 30_000
"""Of a log its last ones, of a report its first."""
MOST_FINDINGS = 200
_BEFORE_THE_CRASH = 400
"""Lines of a log before its first word of a crash that may tell why."""

_ID = r"[A-Za-z][A-Za-z0-9_-]{1,63}"
_TITLE = r".{1,100}?"
_CRASHES = re.compile(
    r"---- Minecraft Crash Report ----|Crash report saved to|Incompatible mods? found!|Incompatible mod set"
    r"|Could not execute entrypoint|Failed to start the minecraft server|Mod [Ll]oading has failed"
    r"|Missing or unsupported mandatory dependencies|java\.lang\.OutOfMemoryError|UnsupportedClassVersionError"
    r"|Exception in thread \"main\"|Encountered an unexpected exception|Crash report:|MixinApplyError"
    r"|A fatal error has been detected by the Java Runtime|Minecraft has crashed|Caught exception from "
    r"|Error occurred while enabling |Could not load '?(?:plugins/)?[^']{1,200}\.jar"
)
_TIME = re.compile(r"Time: (\d{4})-(\d\d)-(\d\d) (\d{1,2}):(\d\d):(\d\d)")
_CLOCK = re.compile(r"\[(?:\d{1,2}[A-Za-z]{3,4}\.?\d{4} )?(\d\d):(\d\d):(\d\d)")
_DESCRIPTION = re.compile(r"Description: (.{1,300})")
_EXCEPTION = re.compile(
    r"(?:^|\]: |Caused by: |Exception in thread \"[^\"]{1,60}\" )"
    r"((?:[a-z_$][\w$]*\.){1,12}[A-Z][\w$]{0,80}(?:Exception|Error|Failure)\b(?:: .{1,300})?)"
)

_REQUIRES = re.compile(
    rf"Mod '({_TITLE})' \(({_ID})\) \S{{1,80}} requires (.{{1,160}}?) of (?:mod )?(?:'{_TITLE}' \()?({_ID})\)?, "
    r"(which is missing|which is disabled|but only the wrong versions? (?:is|are) present: [^!]{1,120})"
)
_REFUSES = re.compile(
    rf"Mod '({_TITLE})' \(({_ID})\) \S{{1,80}} is incompatible with (.{{1,160}}?) of (?:mod )?"
    rf"(?:'({_TITLE})' \()?({_ID})\)?"
)
_ENTRYPOINT = re.compile(
    rf"Could not execute entrypoint stage '([\w:-]{{1,60}})' due to errors, provided by '({_ID})'"
)
_MIXIN_FROM = re.compile(rf" from mod ({_ID})")
_MIXIN_FOR = re.compile(rf"Mixin apply for mod ({_ID}) failed")
_MIXIN_CONFIG = re.compile(r"([\w.-]{1,100}\.mixins?\.json|mixins\.[\w.-]{1,100}\.json)\b")
_FAILS = re.compile(r"FAILED|failed|Error|Critical injection")
_FML_NEEDS = re.compile(
    rf"Mod ID: '({_ID})', Requested by: '({_ID})', Expected range: '([^']{{0,80}})', Actual version: '([^']{{0,80}})'"
)
_FML_MOD = re.compile(rf"-- (?:MOD|Mod loading (?:issue|failure) for:?) ({_ID}) --")
_FML_FILE = re.compile(r"Mod [Ff]ile: (.{1,1000})")
_SLASHES = re.compile(r"[/\\]")
_FML_MESSAGE = re.compile(r"Failure message: (.{1,400})")
_FML_REQUIRES = re.compile(rf"[Mm]od ({_ID}) requires ({_ID}) ?(.{{0,80}})")
_OLD_FML = re.compile(rf"Caught exception from .{{1,100}}? \(({_ID})\)")
_PLUGIN = re.compile(r"Error occurred while (?:enabling|loading) (\S{1,64}) v")
_PLUGIN_FILE = re.compile(r"Could not load '?(?:[^']{0,200}/)?([^'/]{1,200}\.jar)")
_NAMED_WITH_ID = re.compile(rf"\(({_ID})\)")
_SUSPECTED = re.compile(r"Suspected [Mm]ods?(?:\(s\))?:(.{0,600})")
_NO_CLASS = re.compile(
    r"(?:ClassNotFoundException|NoClassDefFoundError)(?:: | Could not initialize class )"
    r"((?:[\w$]{1,80}[./]){1,15}[\w$]{1,120})"
)
_NO_MEMBER = re.compile(
    r"NoSuch(?:Method|Field)Error: .{0,60}?((?:[a-z][\w$]{0,80}[./]){1,15}[A-Z][\w$]{0,120})[.;]"
)
_NEWER_JAVA = re.compile(
    r"UnsupportedClassVersionError: ((?:[\w$]{1,80}[./]){0,15}[\w$]{1,120}) has been compiled by a more recent version "
    r".{0,80}\(class file version (\d{2,3})\.\d+\).{0,120}?up to (\d{2,3})\."
)
_MEMORY = re.compile(r"java\.lang\.OutOfMemoryError(?:: (.{1,100}))?")
_FRAME = re.compile(
    r"^\s*at (?:[\w@.+~-]{0,80}/){0,4}((?:[\w$]{1,80}\.){1,15}[\w$]{1,120})\.[\w$<>-]{1,200}\("
)
_FRAME_MOD = re.compile(rf"^\s*at TRANSFORMER/({_ID})@")
_FRAME_FILE = re.compile(r"~\[([^\]/\\%!]{1,200}\.jar)")
_FRAME_HANDLER = re.compile(rf"\$[a-z]{{3}}[0-9a-z]{{3}}\$({_ID})\$")
_COLOURS = re.compile("§.")
_JAVA_OF_CLASSES = 44
"""Java 8 writes class files of version 52, and so on."""


def read_crash(file: CrashText) -> Crash | None:
    """What the file tells of a crash; None where it tells of none."""
    told = [line[:LONGEST_LINE] for line in file.text.splitlines() if line]
    lines = told[-MOST_LINES:] if file.is_log else told[:MOST_LINES]
    first = next((place for place, line in enumerate(lines) if _CRASHES.search(line)), None)
    if first is None:
        return None
    if file.is_log:
        lines = lines[max(0, first - _BEFORE_THE_CRASH) :]
    return Crash(file.name, _time_of(file, lines), _headline(lines), _distinct(_findings(lines)))


def _findings(lines: Sequence[str]) -> Iterator[Finding]:
    readers = (_from_fabric, _from_mixins, _from_forge, _from_servers, _from_java)
    mod_id, file_name, suspecting = "", "", 0
    for line in lines:
        told = line.strip()
        section = _FML_MOD.search(line)
        if section:
            mod_id, file_name = section[1], ""
        elif line.startswith("-- "):
            mod_id, file_name = "", ""
        elif found := _FML_FILE.search(line):
            file_name = _SLASHES.split(found[1])[-1].strip()
        elif message := _FML_MESSAGE.search(line):
            yield from _failure(message[1], told, mod_id, file_name)
        suspects = _SUSPECTED.search(line)
        if suspects:
            suspecting = 30
            yield from _suspected(suspects[1], told)
        elif suspecting:
            suspecting = suspecting - 1 if line.startswith(("\t", " ")) else 0
            if suspecting and not told.startswith(("at ", "Mixin")):
                yield from _suspected(line, told)
        for reader in readers:
            yield from reader(line, told)


def _from_fabric(line: str, told: str) -> Iterator[Finding]:
    for found in _REQUIRES.finditer(line):
        wanted, other, state = found[3], found[4], found[5]
        if other.lower() == "java":
            yield Finding(FindingKind.WRONG_JAVA, f"It needs {wanted} of Java.", told, found[2])
        elif state.startswith("which"):
            text = f"It needs {other} ({wanted}), {state}."
            yield Finding(FindingKind.MISSING_DEPENDENCY, text, told, found[2], other_id=other)
        else:
            there = state.rpartition(": ")[2]
            text = f"It needs {wanted} of {other}, but {there} is there."
            yield Finding(FindingKind.WRONG_VERSION, text, told, found[2], other_id=other)
    for found in _REFUSES.finditer(line):
        text = f"It does not go together with {found[4] or found[5]}."
        yield Finding(FindingKind.INCOMPATIBLE, text, told, found[2], other_id=found[5])
    failed = _ENTRYPOINT.search(line)
    if failed:
        text = f"It failed while the game was starting ({failed[1]})."
        yield Finding(FindingKind.FAILED, text, told, failed[2])


def _from_mixins(line: str, told: str) -> Iterator[Finding]:
    if "mixin" not in line.lower() or told.startswith("at ") or not _FAILS.search(line):
        return
    text = "Its change to the game's code could not be made."
    named = _MIXIN_FOR.search(line) or _MIXIN_FROM.search(line)
    if named:
        yield Finding(FindingKind.MIXIN, text, told, named[1])
    elif found := _MIXIN_CONFIG.search(line):
        yield Finding(FindingKind.MIXIN, text, told, _id_of_config(found[1]))


def _id_of_config(name: str) -> str:
    """The ID that a configuration of mixins is most likely called after: `lantern-common.mixins.json`."""
    stem = re.sub(r"^mixins\.|\.mixins?\.json$|\.json$", "", name)
    return re.sub(r"[-._](?:common|client|server|fabric|forge|neoforge|quilt|main)$", "", stem)


def _from_forge(line: str, told: str) -> Iterator[Finding]:
    if found := _FML_NEEDS.search(line):
        missing = "MISSING" in found[4].upper()
        state = "which is missing" if missing else f"but {found[4]} is there"
        kind = FindingKind.MISSING_DEPENDENCY if missing else FindingKind.WRONG_VERSION
        yield Finding(kind, f"It needs {found[1]} {found[3]}, {state}.", told, found[2], other_id=found[1])
    elif found := _OLD_FML.search(line):
        yield Finding(FindingKind.FAILED, "It failed while the game was starting.", told, found[1])


def _from_servers(line: str, told: str) -> Iterator[Finding]:
    text = "The server could not start it."
    if found := _PLUGIN.search(line):
        yield Finding(FindingKind.FAILED, text, told, found[1])
    elif found := _PLUGIN_FILE.search(line):
        yield Finding(FindingKind.FAILED, text, told, file_name=found[1])


def _failure(message: str, told: str, mod_id: str, file_name: str) -> Iterator[Finding]:
    plain = _COLOURS.sub("", message)
    needs = _FML_REQUIRES.search(plain)
    if needs:
        text = f"It needs {needs[2]} {needs[3]}".strip() + "."
        kind = FindingKind.MISSING_DEPENDENCY
        yield Finding(kind, text, _COLOURS.sub("", told), needs[1], file_name, needs[2])
        return
    named = _NAMED_WITH_ID.search(plain)
    text = "The loader says that it failed to load."
    yield Finding(
        FindingKind.FAILED, text, _COLOURS.sub("", told), mod_id or (named[1] if named else ""), file_name
    )


def _suspected(text: str, told: str) -> Iterator[Finding]:
    for found in _NAMED_WITH_ID.finditer(text):
        yield Finding(FindingKind.SUSPECTED, "The crash report suspects it.", told, found[1])


def _from_java(line: str, told: str) -> Iterator[Finding]:
    if found := _NEWER_JAVA.search(line):
        needed, there = (int(number) - _JAVA_OF_CLASSES for number in (found[2], found[3]))
        text = f"It needs Java {needed}, but the game runs on Java {there}."
        yield Finding(FindingKind.WRONG_JAVA, text, told, class_name=found[1].replace("/", "."))
    elif found := _MEMORY.search(line):
        detail = f" ({found[1].strip()})" if found[1] else ""
        yield Finding(FindingKind.OUT_OF_MEMORY, f"The game ran out of memory{detail}.", told)
    elif found := _NO_MEMBER.search(line):
        name = found[1].replace("/", ".")
        text = f"{name} is of another version than the one that calls it expects."
        yield Finding(FindingKind.MISSING_CLASS, text, told, class_name=name)
    elif found := _NO_CLASS.search(line):
        name = found[1].replace("/", ".")
        text = f"{name} is missing, or is another one than expected."
        yield Finding(FindingKind.MISSING_CLASS, text, told, class_name=name)
    elif told.startswith("at "):
        yield from _from_frame(line, told)


def _from_frame(line: str, told: str) -> Iterator[Finding]:
    text = "It was at work when the game broke."
    frame = _FRAME.match(line)
    class_name = frame[1] if frame and not is_of_the_game(f"{frame[1]}.") else ""
    if handler := _FRAME_HANDLER.search(line):
        yield Finding(FindingKind.STACK, text, told, handler[1])
    module, file = _FRAME_MOD.match(line), _FRAME_FILE.search(line)
    if class_name and (module or file):
        yield Finding(
            FindingKind.STACK,
            text,
            told,
            module[1] if module else "",
            file[1] if file else "",
            class_name=class_name,
        )
    elif class_name:
        yield Finding(FindingKind.STACK, text, told, class_name=class_name)


def _distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each thing once, where it is said first; what says most comes first."""
    found: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        nameless = not finding.mod_id and not finding.file_name
        class_name = finding.class_name if nameless else ""
        key = (finding.kind, finding.mod_id, finding.file_name, finding.other_id, class_name)
        if key not in found and len(found) < MOST_FINDINGS:
            found[key] = finding
    return tuple(sorted(found.values(), key=lambda finding: -finding.kind.weight))


def _time_of(file: CrashText, lines: Sequence[str]) -> datetime:
    """By its own word, else by its name, else when it was written. A log tells of its last crash."""
    if file.is_log:
        return _time_in_log(file, lines)
    told = next(filter(None, map(_TIME.match, lines)), None)
    return (told and moment(told)) or named_time(file.name) or file.written


def _time_in_log(file: CrashText, lines: Sequence[str]) -> datetime:
    """By the report that it names or holds, else by the clock of the line that tells of the crash."""
    for line in reversed(lines):
        held = _TIME.match(line)
        told = moment(held) if held else named_time(line) if "saved" in line else None
        if told:
            return told
        clock = _CLOCK.match(line) if _CRASHES.search(line) else None
        if clock:
            return _last_time(clock, file.written)
    return file.written


def _last_time(clock: re.Match[str], written: datetime) -> datetime:
    """The last time that the clock showed that until the file was written."""
    try:
        hour, minute, second = (int(number) for number in clock.groups())
        at = written.astimezone().replace(hour=hour, minute=minute, second=second, microsecond=0)
        return at if at <= written else at - timedelta(days=1)
    except (ValueError, OverflowError, OSError):
        return written


def _headline(lines: Sequence[str]) -> str:
    described = next(filter(None, map(_DESCRIPTION.match, lines)), None)
    thrown = next(filter(None, map(_EXCEPTION.search, lines)), None)
    words = [found[1].strip() for found in (described, thrown) if found]
    return ": ".join(words) or next(line for line in lines if _CRASHES.search(line)).strip("# \t")[:300]
