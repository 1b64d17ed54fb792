"""What a project says of itself: the fields, the description with its preview, and what would be different."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.publishing import Content, Field, FieldKind, Section, Value
from modstead.ui.images import ImageLoader
from modstead.ui.kit.choices import Choice, Segment
from modstead.ui.kit.pages import ScrolledColumn
from modstead.ui.markdown import Rendered
from modstead.ui.prose import Prose
from modstead.ui.studio.form import Form
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme

_WIDTH = 660


class FormColumn(QWidget):
    """A form that scrolls, as wide as one reads."""

    def __init__(self, theme: Theme, *, grows: bool = False) -> None:
        """With `grows` its one field takes all the room there is."""
        super().__init__()
        self.theme = theme
        self.form = Form(theme, grows=grows)
        self._box = QWidget()
        self.column = QVBoxLayout(self._box)
        self.column.addWidget(self.form, 1 if grows else 0)
        self.column.addStretch(0 if grows else 1)
        self.area = ScrolledColumn(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
        self.form.looked_at.connect(self._look_at)
        self.setFocusProxy(self.form)
        theme.changed.connect(self._measure)
        self._measure()

    def _look_at(self, box: QWidget) -> None:
        """Its trouble has just been told beneath it: what lies below has moved."""
        self.column.activate()
        self.form.column.activate()
        self.area.ensureWidgetVisible(box, 0, self.theme.px(24))

    def _measure(self) -> None:
        px = self.theme.px
        self._box.setMaximumWidth(px(_WIDTH))
        self.column.setContentsMargins(px(20), px(16), px(20), px(20))
        self.column.setSpacing(px(12))


class Description(QWidget):
    """A long text and how it will look."""

    changed = Signal()

    def __init__(self, theme: Theme, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self.scope = TaskScope(lambda _failure: None)
        self.written = FormColumn(theme, grows=True)
        self.preview = Prose(theme, images)
        self.preview.setAccessibleName("Preview")
        choices = (Choice("write", "Write"), Choice("preview", "Preview"))
        self.ways = Segment(theme, choices, name="Write, or see how it looks")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.written)
        self._framed = QWidget()
        self._frame = QVBoxLayout(self._framed)
        self._frame.addWidget(self.preview)
        self._stack.addWidget(self._framed)
        self._row = QHBoxLayout()
        self._row.addWidget(self.ways)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self._stack, 1)
        self.ways.chosen.connect(self.show_way)
        self.written.form.changed.connect(self.changed)
        self.setFocusProxy(self.written)
        theme.changed.connect(self._measure)
        self._measure()

    def show_way(self, key: str) -> None:
        self.ways.choose(key)
        self._stack.setCurrentWidget(self._framed if key == "preview" else self.written)
        if key == "preview":
            words = "\n\n".join(str(value) for value in self.written.form.content().values())
            work = partial(_rendered, words)
            self.scope.start("render", work, done=self.preview.show_text)

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), px(12), px(16), 0)
        self._frame.setContentsMargins(px(20), px(12), px(16), px(12))


class ProjectFields(QWidget):
    """All that can be said of a project, over two tabs: `details` and `description`."""

    changed = Signal()

    def __init__(self, theme: Theme, images: ImageLoader) -> None:
        super().__init__()
        self.hide()
        self.details = FormColumn(theme)
        self.description = Description(theme, images)
        self.fields: tuple[Field, ...] = ()
        self.details.form.changed.connect(self.changed)
        self.description.changed.connect(self.changed)

    def show_fields(self, fields: tuple[Field, ...], content: Content) -> None:
        self.fields = fields
        long = [field for field in fields if _is_description(field)]
        self.details.form.show_fields([field for field in fields if field not in long], content)
        self.description.written.form.show_fields(long, content)
        self.description.show_way("write")

    def fill(self, content: Content) -> None:
        """Write this into the fields, as if the user had."""
        if content:
            self.details.form.fill(content)
            self.description.written.form.fill(content)

    def content(self) -> dict[str, Value]:
        return {**self.details.form.content(), **self.description.written.form.content()}

    def edited(self) -> dict[str, Value]:
        return {**self.details.form.edited(), **self.description.written.form.edited()}


def _is_description(field: Field) -> bool:
    return field.section is Section.DESCRIPTION and field.kind is FieldKind.TEXT


async def _rendered(words: str) -> Rendered:
    import asyncio

    from modstead.ui.markdown import rendered

    return await asyncio.to_thread(rendered, words)
