"""The style sheet for Qt's own widgets: fields, menus, scroll bars, headers, tool tips, settings' controls.

Buttons, pills, tabs, banners and rows paint themselves and need none of it.
"""

from collections.abc import Callable

from PySide6.QtGui import QColor

from modstead.paths import resources
from modstead.ui.tokens import Palette


def stylesheet(colours: Palette, px: Callable[[float], int]) -> str:
    return "\n".join(
        (
            _fields(colours, px),
            _ticks(colours, px),
            _menus(colours, px),
            _scroll_bars(colours, px),
            _views(colours, px),
            _hints(colours, px),
        )
    )


def _fields(c: Palette, px: Callable[[float], int]) -> str:
    return f"""
QLineEdit, QComboBox, QSpinBox {{
    background: {_hex(c.sheet)}; color: {_hex(c.text)}; border: 1px solid {_hex(c.edge)};
    border-radius: {px(6)}px; padding: 0 {px(8)}px; min-height: {px(26)}px;
    selection-background-color: {_hex(c.accent_soft_2)}; selection-color: {_hex(c.text)};
    placeholder-text-color: {_hex(c.text_3)};
}}
QLineEdit:focus, QSpinBox:focus {{ border: 2px solid {_hex(c.accent)}; padding: 0 {px(8) - 1}px;
    min-height: {px(26) - 2}px; }}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ color: {_hex(c.off)}; border-color: {_hex(c.line)}; }}
QComboBox:hover {{ background: {_hex(c.hover)}; }}
QComboBox::drop-down {{ border: none; width: {px(24)}px; }}
QComboBox::down-arrow {{ image: url({_picture(f"chevron-{c.scheme}")}); width: {px(14)}px; height: {px(14)}px; }}
ComboBox::down-arrow {{ image: none; }}
QSpinBox QLineEdit {{ border: none; background: transparent; padding: 0 0 0 {px(5)}px; min-height: 0; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QComboBox QAbstractItemView {{ background: {_hex(c.raised)}; border: 1px solid {_hex(c.edge)}; outline: none;
    padding: {px(4)}px; selection-background-color: {_hex(c.accent_soft)}; selection-color: {_hex(c.text)}; }}
TextArea {{ background: {_hex(c.sheet)}; color: {_hex(c.text)}; border: 1px solid {_hex(c.edge)};
    border-radius: {px(6)}px; padding: {px(4)}px {px(4)}px; placeholder-text-color: {_hex(c.text_3)}; }}
TextArea:focus {{ border: 2px solid {_hex(c.accent)}; padding: {px(4) - 1}px; }}
TextArea:disabled {{ color: {_hex(c.off)}; border-color: {_hex(c.line)}; }}
QPlainTextEdit, QTextEdit {{ selection-background-color: {_hex(c.accent_soft_2)};
    selection-color: {_hex(c.text)}; }}
"""


def _ticks(c: Palette, px: Callable[[float], int]) -> str:
    return f"""
QCheckBox, QRadioButton {{ spacing: {px(8)}px; color: {_hex(c.text)}; background: transparent; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {px(16) - 2}px; height: {px(16) - 2}px;
    border: 1px solid {_hex(c.control)}; border-radius: {px(4)}px; background: transparent; }}
QRadioButton::indicator {{ border-radius: {px(8)}px; }}
QCheckBox::indicator:checked {{ background: {_hex(c.accent)}; border-color: {_hex(c.accent)};
    image: url({_picture("tick-white")}); }}
QRadioButton::indicator:checked {{ border: {px(5)}px solid {_hex(c.accent)}; width: {px(16) - 2 * px(5)}px;
    height: {px(16) - 2 * px(5)}px; background: {_hex(c.on_accent)}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {_hex(c.off)}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {_hex(c.line)}; }}
QCheckBox::indicator:checked:disabled {{ background: {_hex(c.press)}; }}
"""


def _menus(c: Palette, px: Callable[[float], int]) -> str:
    return f"""
QMenu {{ background: {_hex(c.raised)}; color: {_hex(c.text)}; border: 1px solid {_hex(c.edge)};
    border-radius: {px(6)}px; padding: {px(4)}px; }}
QMenu::item {{ min-height: {px(20)}px; padding: {px(4)}px {px(24)}px {px(4)}px {px(10)}px; border-radius: {px(4)}px;
    background: transparent; }}
QMenu::item:selected {{ background: {_hex(c.accent_soft)}; }}
QMenu::item:disabled {{ color: {_hex(c.off)}; background: transparent; }}
QMenu::icon {{ padding-left: {px(8)}px; }}
QMenu::indicator {{ width: {px(16)}px; height: {px(16)}px; left: {px(4)}px; }}
QMenu::indicator:checked {{ image: url({_picture(f"check-{c.scheme}")}); }}
QMenu::separator {{ height: 1px; background: {_hex(c.line)}; margin: {px(4)}px {px(6)}px; }}
"""


def _scroll_bars(c: Palette, px: Callable[[float], int]) -> str:
    bar, rest, hovered = px(6) + 2 * px(3), px(3), px(2)
    thumb = bar - 2 * hovered
    return f"""
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {bar}px; }}
QScrollBar:horizontal {{ height: {bar}px; }}
QScrollBar::handle {{ background: {_hex(c.edge)}; border-radius: {(bar - 2 * rest) // 2}px; }}
QScrollBar::handle:vertical {{ min-height: {px(40)}px; margin: {px(3)}px {rest}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(40)}px; margin: {rest}px {px(3)}px; }}
QScrollBar::handle:hover {{ background: {_hex(c.control)}; border-radius: {thumb // 2}px; }}
QScrollBar::handle:vertical:hover {{ margin: {px(3)}px {hovered}px; }}
QScrollBar::handle:horizontal:hover {{ margin: {hovered}px {px(3)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
"""


def _views(c: Palette, px: Callable[[float], int]) -> str:
    return f"""
QHeaderView {{ background: {_hex(c.sheet)}; border: none; }}
QHeaderView::section {{ background: {_hex(c.sheet)}; color: {_hex(c.text_2)}; border: none;
    border-bottom: 1px solid {_hex(c.line)}; padding: 0 {px(6)}px 0 0; min-height: {px(27)}px; font-weight: 500; }}
QHeaderView::section:hover {{ color: {_hex(c.text)}; }}
QSplitter::handle {{ background: {_hex(c.line)}; }}
"""


def _hints(c: Palette, px: Callable[[float], int]) -> str:
    return f"""
QToolTip {{ background: {_hex(c.toast)}; color: {_hex(c.toast_text)}; border: 1px solid {_hex(c.toast)};
    padding: {px(4)}px {px(6)}px; }}
"""


def _picture(name: str) -> str:
    """Style sheets cannot colour a picture, so that these few are drawn in each scheme's colour."""
    return (resources() / "style" / f"{name}.svg").as_posix()


def _hex(colour: QColor) -> str:
    return colour.name()
