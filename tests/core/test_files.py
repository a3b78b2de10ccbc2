"""What the browser gets: fonts, icons, one style sheet; and that templates and style sheet know each other."""

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template

from wijkteam.core.finders import NpmFinder, StyleSheetFinder, compact, used_icons
from wijkteam.core.templatetags import ui

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
ICONS = Path(settings.NODE_MODULES) / "@tabler" / "icons" / "icons" / "outline"
NAME = re.compile(r"""\{%\s*icon\s+"([^"]+)"|\bicon="([^"]+)\"""")


def style_sheet() -> str:
    path = finders.find("css/app.css")
    assert isinstance(path, str)
    return Path(path).read_text("utf-8")


def test_the_fonts_come_from_their_package() -> None:
    assert {name for name in NpmFinder().files if name.startswith("fonts/")} == {
        "fonts/source-sans-3-latin-wght-normal.woff2",
        "fonts/source-sans-3-latin-ext-wght-normal.woff2",
    }


def test_collecting_and_finding_give_the_same_files() -> None:
    finder = NpmFinder()
    listed = {f"{storage.prefix}/{name}": storage.path(name) for name, storage in finder.list(None)}  # type: ignore[attr-defined]
    assert listed == {name: finder.find(name) for name in finder.files}
    assert all(Path(path).is_file() for path in listed.values())
    assert finder.find("fonts/other.woff2") == []
    assert finder.find("icons/home.svg", find_all=True) == [finder.find("icons/home.svg")]


def test_every_file_that_the_style_sheet_names_is_there() -> None:
    for target in re.findall(r'url\("([^"]+)"\)', style_sheet()):
        assert finders.find(target.removeprefix("../")), f"css/app.css asks for {target}"


def test_the_turkish_i_does_not_bring_in_the_large_font() -> None:
    """Both fonts hold U+0131; the rule that comes last wins, and that must be the one that is there already."""
    css = style_sheet()
    assert css.index("latin-ext-wght") < css.index("source-sans-3-latin-wght")


def test_compacting_leaves_texts_and_rules_as_they_were() -> None:
    css = (
        '/* a */\n.b::before {\n  content: "x  /* y */ ;";\n  inset: calc(1rem + 2px) ;\n}\n\n.c > .d , .e { top: 0; }'
    )
    assert compact(css) == '.b::before{content:"x  /* y */ ;";inset:calc(1rem + 2px)}.c > .d,.e{top:0}'


def test_the_style_sheet_is_made_again_when_a_source_changes(tmp_path: Path, settings: object) -> None:
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "out" / "static"  # type: ignore[attr-defined]
    sources = tmp_path / "static" / "css"
    sources.mkdir(parents=True)
    for source in StyleSheetFinder()._sources:
        source.write_text(".a { top: 0; }")
    first = Path(StyleSheetFinder().find("css/app.css"))
    assert first.read_text().count(".a{top:0}") == len(StyleSheetFinder()._sources)
    (sources / "base.css").write_text(".b { top: 0; }")
    assert ".b{top:0}" in Path(StyleSheetFinder().find("css/app.css")).read_text()
    [(name, storage)] = StyleSheetFinder().list(None)
    assert (storage.prefix, name) == ("css", "app.css")  # type: ignore[attr-defined]


def test_a_first_visit_stays_small() -> None:
    assert len(brotli.compress(style_sheet().encode())) <= 12 * 1024
    assert len(brotli.compress((Path(settings.BASE_DIR) / "static/js/app.js").read_bytes())) <= 2.5 * 1024


# -- icons -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_icon_in_a_template_exists(path: Path) -> None:
    for found in NAME.finditer(path.read_text("utf-8")):
        name = found[1] or found[2]
        assert (ICONS / f"{name}.svg").is_file(), f'no icon "{name}": https://tabler.io/icons (outline) has the names'


def test_an_icon_is_drawn_in_the_page_and_hidden_from_a_screen_reader() -> None:
    drawn = Template('{% load ui %}{% icon "phone" %}').render(Context())
    assert drawn.startswith('<svg class="icon"') and 'aria-hidden="true"' in drawn  # noqa: PT018
    assert "<path" in drawn and "\n" not in drawn  # noqa: PT018


def test_an_unknown_icon_says_so() -> None:
    with pytest.raises(ui.UnknownIcon, match="no-such-icon"):
        Template('{% load ui %}{% icon "no-such-icon" %}').render(Context())


def test_without_packages_icons_come_from_what_was_collected(tmp_path: Path, settings: object) -> None:
    settings.NODE_MODULES, settings.STATIC_ROOT = tmp_path / "none", tmp_path  # type: ignore[attr-defined]
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "own.svg").write_text('<svg\n  width="24"\n>\n  <path d="M1 1" />\n</svg>\n')
    assert ui._drawing.__wrapped__("own") == '<path d="M1 1" />'


def test_the_icons_to_collect_are_those_that_our_code_names() -> None:
    used = used_icons(source=Path(settings.BASE_DIR), icons=ICONS)
    assert {"phone", "alert-triangle", "menu-2", "folders"} & used >= {"phone", "alert-triangle", "menu-2"}
    assert len(used) < 400, "that is half the package: what made so many words count as icons?"


# -- templates and style sheet ---------------------------------------------------------------------


def classes_in(html: str) -> set[str]:
    """Class names that stand in the template as such; those with a variable in them are left out."""
    html = re.sub(r"\{#.*?#\}", "", html)
    html = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "§", html))
    words = " ".join(re.findall(r'class="([^"]*)"', html)).split()
    return {word for word in words if "§" not in word and not word.endswith("--")}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_class_of_a_template_is_in_the_style_sheet(path: Path) -> None:
    known = set(re.findall(r"\.([a-z][\w-]*)", style_sheet()))
    unknown = classes_in(path.read_text("utf-8")) - known
    assert not unknown, f"{path.name} uses {sorted(unknown)}: misspelt, or not in static/css"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_needs_what_the_content_security_policy_refuses(path: Path) -> None:
    html = path.read_text("utf-8")
    written = re.sub(r"\{%.*?%\}", "", html, flags=re.DOTALL)  # `with one=…` of a tag is no attribute
    assert not re.search(r"\sstyle=|<style|\son\w+=|hx-on|javascript:", written), "move it to static/css or static/js"
    for tag in re.findall(r"<script[^>]*>", html):
        assert "src=" in tag or "application/json" in tag, "move the script to static/js"


# -- colours ---------------------------------------------------------------------------------------

PAIRS = [
    ("text", "bg", 7),
    ("text", "surface", 7),
    ("muted", "bg", 4.5),
    ("muted", "surface", 4.5),
    ("muted", "surface-2", 4.5),
    ("muted", "rail", 4.5),
    ("brand", "bg", 4.5),
    ("brand", "surface", 4.5),
    ("brand-strong", "brand-soft", 4.5),
    ("on-brand", "brand", 4.5),
    ("header-fg", "header-bg", 7),
    ("on-header-button", "header-button", 7),
    ("line-strong", "surface", 3),
    ("line-strong", "bg", 3),
    *((tone, f"{tone}-soft", 4.5) for tone in ("positive", "warning", "negative", "info", "accent")),
    *((tone, "surface", 4.5) for tone in ("positive", "warning", "negative", "info", "accent")),
    *((f"on-series-{number}", f"series-{number}", 4.5) for number in range(1, 8)),
]


def colours(scheme: int) -> dict[str, str]:
    """Token -> colour, in light (0) or dark (1)."""
    css = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text("utf-8")
    found = {}
    for name, value in re.findall(r"--wt-([\w-]+):\s*([^;]+);", css):
        both = re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value)
        found[name] = both[scheme + 1] if both else value
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper", "least"), PAIRS)
def test_colours_can_be_read(ink: str, paper: str, least: float, scheme: int) -> None:
    values = colours(scheme)
    lighter, darker = sorted((luminance(values[ink]), luminance(values[paper])), reverse=True)
    contrast = (lighter + 0.05) / (darker + 0.05)
    assert contrast >= least, f"--wt-{ink} on --wt-{paper}: {contrast:.2f}"
