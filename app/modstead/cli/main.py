"""From arguments to an exit status."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from modstead.cli.output import Output
from modstead.cli.parser import UsageError, build_parser
from modstead.cli.statuses import CANCELLED, FAILED, WRONG_USAGE
from modstead.errors import ModsteadError

if TYPE_CHECKING:
    from modstead.services.bundle import Services


class Backend(Protocol):
    """What the composition root builds."""

    @property
    def services(self) -> "Services": ...


OpenBackend = Callable[[], AbstractAsyncContextManager[Backend]]


def run(
    arguments: Sequence[str], backend: Callable[[], OpenBackend], open_window: Callable[[Path | None], int]
) -> int:
    """Carry out one command. Whatever fails is told in one sentence; nothing raises but bugs."""
    output = Output.standard(as_json="--json" in arguments)
    if arguments and arguments[0] == "sandbox":
        return _sandbox(arguments[1:], output)
    try:
        parsed = build_parser().parse_args(arguments)
    except UsageError as error:
        output.failure(ModsteadError(str(error)))
        return WRONG_USAGE
    if parsed.command is None:
        output.failure(ModsteadError("No command was given.", remedy="See: modstead --help"))
        return WRONG_USAGE

    if parsed.command == "window":
        return open_window(parsed.folder.absolute() if parsed.folder else None)

    import asyncio

    from modstead.cli.commands import COMMANDS

    async def carry_out() -> int:
        async with backend()() as opened:
            return await COMMANDS[parsed.command](parsed, opened.services, output)

    try:
        return asyncio.run(carry_out())
    except ModsteadError as error:
        output.failure(error)
        return FAILED
    except (KeyboardInterrupt, asyncio.CancelledError):
        output.message("Cancelled; nothing was changed.")
        return CANCELLED
    except BrokenPipeError:
        # Whoever read the output has gone; what is still buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _sandbox(arguments: Sequence[str], output: Output) -> int:
    """The sandbox reads its own arguments: it is there only where its optional dependencies are."""
    try:
        from modstead_sandbox.command import main
    except ImportError as error:
        output.failure(
            ModsteadError(
                "The sandbox is not installed.",
                f"{error.name} is missing.",
                remedy='Install it with: pip install "modstead[sandbox]"',
            )
        )
        return FAILED
    return main(arguments)
