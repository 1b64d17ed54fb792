#!/bin/sh
# Renews requirements.lock from pyproject.toml: every dependency pinned with its hashes, and no registry named.
set -eu
cd "$(dirname "$0")/.."
uv pip compile pyproject.toml --extra sandbox --extra dev --extra fuzz --extra package --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock "$@"
