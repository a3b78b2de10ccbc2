"""What the browser gets besides static/: a few files of npm packages, and our style sheets as one.

The sheets are written apart (static/css/) and served together: one request, and a third smaller once compressed.
No bundler: it is a dozen lines, and the same file is served while developing, in tests and in production.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

from wijkteam.core.theme import theme_css

# npm package -> (files in it, folder under STATIC_URL)
NPM_STATIC: dict[str, list[tuple[str, str]]] = {
    "@fontsource-variable/source-sans-3": [
        ("files/source-sans-3-latin-wght-normal.woff2", "fonts"),
        ("files/source-sans-3-latin-ext-wght-normal.woff2", "fonts"),
    ],
}
ICON_PACKAGE = "@tabler/icons"
ICON_FOLDER = "icons"
_QUOTED = re.compile(r"""["']([a-z][a-z0-9-]*)["']""")
_OWN_CODE = (
    ("templates", "*.html"),
    ("wijkteam", "*.py"),
    ("cases", "*.py"),
    ("collectief", "*.py"),
    ("netwerk", "*.py"),
)


def used_icons(*, source: Path, icons: Path) -> set[str]:
    """Names of icons that our templates and modules mention: every quoted word that is the name of an icon.

    A word too many costs a small file; a list kept by hand costs a broken page.
    """
    names: set[str] = set()
    for folder, pattern in _OWN_CODE:
        for path in (source / folder).rglob(pattern):
            names.update(_QUOTED.findall(path.read_text("utf-8")))
    return {name for name in names if (icons / f"{name}.svg").is_file()}


STYLE_SHEET = "css/app.css"
_SHEETS = (
    "tokens",
    "base",
    "layout",
    "components",
    "lists",
    "forms",
    "charts",
    "cases",
    "plan",
    "my_work",
    "daily",
    "intake",
    "exploration",
    "network",
    "collective",
    "public",
    "manual",
    "print",
)
_COMMENT = r"/\*(?:[^*]|\*(?!/))*\*/"
_WASTE = rf"(?:\s|{_COMMENT})"
_TEXT_OR_WASTE = re.compile(rf"""("[^"]*"|'[^']*')|{_WASTE}*([{{}};,]|:(?=\s)){_WASTE}*|{_WASTE}+""")


def compact(css: str) -> str:
    """The same rules without comments and needless space; what stands between quotes stays as it is."""
    return _TEXT_OR_WASTE.sub(lambda match: match[1] or match[2] or " ", css).replace(";}", "}").strip()


class StyleSheetFinder(BaseFinder):
    """Finds css/app.css: the sheets of static/css in their order, made anew when one of them has changed."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self._sources = [Path(settings.BASE_DIR) / "static" / "css" / f"{name}.css" for name in _SHEETS]
        self._target = Path(settings.STATIC_ROOT).parent / "made" / STYLE_SHEET

    def _make(self) -> Path:
        css = compact("".join(source.read_text("utf-8") for source in self._sources)) + theme_css(settings.THEME_COLOUR)
        if not self._target.is_file() or self._target.read_text("utf-8") != css:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            # another process may be reading: put the new file in place in one move
            with tempfile.NamedTemporaryFile("w", dir=self._target.parent, delete=False, encoding="utf-8") as file:
                file.write(css)
            os.chmod(file.name, 0o644)
            os.replace(file.name, self._target)
        return self._target

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != STYLE_SHEET:
            return []
        made = str(self._make())
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=str(self._make().parent))
        storage.prefix = "css"  # type: ignore[attr-defined]  # collectstatic reads it
        yield self._target.name, storage


class NpmFinder(BaseFinder):
    """Finds the files of NPM_STATIC and the icons in use. Without node_modules it finds nothing."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self._root = Path(settings.NODE_MODULES)

    @cached_property
    def files(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for package, rules in NPM_STATIC.items():
            for pattern, folder in rules:
                for path in sorted((self._root / package).glob(pattern)):
                    found[f"{folder}/{path.name}"] = path
        icons = self._root / ICON_PACKAGE / "icons" / "outline"
        for name in used_icons(source=Path(settings.BASE_DIR), icons=icons):
            found[f"{ICON_FOLDER}/{name}.svg"] = icons / f"{name}.svg"
        return found

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = self.files.get(path)
        if found is None:
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name, path in self.files.items():
            storage = FileSystemStorage(location=str(path.parent))
            storage.prefix = name.rpartition("/")[0]  # type: ignore[attr-defined]  # collectstatic reads it
            yield path.name, storage
