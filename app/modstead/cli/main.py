"""From arguments to an exit status."""

import logging
import signal
import threading
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from modstead.cli.output import Output
from modstead.cli.parser import UsageError, build_parser
from modstead.cli.statuses import CANCELLED, FAILED, PARTLY, WRONG_USAGE
from modstead.errors import Cancelled, ModsteadError, OutcomeUnknown

if TYPE_CHECKING:
    from modstead.events import Event
    from modstead.instances.recovery import Recovery
    from modstead.services.bundle import Services


class Backend(Protocol):
    """What the composition root builds."""

    @property
    def services(self) -> "Services": ...

    @property
    def slow(self) -> "Event[str]": ...


OpenBackend = Callable[[], AbstractAsyncContextManager[Backend]]


class OpenWindow(Protocol):
    """Opens the window on a folder, on a sample, or on what was open last; answers with the exit status."""

    def __call__(self, folder: Path | None, *, sample: bool = False) -> int: ...


def run(arguments: Sequence[str], backend: Callable[[], OpenBackend], open_window: OpenWindow) -> int:
    """Carry out one command. Whatever fails is told in one sentence; nothing raises but bugs."""
    before_rest = arguments[: arguments.index("--")] if "--" in arguments else arguments
    output = Output.standard(as_json="--json" in before_rest)
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
        return open_window(parsed.folder.absolute() if parsed.folder else None, sample=parsed.sample)
    heard = signal.getsignal(signal.SIGINT)
    try:
        status = _carried_out(parsed, backend, output)
        output.flush()
    finally:
        _hear(heard)
    if output.lost and not output.changed:
        return FAILED
    return status


def _carried_out(parsed: Namespace, backend: Callable[[], OpenBackend], output: Output) -> int:
    import asyncio

    from modstead.cli.commands import COMMANDS

    async def carry_out() -> int:
        async with backend()() as opened:
            opened.services.operations.insists = getattr(parsed, "while_running", False)
            opened.services.instances.recovered.listen(lambda recovery: _tell_recovery(recovery, output))
            tell_wait = _once_each(output.passing)
            opened.slow.listen(lambda server: tell_wait(f"Waiting for {server} …"))
            opened.services.instances.behind.listen(_once_each(output.message))
            for told in opened.services.settings.value.refused:
                output.message(told)
            status = await COMMANDS[parsed.command](parsed, opened.services, output)
            await _deaf_to_interrupts()
            return status

    _warn_once()
    try:
        return asyncio.run(carry_out())
    except UsageError as error:
        output.failure(ModsteadError(str(error)))
        return WRONG_USAGE
    except ModsteadError as error:
        output.failure(error)
        return PARTLY if output.changed or isinstance(error, OutcomeUnknown) else FAILED
    except (KeyboardInterrupt, asyncio.CancelledError):
        left = "what was done before stays done" if output.changed else "nothing was changed"
        output.failure(Cancelled(f"Cancelled; {left}."))
        return CANCELLED


def _tell_recovery(recovery: "Recovery", output: Output) -> None:
    output.message(recovery.text)
    output.recovered += [
        {
            "operations": list(recovery.operation_ids),
            "restored": list(recovery.restored),
            "problems": [{"file": note.subject, "reason": note.text} for note in recovery.problems],
        }
    ]


async def _deaf_to_interrupts() -> None:
    """The command is done: an interrupt from now on, or one that came just now, is too late and must not deny it."""
    import asyncio

    _hear(signal.SIG_IGN)
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(0)


def _hear(handler: Any) -> None:
    """What an interrupt does from now on; only the main thread may say."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, handler)


def _once_each(tell: Callable[[str], None]) -> Callable[[str], None]:
    """A command may open a folder several times, and say what is to be known of it but once."""
    told: set[str] = set()

    def tell_once(text: str) -> None:
        if text not in told:
            told.add(text)
            tell(text)

    return tell_once


def _warn_once() -> None:
    """Warnings are the same trouble over and over, such as a home that cannot be written: the first one is told."""
    told: list[logging.LogRecord] = []

    def first_only(record: logging.LogRecord) -> bool:
        told.append(record)
        return len(told) == 1

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("modstead: %(message)s"))
    handler.addFilter(first_only)
    logger = logging.getLogger("modstead")
    logger.handlers[:] = [handler]
    logger.propagate = False


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
