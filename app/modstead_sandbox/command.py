"""The command line of the sandbox."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from modstead_sandbox.catalogue import DEFAULT_PROJECTS, DEFAULT_SEED, Catalogue
from modstead_sandbox.faults import Fault, FaultError, Faults, parse
from modstead_sandbox.guizhan.assumptions import PREFIX
from modstead_sandbox.guizhan.tokens import listing as guizhan_listing
from modstead_sandbox.moving import moving_instance
from modstead_sandbox.quarrelling import quarrelling_instance
from modstead_sandbox.sample import DEFAULT_MODS, sample_instance
from modstead_sandbox.server import LOOPBACK, Handle, listen, serve
from modstead_sandbox.tokens import listing
from modstead_sandbox.troubled import troubled_instance

_USUAL, _TROUBLED, _MOVING, _QUARRELLING = "usual", "troubled", "moving", "quarrelling"
_FAULTS = """what can go wrong, for --fault, separated by commas:
  latency=MS         wait before the answer
  status=NUMBER      answer with this status; with retry_after=S also say when to come back
  garbage            answer with something that cannot be read
  cut=SHARE          break the connection off in the middle (0 to 1)
  wrong_hash         alter a byte of each file
  no_ranges          send each file whole, whatever part of it was asked for
  wrong_range        send another part of a file than was asked for
  lying_range        the same, under the name of the part that was asked for
  changed            send each file in another state, with another tag
  padding=BYTES      send more than was announced
  wrong_size=BYTES   announce another size than the file has
  redirect=ADDRESS   send the request elsewhere
  file_name=NAME     name every file this
  file_url=ADDRESS   give this address for every file
"""
_TOKENS = f"""tokens to sign in with, good for this sandbox alone:
{listing()}
for Guizhan Resources, which is served under {PREFIX}:
{guizhan_listing()}
"""


def main(argv: Sequence[str]) -> int:
    """Run the sandbox until interrupted; prints its base URL, and nothing else, on standard output.

    Returns 0 when stopped, 1 where it could not start, 2 for wrong usage.
    """
    options = _parser().parse_args(argv)
    try:
        faults = _faults(options.latency, options.fault)
    except FaultError as problem:
        print(f"The sandbox did not start: {problem}.", file=sys.stderr)
        return 2
    if options.kind != _USUAL and options.projects < DEFAULT_PROJECTS:
        print(f"The {options.kind} instance needs {DEFAULT_PROJECTS} projects.", file=sys.stderr)
        return 2
    handle = Handle(
        Catalogue(options.seed, options.projects, jar_size=options.jar_size),
        faults,
        per_minute=options.rate_limit,
        burst=options.rate_limit,
    )
    handle.set_newer_lookups(on=not options.older_lookups)
    if options.instance is not None:
        try:
            written = _written(options.instance, handle, options.mods, options.kind)
        except OSError as problem:
            print(f"The sample instance was not written: {problem}.", file=sys.stderr)
            return 1
        print(f"A sample instance with {written} mods lies in {options.instance}.", file=sys.stderr)
    try:
        listening = listen(options.port)
    except OSError as problem:
        print(
            f"The sandbox did not start: port {options.port} cannot be had ({problem.strerror}).",
            file=sys.stderr,
        )
        return 1
    with listening:
        handle.url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        print(handle.url, flush=True)
        print(_TOKENS, file=sys.stderr)
        try:
            serve(handle, listening)
        except KeyboardInterrupt:
            print("The sandbox has stopped.", file=sys.stderr)
        finally:
            handle.close()
    return 0


def _written(folder: Path, handle: Handle, mods: int, kind: str) -> int:
    """Write the sample instance; says how many mods it has."""
    if kind == _MOVING:
        return len(moving_instance(folder, handle.catalogue, handle.contents).mods)
    if kind == _QUARRELLING:
        return len(quarrelling_instance(folder, handle.catalogue, handle.contents).mods)
    if kind == _TROUBLED:
        return len(troubled_instance(folder, handle.catalogue, handle.contents).mods)
    return len(sample_instance(folder, handle.catalogue, handle.contents, mods=mods).mods)


def _faults(latency: float, specifications: Sequence[str]) -> Faults:
    faults = Faults(Fault(latency=latency), Fault(latency=latency))
    for specification in specifications:
        where, colon, text = specification.partition(":")
        if not colon or where not in {"api", "files"}:
            raise FaultError(f"the fault {specification} names neither api: nor files:")
        fault = parse(text)
        if where == "api":
            faults = Faults(faults.api.merged(fault), faults.files)
        else:
            faults = Faults(faults.api, faults.files.merged(fault))
    return faults


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number") from None
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{value} is not between {least} and {most}")
        return value

    return parse


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="modstead sandbox",
        description="A local server that speaks the platforms' APIs, with invented projects.",
        epilog=f"{_TOKENS}\n{_FAULTS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    help_port = "port on 127.0.0.1; 0 takes a free one (default)"
    parser.add_argument("--port", type=_whole(0, 65535), default=0, help=help_port)
    parser.add_argument(
        "--projects",
        type=_whole(1, 200_000),
        default=DEFAULT_PROJECTS,
        help=f"how many projects (default {DEFAULT_PROJECTS})",
    )
    parser.add_argument(
        "--seed", type=int, default=DEFAULT_SEED, help="whatever differs between two catalogues"
    )
    parser.add_argument(
        "--instance", type=Path, metavar="DIR", help="write a sample instance into this folder"
    )
    parser.add_argument(
        "--mods", type=_whole(1, 100_000), default=DEFAULT_MODS, help="how many mods the sample instance has"
    )
    kind = parser.add_mutually_exclusive_group()
    kind.set_defaults(kind=_USUAL)
    kind.add_argument(
        "--moving",
        action="store_const",
        dest="kind",
        const=_MOVING,
        help="write one in its place most of which is there for a newer Minecraft",
    )
    kind.add_argument(
        "--quarrelling",
        action="store_const",
        dest="kind",
        const=_QUARRELLING,
        help="write one in its place whose updates do not all go together",
    )
    kind.add_argument(
        "--troubled",
        action="store_const",
        dest="kind",
        const=_TROUBLED,
        help="write one with all that can be wrong with a folder, and with packs, in its place",
    )
    parser.add_argument(
        "--older-lookups",
        action="store_true",
        help="be without the two update look-ups that no document states, as an older server is",
    )
    help_size = "fill every JAR up to about this size"
    parser.add_argument("--jar-size", type=_whole(1, 1 << 30), metavar="BYTES", help=help_size)
    parser.add_argument("--latency", type=float, default=0.0, metavar="MS", help="wait before every answer")
    parser.add_argument(
        "--rate-limit",
        type=_whole(1, 10**9),
        default=300,
        metavar="N",
        help="requests a minute (default 300)",
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="WHERE:SPEC",
        help="what goes wrong, such as api:status=503 or files:cut=0.5,latency=100",
    )
    return parser
