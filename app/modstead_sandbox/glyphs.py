"""Line icons of the tag lists, drawn for the sandbox: SVG text on a grid of 24 with `currentColor`."""

from __future__ import annotations

_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
    'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{}</svg>'
)


def _paths(*shapes: str) -> str:
    return _FRAME.format("".join(f'<path d="{shape}"/>' for shape in shapes))


_SUN = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z"
_BOX = "M4 8l8-4 8 4v8l-8 4-8-4Z"

CATEGORY_ICONS: dict[str, str] = {
    "*": _paths("M5 5h14v14H5Z", "M9 12h6"),
    "adventure": _paths("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z", "M15.5 8.5l-2 5-5 2 2-5Z"),
    "atmosphere": _paths("M4 16h12a3 3 0 1 0-1-6 5 5 0 0 0-9.5 1A3 3 0 0 0 4 16Z"),
    "audio": _paths("M9 18V6l10-2v12", "M6.5 15.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z"),
    "blocks": _paths(_BOX, "M4 8l8 4 8-4", "M12 12v8"),
    "bloom": _paths(_SUN, "M12 2v3M12 19v3M2 12h3M19 12h3"),
    "cartoon": _paths("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z", "M8 14q4 4 8 0", "M9 9v1M15 9v1"),
    "challenging": _paths("M3 20l7-14 4 8 2-4 5 10Z"),
    "colored-lighting": _paths("M9 18h6", "M10 21h4", "M8 14a6 6 0 1 1 8 0v2H8Z"),
    "combat": _paths("M5 19l10-10M15 3h6v6L11 19", "M4 14l6 6"),
    "core-shaders": _paths("M8 5l-5 7 5 7", "M16 5l5 7-5 7"),
    "cursed": _paths("M6 11a6 6 0 1 1 12 0v4l-2 1v3H8v-3l-2-1Z", "M9.5 12v1M14.5 12v1"),
    "decoration": _paths("M8 3h8l3 8H5Z", "M12 11v7", "M8 20h8"),
    "economy": _paths("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z", "M12 8v8M9.5 10h4M10.5 14h4"),
    "entities": _paths("M5 5h14v14H5Z", "M8 9h2M14 9h2", "M9 15h6"),
    "environment": _paths("M12 3l6 9h-3l4 6H5l4-6H6Z", "M12 18v3"),
    "equipment": _paths("M12 3l8 3v6c0 5-4 7.5-8 9-4-1.5-8-4-8-9V6Z"),
    "fantasy": _paths("M4 20L15 9", "M17 3v4M15 5h4M20 11v3M18.5 12.5h3"),
    "foliage": _paths("M5 19c0-9 6-14 14-14 0 9-5 14-14 14Z", "M5 19l8-8"),
    "fonts": _paths("M5 19l7-14 7 14", "M8 14h8"),
    "food": _paths("M12 7c-5-3-8 1-8 5 0 5 4 9 8 8 4 1 8-3 8-8 0-4-3-8-8-5Z", "M12 7c0-2 1-4 3-4"),
    "game-mechanics": _paths("M4 7h10M18 7h2M4 12h3M11 12h9M4 17h8M16 17h4", "M16 5v4M9 10v4M14 15v4"),
    "gui": _paths("M3 5h18v14H3Z", "M3 9h18", "M6 7h.01"),
    "high": _paths("M5 19v-4M10 19v-7M15 19V9M20 19V5"),
    "items": _paths("M12 3l7 7-7 11-7-11Z", "M5 10h14"),
    "kitchen-sink": _paths("M4 12h16v4a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4Z", "M9 12V6a3 3 0 0 1 6 0"),
    "library": _paths("M5 4h4v16H5Z", "M9 4h4v16H9Z", "M14.5 5l3-1 3.5 15-3 1Z"),
    "lightweight": _paths("M20 4C12 4 6 9 6 16l-2 4", "M6 16c6 0 12-4 14-12"),
    "locale": _paths(
        "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z", "M3 12h18", "M12 3c4 5 4 13 0 18-4-5-4-13 0-18Z"
    ),
    "low": _paths("M5 19v-4"),
    "magic": _paths("M10 3l1.5 5.5L17 10l-5.5 1.5L10 17l-1.5-5.5L3 10l5.5-1.5Z", "M18 15v6M15 18h6"),
    "management": _paths("M4 5h16v5H4Z", "M4 14h16v5H4Z", "M8 7.5h.01M8 16.5h.01"),
    "medium": _paths("M5 19v-4M10 19v-7M15 19V9"),
    "minigame": _paths("M6 8h12a4 4 0 0 1 3 7l-2 2-3-3H8l-3 3-2-2a4 4 0 0 1 3-7Z"),
    "mobs": _paths("M6 10l-2-5 5 2h6l5-2-2 5v4a6 6 0 0 1-12 0Z", "M10 12v1M14 12v1"),
    "modded": _paths(_BOX, "M12 9v6M9 12h6"),
    "models": _paths(_BOX, "M4 8l8 4 8-4"),
    "multiplayer": _paths(
        "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z", "M3 20a6 6 0 0 1 12 0", "M16 5a3 3 0 0 1 0 6M18 14a6 6 0 0 1 3 6"
    ),
    "optimization": _paths("M13 3L5 14h6l-1 7 8-11h-6Z"),
    "path-tracing": _paths("M4 4l6 14 4-8 6 10"),
    "pbr": _paths("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z", "M9 8a5 5 0 0 0-1 3"),
    "potato": _paths("M6 9c2-5 9-6 12-1 2 4 0 9-4 11-5 2-10-2-8-10Z", "M10 10v.01M14 13v.01"),
    "quests": _paths("M6 4h12v16l-6-3-6 3Z", "M12 7v4M12 13.5v.01"),
    "realistic": _paths("M4 7h4l2-3h4l2 3h4v12H4Z", "M12 10a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z"),
    "reflections": _paths("M4 12h16", "M7 9l5-5 5 5", "M7 15l5 5 5-5"),
    "screenshot": _paths("M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4"),
    "semi-realistic": _paths("M4 7h4l2-3h4l2 3h4v12H4Z", "M9 13h6"),
    "shadows": _paths("M12 4a8 8 0 1 0 0 16Z", "M12 4a8 8 0 0 1 0 16"),
    "simplistic": _paths("M5 5h14v14H5Z"),
    "social": _paths("M4 5h16v11H10l-5 4v-4H4Z", "M8 10h8"),
    "storage": _paths("M4 9a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v10H4Z", "M4 12h16", "M12 11v3"),
    "technology": _paths("M8 8h8v8H8Z", "M10 4v4M14 4v4M10 16v4M14 16v4M4 10h4M4 14h4M16 10h4M16 14h4"),
    "themed": _paths("M12 3a9 9 0 1 0 0 18c2 0 2-2 1-3s0-3 2-3h3a3 3 0 0 0 3-3c0-5-4-9-9-9Z"),
    "transportation": _paths("M3 14h18l-3 5H6Z", "M12 14V4l6 7h-6"),
    "tweaks": _paths("M5 4v10M5 18v2M12 4v3M12 11v9M19 4v8M19 16v4", "M3 14h4M10 7h4M17 12h4"),
    "utility": _paths("M14 6a4 4 0 0 1 6-1l-3 3 1 2 3-1a4 4 0 0 1-6 4l-7 7-3-3 7-7a4 4 0 0 1 2-4Z"),
    "vanilla-like": _paths("M5 5h14v14H5Z", "M5 10h14", "M9 5v5M14 10v9"),
    "worldgen": _paths("M3 19l6-10 4 6 3-4 5 8Z", "M17 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z"),
}

LOADER_ICONS: dict[str, str] = {
    "plugin": _paths("M9 3v5M15 3v5", "M6 8h12v4a6 6 0 0 1-12 0Z", "M12 18v3"),
    "fabric": _paths("M6 13L15 4l5 5-9 9H6Z", "M12 7l5 5", "M4 20h8"),
    "quilt": _paths("M4 4h7v7H4ZM13 4h7v7h-7ZM4 13h7v7H4Z", "M14 16.5h5M16.5 14v5"),
    "forge": _paths("M3 8h5V6h12c0 4-3 6-6 6v4h2v3H8v-3h2v-4c-4 0-7-1-7-4Z"),
    "neoforge": _paths("M4 20V9l4-5 2 5h4l2-5 4 5v11Z", "M9 14v1M15 14v1"),
    "datapack": _paths("M5 4h9l5 5v11H5Z", "M14 4v5h5", "M9 13h6M9 16h6"),
    "iris": _paths("M3 12c4-7 14-7 18 0-4 7-14 7-18 0Z", "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z"),
    "optifine": _paths("M5 8a4 4 0 0 1 8 0v8a4 4 0 0 1-8 0Z", "M17 20V8a4 4 0 0 1 4-4", "M15 12h5"),
    "canvas": _paths("M4 5h16v11H4Z", "M8 20l4-4 4 4"),
    "minecraft": _paths(_BOX, "M4 8l8 4 8-4", "M12 12v8"),
    "vanilla": _paths(_BOX),
}
