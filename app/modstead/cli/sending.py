"""Sending what changes something on a platform: whether it is agreed to, and what an interrupt then means."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from modstead.cli.bars import amount
from modstead.cli.output import Output
from modstead.cli.statuses import CANCELLED, DONE
from modstead.errors import OutcomeUnknown


def agreed(question: str, arguments: argparse.Namespace, output: Output) -> int | None:
    """None where it is to be sent; else the status with which the command ends."""
    if arguments.dry_run:
        output.message("Nothing was sent.")
        return DONE
    if arguments.yes:
        return None
    if not output.can_ask:
        output.message("Nothing was sent. Add --yes to do it.")
        return DONE
    if output.ask(question):
        return None
    output.message("Nothing was sent.")
    return CANCELLED


class Interrupted(OutcomeUnknown):
    """Somebody stopped it while it was on its way."""


class UploadBar:
    """How many of the files' bytes are on their way."""

    def __init__(self, output: Output, files: Sequence[Path]) -> None:
        self._output = output
        self._total = sum(file.stat().st_size for file in files if file.is_file())
        self.sent = 0

    def __call__(self, sent: int) -> None:
        self.sent = sent
        shown = min(sent, self._total)
        note = f"{amount(shown)} of {amount(self._total)}"
        self._output.progress("Uploading", shown, max(1, self._total), note)

    @property
    def complete(self) -> bool:
        return self.sent >= self._total


@asynccontextmanager
async def sending(output: Output, bar: UploadBar | None = None) -> AsyncIterator[None]:
    """Around what changes something: an interrupt says truly whether it may have been changed.

    Raises:
        Interrupted: all of it may have arrived.
    """
    try:
        yield
    except asyncio.CancelledError:
        if bar is not None and not bar.complete:
            raise
        raise Interrupted("It was interrupted while it was sent.") from None
    finally:
        output.clear_bar()
    output.changed = True
