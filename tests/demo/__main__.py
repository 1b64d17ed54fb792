"""`make demo`: the main job on the embedded sandbox, in a window if there is a display, else offscreen."""

import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]


def has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> int:
    from modstead_sandbox.sample import sample_instance
    from modstead_sandbox.server import running

    with tempfile.TemporaryDirectory(prefix="modstead-demo-") as scratch, running() as sandbox:
        root = Path(scratch)
        launcher = root / "PrismLauncher"
        instance = sample_instance(launcher / "instances" / "Meadow", sandbox.catalogue, sandbox.contents)
        sample_instance(
            launcher / "instances" / "Saltmarsh SMP",
            sandbox.catalogue,
            sandbox.contents,
            mods=24,
            loader="neoforge",
            name="Saltmarsh SMP",
            picture=("fish", "sky"),
        )
        os.environ["PRISMLAUNCHER_DATA_DIR"] = str(launcher)
        os.environ["MODSTEAD_HOME"] = str(root / "home")
        os.environ["MODSTEAD_MODRINTH_URL"] = sandbox.url
        if has_display() and "--offscreen" not in sys.argv:
            from modstead.application import run_window

            print(f"The sandbox answers at {sandbox.url}; the window opens on {instance.folder}.", flush=True)
            return run_window(instance.folder)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from driving import drive

        return drive(sandbox, instance, HERE.parents[1] / "build" / "demo")


if __name__ == "__main__":
    sys.exit(main())
