"""How the carrying out of a plan gets on: number and time left, steps, files, and what Cancel does now."""

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from modstead.domain.pace import Pace
from modstead.domain.plan import OperationKind, Plan, PlanKind, Progress, Stage
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.pages import IconMark, Line, PageHeader
from modstead.ui.kit.painting import draw_icon, draw_progress, draw_text
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.kit.rows import RowList
from modstead.ui.kit.versions import draw_version_change, short_version, version_change_rects
from modstead.ui.review.progress_model import FileRow, FileState, ProgressModel, bytes_words, share_of
from modstead.ui.theme import Theme

_STEPS = (
    (Stage.CHECK, "Check"),
    (Stage.DOWNLOAD, "Download"),
    (Stage.VERIFY, "Verify"),
    (Stage.SWAP, "Swap"),
)
_ROW, _HEADING = 32, 44
_BAR_COLUMN, _BAR, _VERSIONS = 304, 140, 230
_TOLD_EVERY_MS = 100
_LOOKED_EVERY_MS = 1000
_VERBS = {
    PlanKind.UPDATE: "Updating",
    PlanKind.INSTALL: "Installing",
    PlanKind.ADD: "Adding",
    PlanKind.REMOVE: "Removing",
    PlanKind.ENABLE: "Enabling",
    PlanKind.DISABLE: "Disabling",
    PlanKind.UNDO: "Undoing",
    PlanKind.REDO: "Redoing",
    PlanKind.RESTORE: "Taking back",
    PlanKind.LOADOUT: "Switching",
    PlanKind.MIGRATE: "Moving",
}


class ProgressPage(QWidget):
    """`begin(plan)`, then `advance(report)` for each report; the page never ends by itself."""

    cancel_requested = Signal()
    background_requested = Signal()
    summary_changed = Signal(str, object)
    """`14 of 23` and the share that is done (None: unknown), for the top bar."""

    def __init__(
        self, theme: Theme, *, images: ImageLoader, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self.theme = theme
        self.model = ProgressModel(self)
        self._clock = clock
        self._pace = Pace()
        self._seconds_left: float | None = None
        self._progress = Progress(Stage.CHECK, 0, 0)
        self._reports: dict[str, Progress] = {}
        self.background_button = Button(theme, "Continue in background", kind="quiet")
        self.cancel_button = Button(theme, "Cancel")
        self.header = PageHeader(theme, "Updating", actions=(self.background_button, self.cancel_button))
        self.bar = ProgressBar(theme, overall=True)
        self.steps = Steps(theme)
        self.numbers = Label(theme, role="caption", colour="text_2")
        self.list = RowList(theme)
        self.foot = Foot(theme)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(_TOLD_EVERY_MS)
        self._told.timeout.connect(self._tell)
        self._looked = QTimer(self)
        self._looked.setInterval(_LOOKED_EVERY_MS)
        self._looked.timeout.connect(self._look)
        self._lay_out(images)
        self.cancel_button.clicked.connect(self._cancel)
        self.background_button.clicked.connect(self.background_requested)

    def begin(self, plan: Plan) -> None:
        """Another plan is carried out from here on."""
        number = sum(1 for operation in plan.operations if not operation.required_by)
        noun = "change" if plan.takes_back else "mod"
        self.header.set_title(f"{_VERBS[plan.kind]} {text.plural(number, noun)}")
        self._reports.clear()
        self.model.begin(plan)
        self._pace = Pace()
        self._seconds_left = None
        self._progress = Progress(Stage.CHECK, 0, 0)
        self.cancel_button.setEnabled(True)
        self.cancel_button.set_text("Cancel")
        self._tell()

    def advance(self, progress: Progress) -> None:
        """Take a report in; what it changes is shown at most ten times a second."""
        new_stage = progress.stage is not self._progress.stage
        self._progress = progress
        if progress.stage is Stage.DOWNLOAD:
            self._pace = self._pace.seen(self._clock(), progress.bytes_done - progress.bytes_held)
            self._reports[progress.file] = progress
        elif progress.stage in {Stage.VERIFY, Stage.SWAP} and new_stage:
            self._reports.clear()
            self.model.finish_all()
        if new_stage:
            self._tell()
        elif not self._told.isActive():
            self._told.start()

    def showEvent(self, event: QShowEvent) -> None:
        self._looked.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._looked.stop()

    def summary(self) -> tuple[str, float | None]:
        progress = self._progress
        words = (
            f"{text.grouped(progress.done)} of {text.grouped(progress.total)}" if progress.total else "1 task"
        )
        return words, share_of(progress)

    def _look(self) -> None:
        """Where nothing comes, no report does either; but the pace is another by then."""
        progress = self._progress
        if progress.stage is Stage.DOWNLOAD and not progress.finished:
            self._pace = self._pace.seen(self._clock(), progress.bytes_done - progress.bytes_held)
            self._tell()

    def _tell(self) -> None:
        self.model.advance(*self._reports.values())
        self._reports.clear()
        progress = self._progress
        words, share = self.summary()
        self.bar.set_share(share)
        self.steps.set_stage(progress.stage)
        self.foot.set_stage(progress.stage)
        self.header.caption.set_text(self._time_left())
        self.numbers.set_text(self._numbers())
        self.summary_changed.emit(words, share)

    def _time_left(self) -> str:
        progress = self._progress
        if progress.stage is not Stage.DOWNLOAD:
            return ""
        to_come = progress.bytes_total - progress.bytes_done
        self._seconds_left = self._pace.seconds_left(to_come, self._seconds_left)
        return "" if self._seconds_left is None else f"about {text.duration(self._seconds_left)} left"

    def _numbers(self) -> str:
        progress = self._progress
        parts = []
        if progress.total:
            parts.append(f"{text.grouped(progress.done)} of {text.plural(progress.total, 'file')}")
        if progress.bytes_total and progress.stage is Stage.DOWNLOAD:
            parts.append(bytes_words(progress.bytes_done, progress.bytes_total))
            if self._pace.per_second:
                parts.append(f"{text.size(round(self._pace.per_second))}/s")
        return " · ".join(parts)

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.cancel_requested.emit()

    def _lay_out(self, images: ImageLoader) -> None:
        px = self.theme.px
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setAccessibleName("Files")
        self.list.setItemDelegate(ProgressDelegate(self.theme, self.list, self.model, images))
        images.ready.connect(self.list.viewport().update)
        above = QWidget()
        self._above = QVBoxLayout(above)
        self._above.setSpacing(0)
        self._above.addWidget(self.bar)
        steps = QHBoxLayout()
        steps.addWidget(self.steps, 1)
        steps.addWidget(self.numbers)
        self._above.addLayout(steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(above)
        column.addWidget(Line(self.theme))
        column.addSpacing(px(6))
        column.addWidget(self.list, 1)
        column.addWidget(self.foot)
        self.theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        px = self.theme.px
        self._above.setContentsMargins(px(20), px(7), px(16), px(8))


class Steps(QWidget):
    """Check, Download, Verify, Swap: done ones with a tick, the present one bold."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stage = Stage.CHECK
        theme.changed.connect(self.updateGeometry)
        self.set_stage(Stage.CHECK)

    def set_stage(self, stage: Stage) -> None:
        self._stage = stage
        words = dict(_STEPS)[stage]
        self.setAccessibleName(f"Step {self._place() + 1} of {len(_STEPS)}: {words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, colours, px = QPainter(self), self._theme, self._theme.palette, self._theme.px
        left, height = 0, self.height()
        for place, (_stage, words) in enumerate(_STEPS):
            rect = QRect(left, 0, self.width() - left, height)
            if place < self._place():
                draw_icon(painter, theme, QRect(left, 0, px(14), height), "check", colours.good, size=14)
                rect.setLeft(left + px(20))
                left = rect.left() + draw_text(
                    painter, theme, rect, words, role="caption", colour=colours.good
                )
            elif place == self._place():
                left += draw_text(painter, theme, rect, words, role="caption", weight=600)
            else:
                left += draw_text(painter, theme, rect, words, role="caption", colour=colours.text_3)
            if place + 1 < len(_STEPS):
                painter.fillRect(QRect(left + px(10), height // 2, px(22), 1), colours.edge)
                left += px(42)

    def _place(self) -> int:
        return next(place for place, (stage, _words) in enumerate(_STEPS) if stage is self._stage)


class Foot(QWidget):
    """What Cancel does now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.words = Label(theme, role="caption", colour="text_2", elide=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark(theme, "lock", size=14, colour="text_3"))
        self._row.addWidget(self.words, 1)
        theme.changed.connect(self._measure)
        self._measure()

    def set_stage(self, stage: Stage) -> None:
        if stage is Stage.SWAP:
            self.words.set_text("The folder is being changed. Cancel puts everything back as it was.")
        else:
            self.words.set_text("Nothing in the folder has changed yet. Cancel leaves it as it is.")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.palette.panel)
        painter.fillRect(QRect(0, 0, self.width(), 1), self._theme.palette.line)

    def _measure(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(36))
        self._row.setContentsMargins(px(20), 1, px(16), 0)
        self._row.setSpacing(px(8))


class ProgressDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: RowList, model: ProgressModel, images: ImageLoader) -> None:
        super().__init__(view)
        self._theme, self._view, self._model, self._images = theme, view, model, images

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        heading = self._model.row_at(index.row()) is None
        return QSize(0, self._theme.px(_HEADING if heading else _ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, px = self._theme, self._theme.px
        rect = QRect(option.rect.x(), option.rect.y(), self._view.width(), option.rect.height())
        row = self._model.row_at(index.row())
        if row is None:
            self._paint_heading(painter, rect)
            return
        right = rect.right() + 1 - px(16)
        state = QRect(right - px(_BAR_COLUMN), rect.y(), px(_BAR_COLUMN), rect.height())
        versions = QRect(state.x() - px(_VERSIONS), rect.y(), px(_VERSIONS - 12), rect.height())
        icon = QRect(rect.x() + px(20), rect.y(), px(22), rect.height())
        name = QRect(icon.right() + 1 + px(10), rect.y(), 0, rect.height())
        name.setRight(versions.x() - px(8))
        ratio = painter.device().devicePixelRatioF()
        picture = self._images.pixmap(row.operation.icon_url, px(22), ratio=ratio)
        draw_mod_icon(painter, theme, icon, picture, 22)
        draw_text(painter, theme, name, row.operation.title or row.operation.file_name, weight=500)
        self._paint_versions(painter, versions, row)
        self._paint_state(painter, state, row)

    def _paint_heading(self, painter: QPainter, rect: QRect) -> None:
        theme, px = self._theme, self._theme.px
        painter.fillRect(QRect(rect.x(), rect.y() + px(6), rect.width(), 1), theme.palette.line)
        words = QRect(rect.x() + px(20), rect.y() + px(8), rect.width(), rect.height() - px(10))
        width = draw_text(
            painter, theme, words, "Downloaded", role="caption", weight=600, colour=theme.palette.text_2
        )
        words.setLeft(words.left() + width + px(9))
        number = text.grouped(self._model.finished)
        draw_text(painter, theme, words, number, role="caption", colour=theme.palette.text_3)

    def _paint_versions(self, painter: QPainter, rect: QRect, row: FileRow) -> None:
        operation = row.operation
        if operation.from_version_number and operation.version_number:
            old, new = operation.from_version_number, operation.version_number
            draw_version_change(painter, self._theme, rect, old, new, older=operation.goes_back)
        elif operation.version_number and operation.kind is not OperationKind.REMOVE:
            _old, _arrow, new_rect = version_change_rects(self._theme, rect)
            words, colour = short_version(operation.version_number), self._theme.palette.accent_text
            draw_text(painter, self._theme, new_rect, words, weight=600, colour=colour)

    def _paint_state(self, painter: QPainter, rect: QRect, row: FileRow) -> None:
        theme, colours, px = self._theme, self._theme.palette, self._theme.px
        colour = colours.text_3
        if row.message:
            colour = colours.warn
            self._paint_mark(painter, rect, "refresh", colour)
        elif row.state is FileState.RUNNING:
            bar = QRect(rect.x(), rect.y(), px(_BAR), rect.height())
            draw_progress(painter, theme, bar, row.done / row.total if row.total else None)
            rect = rect.adjusted(px(_BAR + 10), 0, 0, 0)
            colour = colours.text_2
        elif row.state is FileState.FINISHED:
            self._paint_mark(painter, rect, "check", colours.good)
        if row.message or row.state is FileState.FINISHED:
            rect = rect.adjusted(px(22), 0, 0, 0)
        draw_text(painter, theme, rect, row.words, role="caption", colour=colour)

    def _paint_mark(self, painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
        mark = QRect(rect.x(), rect.y(), self._theme.px(16), rect.height())
        draw_icon(painter, self._theme, mark, name, colour)
