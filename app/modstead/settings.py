"""What the user can set: every option declared once, with its type, default and title."""

import os
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from modstead import __version__
from modstead.errors import SettingsError

MODRINTH_URL = "https://api.modrinth.com"
MODRINTH_DOWNLOAD_HOST = "cdn.modrinth.com"
UNDO_SECTION = "Undo"
PLATFORM_SECTION = "Platforms"


def _option(
    default: Any,
    title: str,
    choices: Mapping[Any, str] | None = None,
    *,
    section: str = "",
    note: str = "",
    limits: tuple[int, int] | None = None,
    step: int = 1,
    unit: str = "",
    usable: Callable[[str], bool] | None = None,
) -> Any:
    """`choices` maps each value to its words, `limits` are the least and the greatest number, `usable` tells of any
    other text whether it will do; the rest is shown.
    """
    shown = {"section": section, "note": note, "step": step, "unit": unit}
    possible = {"choices": choices or {}, "limits": limits, "usable": usable}
    return field(default=default, metadata={"title": title, **possible, **shown})


def _is_address_or_none(text: str) -> bool:
    """Whether it is http(s) with a host, or empty. A name and password in it would end up in texts and in files."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return False
    return not text or (parts.scheme in {"http", "https"} and named)


@dataclass(frozen=True, slots=True)
class Settings:
    """All options. `extra` holds what a newer Modstead wrote and this one does not know; it is written back.

    `refused` tells, in a sentence each, which options were stored with a value that they cannot have.
    """

    color_scheme: str = _option(
        "system",
        "Colours",
        {"system": "As the system", "light": "Light", "dark": "Dark"},
        section="Appearance",
    )
    text_percent: int = _option(
        100,
        "Text size",
        section="Appearance",
        note="Rows, pictures and icons grow with it.",
        limits=(75, 200),
        step=5,
        unit=" %",
    )
    row_height: str = _option(
        "normal",
        "Row height in Mods",
        {"compact": "Compact", "normal": "Normal", "roomy": "Roomy"},
        section="Appearance",
    )
    updates_first: bool = _option(
        default=False,
        title="Mods with updates first",
        section="Appearance",
        note="Otherwise Mods is sorted by name.",
    )
    check_on_open: bool = _option(
        default=True, title="Check for updates when a folder is opened", section="Updates and downloads"
    )
    channel: str = _option(
        "",
        "Least stable versions to offer",
        {"": "As each mod", "release": "Releases", "beta": "Betas", "alpha": "Alphas"},
        section="Updates and downloads",
        note="“As each mod” offers betas only where one is installed.",
    )
    review_changes: bool = _option(
        default=False,
        title="Review every change",
        section="Updates and downloads",
        note="Otherwise a change of one mod that nothing speaks against is made at once, with Undo.",
    )
    parallel_downloads: int = _option(
        6, "Downloads at the same time", section="Updates and downloads", limits=(1, 8)
    )
    undo_gib: int = _option(
        2,
        "Keep replaced files up to",
        section=UNDO_SECTION,
        note="For each folder. What the last 10 changes need is kept whatever its size and age.",
        limits=(1, 100),
        unit=" GB",
    )
    undo_days: int = _option(
        90, "Keep replaced files for", section=UNDO_SECTION, limits=(30, 720), step=30, unit=" days"
    )
    modrinth_api: str = _option(
        "v2",
        "Modrinth API",
        {"v2": "v2", "v3": "v3 (experimental)"},
        section=PLATFORM_SECTION,
        note="v3 serves search and the pages of projects. Modrinth may change it at any time.",
    )
    guizhan_url: str = _option(
        "",
        "Address of Guizhan Resources",
        section=PLATFORM_SECTION,
        note="The platform is off without one. Its documents tell none, and this part was built from them alone: "
        "nobody has tried it against the live service. It counts from the next start on.",
        usable=_is_address_or_none,
    )
    guizhan_hosts: str = _option(
        "",
        "Hosts of its files",
        section=PLATFORM_SECTION,
        note="Beside that of the address, where it keeps its files elsewhere; with spaces between them.",
    )
    signed_in: str = _option("", "Servers that the system's keyring has a token for")
    last_folder: str = _option("", "Folder opened last")
    mods_panel: bool = _option(default=True, title="Details beside the mods")
    mods_order: str = _option("name", "Column that Mods is sorted by, with - before it where descending")
    mods_columns: str = _option("", "Columns of Mods, where they are others than the usual ones")
    window_place: str = _option("", "Size and place of the window")
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False)
    refused: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Which server is Modrinth, where Guizhan Resources is if anywhere, and from which hosts files of each may come.

    A host is `name` (any port) or `name:port`. Plain http is for servers that are themselves spoken to over http.
    """

    modrinth_url: str = MODRINTH_URL
    download_hosts: tuple[str, ...] = (MODRINTH_DOWNLOAD_HOST,)
    guizhan_url: str = ""
    guizhan_hosts: tuple[str, ...] = ()

    @property
    def is_modrinth(self) -> bool:
        return self.modrinth_url == MODRINTH_URL

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str], settings: Settings | None = None
    ) -> "Endpoints":
        """Read `MODSTEAD_MODRINTH_URL` and `MODSTEAD_DOWNLOAD_HOSTS` (separated by commas or spaces), and
        `MODSTEAD_GUIZHAN_URL`, which goes before the settings.

        Raises:
            SettingsError: an address is not http(s) with a host.
        """
        told = settings or Settings()
        named = environment.get("MODSTEAD_GUIZHAN_URL", "").strip()
        guizhan = _address(named or told.guizhan_url, "MODSTEAD_GUIZHAN_URL" if named else "guizhan_url")
        of_guizhan = (_host(guizhan), *_words(told.guizhan_hosts)) if guizhan else ()
        url = environment.get("MODSTEAD_MODRINTH_URL", "").strip().rstrip("/")
        if not url or url == MODRINTH_URL:
            return cls(guizhan_url=guizhan, guizhan_hosts=of_guizhan)
        url = _address(url, "MODSTEAD_MODRINTH_URL", "without /v2")
        hosts = _words(environment.get("MODSTEAD_DOWNLOAD_HOSTS", "")) or (_host(url),)
        return cls(url, (MODRINTH_DOWNLOAD_HOST, *hosts), guizhan, of_guizhan)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _address(text: str, name: str, but: str = "") -> str:
    """`text` without a slash at its end; nothing where it is empty."""
    url = text.strip().rstrip("/")
    if not _is_address_or_none(url):
        example = ", ".join(filter(None, ("http://127.0.0.1:8000", but)))
        raise SettingsError(
            f"{name} is not an address: {_shown(url)}.", remedy=f"Write it such as {example}."
        )
    return url


def _shown(address: str) -> str:
    """What stands before an @ may be a password."""
    return address.rpartition("@")[2]


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).netloc.rpartition("@")[2]


def load_settings(path: Path) -> Settings:
    """The settings at `path`; defaults where it is missing or an option has an impossible value."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    import json  # the first picture does not wait for it where there is nothing to read

    try:
        stored = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, error) from error
    if not isinstance(stored, dict):
        raise SettingsError(
            f"The settings at {path} are no JSON object.", remedy="Mend the file or move it away."
        )
    return _upgraded(stored)


def _unreadable(path: Path, error: Exception) -> SettingsError:
    return SettingsError(
        f"The settings at {path} cannot be read.", f"{error}.", remedy="Mend the file or move it away."
    )


def save_settings(path: Path, settings: Settings) -> None:
    """Write all options to `path`, whole or not at all."""
    import json

    options = {option.name: getattr(settings, option.name) for option in options_of_settings()}
    text = json.dumps(
        {**settings.extra, **options, "written_by": _newer_of(settings)}, indent=2, sort_keys=True
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{os.getpid()}.part")
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise SettingsError(
            f"The settings could not be saved to {path}.",
            f"{error.strerror}.",
            remedy="Check the folder's permissions.",
        ) from error


def check_options(options: Mapping[str, Any]) -> None:
    """Do nothing, or say which option cannot have its value.

    Raises:
        SettingsError: as it says.
    """
    for option in options_of_settings():
        if option.name in options and not _is_possible(option, options[option.name]):
            raise SettingsError(
                f"“{option.metadata['title']}” cannot be that.",
                f"It is {_shown(str(options[option.name]))[:200]!r}.",
                remedy=_what_it_may_be(option),
            )


def _what_it_may_be(option: Field[Any]) -> str:
    choices, limits, usable = (option.metadata[key] for key in ("choices", "limits", "usable"))
    if usable:
        return "Write an address such as https://api.example/v1, or nothing."
    if choices:
        named = ", ".join(str(value) or '""' for value in choices)
        return f"It may be one of these: {named}."
    if limits:
        return f"It may be a whole number from {limits[0]} to {limits[1]}."
    return "It may be yes or no." if isinstance(option.default, bool) else "It may be a text."


def options_of_settings() -> tuple[Field[Any], ...]:
    """All options in the order they are shown, with their metadata."""
    return tuple(option for option in fields(Settings) if option.name not in {"extra", "refused"})


def _upgraded(stored: dict[str, Any]) -> Settings:
    known = {option.name: option for option in options_of_settings()}
    settings = Settings(extra={name: value for name, value in stored.items() if name not in known})
    refused: list[str] = []
    for name, option in known.items():
        value = stored.get(name, option.default)
        if _is_possible(option, value):
            settings = replace(settings, **{name: value})
        else:
            refused.append(f"The setting {name} cannot be {str(value)[:60]!r}; the default counts.")
    return replace(settings, refused=tuple(refused))


def _is_possible(option: Field[Any], value: object) -> bool:
    choices, limits, usable = (option.metadata[key] for key in ("choices", "limits", "usable"))
    if type(value) is not type(option.default) or (choices and value not in choices):
        return False
    if usable and not usable(str(value)):
        return False
    return limits is None or (isinstance(value, int) and limits[0] <= value <= limits[1])


def _newer_of(settings: Settings) -> str:
    """The newest Modstead that wrote these settings, so that a later upgrade knows what it reads."""
    from packaging.version import InvalidVersion, Version

    try:
        written_by = Version(str(settings.extra.get("written_by", "0")))
    except InvalidVersion:
        return __version__
    return str(max(written_by, Version(__version__)))
