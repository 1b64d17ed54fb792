"""From the start of the process to the first picture, against an empty `QMainWindow`."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from measuring import Row, scratch

ROUNDS = 11
EMPTY = """
import os, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), flush=True)
        os._exit(0)
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
OURS = """
import os, time
import modstead.ui.shell as shell
def paint(self, event):
    super(shell.Shell, self).paintEvent(event)
    print(time.time(), flush=True)
    os._exit(0)
shell.Shell.paintEvent = paint
from modstead.__main__ import main
main([])
"""


def rows() -> Iterator[Row]:
    with scratch() as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "MODSTEAD_HOME": str(home)}
        ours, empty = [], []
        for _ in range(ROUNDS):
            for code, taken in ((OURS, ours), (EMPTY, empty)):
                start = time.time()
                run = subprocess.run(
                    [sys.executable, "-c", code],
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    check=True,
                )
                taken.append(float(run.stdout) - start)
    yield Row("first paint / an empty QMainWindow's", statistics.median(ours) / statistics.median(empty), 1.3)
