"""The pieces the window is made of, exactly after the design. Each widget takes the `Theme` first.

Lengths are the design's (13 px body); widgets and painting functions scale them through `theme.px`. Colours are named
by token: `theme.palette.accent_text`, or `"accent_text"` where a piece takes a colour's name.

Widgets
    buttons     Button (default, primary, soft, quiet, link, outlined; icon, large; `reserve` keeps its width),
                SplitButton(text, menu)
    labels      Label (role, weight, colour, wrap, elide), RichLabel (bold sentence + explanation), Link, KeyCap, Chip
    fields      SearchField (icon, key cap, x), focus_action(field, "Ctrl+F", page)
    checks      Switch(name), TickBox(name) with `set_partly`
    combos      ComboBox(name, editable)
    choices     Choice(key, label, count, bad); PillBar, TabBar, Segment: `chosen(str)`, `choose`, `set_count`
    banners     Banner(kind, title, detail, [BannerAction]), BannerArea.show_banner(key, banner) / clear(key)
    toast       Toast.show_text("23 mods updated", "Undo", act)
    pages       PageHeader, PlanFooter, EmptyState, Line, IconMark
    panel       SidePanel (body, foot, add_section), FactRow, ListRow, SectionLabel, Panel(left=True) for filters
    progress    ProgressBar (4, 6 overall, unknown length), TasksButton
    menus       Menu.add("Remove", act, icon="trash", keys="Del"); open with `popup`, never `exec`
    frame       InstanceButton, Rail, RailItem
    drop        DropOverlay, dropped(mime), drop_rows
    rows        RowList: a one-column list that knows the hovered row and the keyboard's ring, `row_state(index)`
    action_list ActionList(ActionModel) of ActionRow (title, chip, sentence, button or tick): `acted(key)`
    focus       RingedButton (base of painted buttons), ringed(theme, widget) for Qt's own

Painting, for delegates
    painting    draw_text, draw_icon, fill_rounded, outline_rounded, piece (draw once, keep), tone_colours;
                draw_switch, draw_tick, draw_chip + chip_rect + chip_close_rect, draw_channel, draw_confidence,
                draw_progress
    rows        draw_row(RowState), row_rect
    versions    short_version, version_parts, draw_version_change, draw_new_version, draw_update_offer
    install     InstallState, draw_install, install_rect, install_cancel_rect
    modicons    draw_mod_icon (rounded, grey where disabled, pixel art by whole steps), scaled_icon
    labels      draw_key_cap, draw_badge + badge_width
    choices     draw_segment_part
"""
