"""The entry point: the window without arguments, else the command line."""

import signal
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run Modstead with these arguments (default: the process's own) and answer with its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if not arguments:
            from modstead.application import run_window

            return run_window(None)
        from modstead.application import run_command

        status = run_command(arguments)
        if argv is None:
            # What is done is done: an interrupt while the interpreter ends must not turn it into a failure.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
