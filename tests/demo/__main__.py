"""`make demo`: the main job on the embedded sandbox, in a window if there is a display, else offscreen."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]


def has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> int:
    from modstead.application import run_window
    from modstead.application.sample import running_sample

    if has_display() and "--offscreen" not in sys.argv:
        return run_window(None, sample=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # What it signs in with is no business of anybody's keyring.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    with running_sample() as sample:
        os.environ.update(sample.environment)
        from driving import drive

        return drive(sample.sandbox, sample.instance, HERE.parents[1] / "build" / "demo")


if __name__ == "__main__":
    sys.exit(main())
