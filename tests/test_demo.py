import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_demo_does_the_main_job_and_leaves_a_picture_of_every_page() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "tests/demo", "--offscreen"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    pictures = {path.name for path in (ROOT / "build" / "demo").glob("*.png")}
    for page in (
        "01-mods",
        "02-browse",
        "03-project",
        "04-review",
        "05a-drop",
        "05b-drop-report",
        "06-history",
        "13-what-changed",
        "14-bisect",
        "16b-following",
        "17-studio",
    ):
        assert {f"{page}-light.png", f"{page}-dark.png"} <= pictures
