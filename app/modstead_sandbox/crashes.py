"""What a game leaves behind when a mod breaks it: invented, in the style of a real one."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

_REPORT = """\
---- Minecraft Crash Report ----
// It was working when I left it.

Time: {time}
Description: Initializing game

java.lang.RuntimeException: Could not execute entrypoint stage 'client' due to errors, provided by '{mod_id}' at \
'com.example.{package}.Client'!
\tat net.fabricmc.loader.impl.FabricLoaderImpl.lambda$invokeEntrypoints$2(FabricLoaderImpl.java:388)
\tat net.minecraft.class_310.handler$zcb000${beside}$onStart(class_310.java:2148)
Caused by: java.lang.IllegalStateException: The lights went out
\tat knot//com.example.{package}.Client.onInitializeClient(Client.java:21)

A detailed walkthrough of the error, its code path and all known details is as follows:
---------------------------------------------------------------------------------------

-- System Details --
Details:
\tMinecraft Version: {game_version}
"""


def leave_crash_report(
    game: Path, mod_id: str, *, beside: str, moment: float, game_version: str = "1.21.4"
) -> Path:
    """Write a crash report into a game folder that names one mod, and another one that was merely at work.

    `moment` is when, in seconds.

    Raises:
        OSError: it cannot be written.
    """
    at = datetime.fromtimestamp(moment).astimezone()
    path = game / "crash-reports" / f"crash-{at:%Y-%m-%d_%H.%M.%S}-client.txt"
    path.parent.mkdir(exist_ok=True)
    package = mod_id.replace("-", "_")
    path.write_text(
        _REPORT.format(
            time=f"{at:%Y-%m-%d %H:%M:%S}",
            mod_id=mod_id,
            package=package,
            beside=beside,
            game_version=game_version,
        ),
        encoding="utf-8",
        newline="\r\n",
    )
    os.utime(path, (moment, moment))
    return path
