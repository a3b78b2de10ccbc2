"""Third-party files for the browser, from npm packages: a few named files, never whole packages."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

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
_OWN_CODE = (("templates", "*.html"), ("wijkteam", "*.py"), ("cases", "*.py"), ("collectief", "*.py"))


def used_icons(*, source: Path, icons: Path) -> set[str]:
    """Names of icons that our templates and modules mention: every quoted word that is the name of an icon.

    A word too many costs a small file; a list kept by hand costs a broken page.
    """
    names: set[str] = set()
    for folder, pattern in _OWN_CODE:
        for path in (source / folder).rglob(pattern):
            names.update(_QUOTED.findall(path.read_text("utf-8")))
    return {name for name in names if (icons / f"{name}.svg").is_file()}


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
