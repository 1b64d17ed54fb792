"""`python -m modstead_sandbox`: run the local catalogue server in the foreground."""

from __future__ import annotations

import sys

from modstead_sandbox.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
