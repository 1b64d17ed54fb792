"""Draw the application's icon in every size that desktops ask for: `python packaging/icons/draw.py`."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "resources" / "modstead.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def main() -> None:
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(SOURCE))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        image.save(str(HERE / f"modstead-{size}.png"))
    (HERE / "modstead.svg").write_bytes(SOURCE.read_bytes())
    application.quit()


if __name__ == "__main__":
    main()
