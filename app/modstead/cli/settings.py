"""The command that tells and sets what the window's settings page does."""

import argparse
from dataclasses import Field
from typing import Any

from modstead.cli import views
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.statuses import DONE
from modstead.errors import SettingsError
from modstead.services.bundle import Services
from modstead.settings import Settings, check_options, options_of_settings

_YES_OR_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


async def settings(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """List all options, or one, or set one."""
    options = {option.name: option for option in options_of_settings() if option.metadata["section"]}
    if arguments.name is None:
        chosen = list(options.values())
    elif arguments.name in options:
        chosen = [options[arguments.name]]
    else:
        named = ", ".join(options)
        raise UsageError(f"{arguments.name[:40]!r} is no setting; there are: {named}")
    if arguments.value is not None:
        (option,) = chosen
        value = _read(arguments.value, option)
        services.settings.change(**{option.name: value})
        output.changed = True
    _tell(chosen, services.settings.value, output)
    return DONE


def _read(text: str, option: Field[Any]) -> object:
    value: object = text
    if isinstance(option.default, bool):
        value = _YES_OR_NO.get(text.lower(), text)
    elif isinstance(option.default, int) and text.isascii() and text.isdecimal() and len(text) < 10:
        value = int(text)
    try:
        check_options({option.name: value})
    except SettingsError as error:
        raise UsageError(str(error)) from error
    return value


def _tell(options: list[Field[Any]], now: Settings, output: Output) -> None:
    if output.as_json:
        output.document({"settings": [_document(option, now) for option in options]})
        return
    rows = [
        (option.name, option.metadata["title"], _plain(getattr(now, option.name)), _may_be(option))
        for option in options
    ]
    output.table(("Name", "Is", "Value", "May be"), rows)
    for option in options if len(options) == 1 else ():
        if option.metadata["note"]:
            output.line(option.metadata["note"])


def _document(option: Field[Any], now: Settings) -> views.Json:
    told = option.metadata
    least, most = told["limits"] or (None, None)
    return {
        "name": option.name,
        "title": told["title"],
        "section": told["section"],
        "value": getattr(now, option.name),
        "default": option.default,
        "choices": [{"value": value, "title": title} for value, title in told["choices"].items()],
        "least": least,
        "most": most,
        "note": told["note"],
    }


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value != "" else '""'


def _may_be(option: Field[Any]) -> str:
    if isinstance(option.default, bool):
        return "yes, no"
    if option.metadata["choices"]:
        return ", ".join(map(_plain, option.metadata["choices"]))
    if option.metadata["limits"]:
        least, most = option.metadata["limits"]
        return f"{least} to {most}"
    return "an address, or nothing" if option.metadata["usable"] else "any text"
