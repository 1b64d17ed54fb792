#!/bin/sh
# Makes .venv with everything that Modstead, its tests and its packaging need, and the system libraries that Qt needs.
# Runs again only when the lock file, pyproject.toml or this script has changed.
set -eu
cd "$(dirname "$0")/.."

# Byte code is compiled here: where PYTHONDONTWRITEBYTECODE is set, every start would compile anew.
compile_own() {
    .venv/bin/python -m compileall -q app
}

stamp=.venv/.setup-done
if [ -f "$stamp" ] && [ ! requirements.lock -nt "$stamp" ] && [ ! pyproject.toml -nt "$stamp" ] && [ ! "$0" -nt "$stamp" ]; then
    compile_own
    exit 0
fi

# Of these, Qt needs the first line to start at all, the second for a window on X11; text needs a font.
libraries="libglib2.0-0 libegl1 libgl1 libx11-6 libdbus-1-3 libfontconfig1 libxkbcommon0 fonts-dejavu-core
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"

find_python() {
    for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        [ -n "$name" ] || continue
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
}

install_packages() {
    if [ "$(id -u)" = 0 ]; then
        runner=""
    elif command -v sudo >/dev/null 2>&1; then
        runner="sudo"
    else
        echo "Modstead's set-up needs these packages; install them as root, then run this again:" >&2
        echo "    apt-get install $*" >&2
        exit 1
    fi
    $runner env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    # shellcheck disable=SC2086
    $runner env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

missing_packages() {
    for package in "$@"; do
        # Since the move to 64-bit time, Debian and Ubuntu name some of them with a t64 suffix.
        dpkg-query -W -f='${Status}\n' "$package" "${package}t64" 2>/dev/null | grep -q "ok installed" || echo "$package"
    done
}

python=$(find_python)
if [ -z "$python" ]; then
    echo "Modstead needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
fi

if command -v apt-get >/dev/null 2>&1; then
    wanted=$libraries
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")')
        wanted="$wanted $version"
    fi
    # shellcheck disable=SC2086
    needed=$(missing_packages $wanted)
    if [ -n "$needed" ]; then
        echo "Installing system packages:" $needed
        # shellcheck disable=SC2086
        install_packages $needed
    fi
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing the locked dependencies into .venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --compile --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

if ! QT_QPA_PLATFORM=offscreen .venv/bin/python -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])' \
    2>build-qt.log; then
    echo "Qt does not start here. It needs these libraries (Debian's names; your system's may differ):" >&2
    echo "$libraries" >&2
    echo "What it said:" >&2
    cat build-qt.log >&2
    rm -f build-qt.log
    exit 1
fi
rm -f build-qt.log
compile_own
touch "$stamp"
