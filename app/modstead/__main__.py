"""The entry point: the window without arguments, else the command line."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run Modstead with these arguments (default: the process's own) and answer with its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments:
        from modstead.application import run_window

        return run_window(None)
    from modstead.application import run_command

    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main())
