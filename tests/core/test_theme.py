"""A municipality's own colour: one setting, and never one that cannot be read."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

from wijkteam.core.theme import BEHIND_DARK, BEHIND_LIGHT, contrast, read_colour, theme_css

TOKENS = (Path(project.BASE_DIR) / "static/css/tokens.css").read_text("utf-8")
TOO_LIGHT = ("#ff8800", "#ffcc00", "#7fcacb", "#888", "#fff")
FINE = ("#14595d", "#7a1f3d", "#005a9c", "#c00000", "#154273", "#2b2b2b", "#000", "#5b2d8e")


def pairs_of(css: str) -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in re.findall(r"--wt-([a-z-]+):light-dark\((.*?),(.*?)\)", css)}


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_the_colours_behind_it_are_those_of_the_tokens() -> None:
    for light, dark in zip(BEHIND_LIGHT.items(), BEHIND_DARK.items(), strict=True):
        assert light[0] == dark[0]
        assert f"{light[0]}: light-dark({light[1]}, {dark[1]});" in TOKENS


def test_without_the_setting_nothing_changes() -> None:
    assert theme_css("") == ""


@pytest.mark.parametrize("colour", TOO_LIGHT)
def test_a_colour_that_cannot_be_read_is_refused(colour: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="contrast of"):
        theme_css(colour)


@pytest.mark.parametrize("colour", ["red", "#12", "#gggggg", "rgb(1,2,3)", "#14595d;} body{display:none", "14595d"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="write a colour as"):
        theme_css(colour)


@pytest.mark.parametrize("colour", FINE)
def test_every_text_in_a_tint_can_be_read_light_and_dark(colour: str) -> None:
    found = {name: tuple(map(read_colour, pair)) for name, pair in pairs_of(theme_css(colour)).items()}
    assert set(found) == {"brand", "brand-strong", "brand-soft", "on-brand", "header-bg"}
    for side, behind in ((0, BEHIND_LIGHT), (1, BEHIND_DARK)):
        for surface in map(read_colour, behind.values()):
            assert contrast(found["brand"][side], surface) >= 4.5
            assert contrast(found["brand-strong"][side], surface) >= 4.5
        assert contrast(found["brand-strong"][side], found["brand-soft"][side]) >= 4.5
        assert contrast(found["on-brand"][side], found["brand"][side]) >= 4.5
        assert contrast((255, 255, 255), found["header-bg"][side]) >= 4.5


def test_the_style_sheet_carries_it_last(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.THEME_COLOUR = "#7a1f3d"
    finder = finders.get_finder("wijkteam.core.finders.StyleSheetFinder").__class__()
    made = finder.find("css/app.css")
    assert isinstance(made, str)
    assert Path(made).read_text("utf-8").endswith(theme_css("#7a1f3d"))


def test_the_program_does_not_start_with_a_colour_that_cannot_be_read(settings: Any) -> None:
    from django.apps import apps

    settings.THEME_COLOUR = "#ffcc00"
    with pytest.raises(ImproperlyConfigured, match="#ffcc00"):
        apps.get_app_config("core").ready()
