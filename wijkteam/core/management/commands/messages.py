"""Translations without gettext programs: extract, compile and check, each app with its own catalogue."""

import io
import re
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "N_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
LOCALE = "nl"
Found = dict[tuple[str, str | tuple[str, ...]], set[str]]


def app_folders() -> dict[str, Path]:
    """Name of each own app and where it lives; core also owns the layouts, components and everything else."""
    base = Path(settings.BASE_DIR)
    folders = {
        path.parent.name: path.parent for pattern in ("*/apps.py", "wijkteam/*/apps.py") for path in base.glob(pattern)
    }
    return dict(sorted(folders.items()))


def owner_of(path: Path, folders: dict[str, Path]) -> str:
    parts = path.relative_to(settings.BASE_DIR).parts
    if parts[0] == "templates":
        return parts[1] if parts[1] in folders else "core"
    return next((name for name, folder in folders.items() if folder in path.parents), "core")


def sources() -> Iterator[Path]:
    base = Path(settings.BASE_DIR)
    roots = set(app_folders().values()) | {base / "templates"}
    for root in sorted(roots):
        for path in sorted(root.rglob("*")):
            if path.suffix in {".py", ".html", ".txt", ".typ", ".js"} and "migrations" not in path.parts:
                yield path


def messages_in(path: Path) -> Iterator[tuple[int, str, Any]]:
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        # Leading white space would be an indentation error once the template has become something like Python.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    for found in extract_python(io.BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        yield found[0], str(found[1] or "_"), found[2]


def extract() -> dict[str, Catalog]:
    """One catalogue of message ids per app."""
    folders = app_folders()
    catalogs = {name: Catalog(locale=LOCALE, charset="utf-8") for name in folders}
    for path in sources():
        catalog = catalogs[owner_of(path, folders)]
        where = str(path.relative_to(settings.BASE_DIR))
        for _line, function, message in messages_in(path):
            parts = message if isinstance(message, tuple) else (message,)
            if "pgettext" in function:
                context, parts = parts[0], parts[1:]
            else:
                context = None
            texts = tuple(part for part in parts if part is not None)
            if not texts or not texts[0]:
                continue
            key: str | tuple[str, ...] = texts[:2] if function.startswith("n") and "noop" not in function else texts[0]
            catalog.add(key, locations=[(where, 0)], context=context)
    return catalogs


def po_path(name: str) -> Path:
    return app_folders()[name] / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def read(name: str) -> Catalog:
    path = po_path(name)
    if not path.exists():
        return Catalog(locale=LOCALE, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, charset="utf-8")


def own_messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def problems() -> list[str]:
    """What is missing, unfinished, superfluous or said in two ways; empty when the translation is complete."""
    found: list[str] = []
    said: dict[tuple[Any, Any], dict[Any, str]] = defaultdict(dict)
    for name, wanted in extract().items():
        have = read(name)
        known = {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in own_messages(have)}
        for message in own_messages(wanted):
            key = (message.context, message.id if isinstance(message.id, str) else message.id[0])
            translation = known.pop(key, None)
            where = ", ".join(file for file, _ in message.locations[:2])
            if (
                translation is None
                or not translation.string
                or not all([translation.string] if isinstance(translation.string, str) else translation.string)
            ):
                found.append(f"{name}: no Dutch for {key[1]!r} ({where})")
            elif translation.fuzzy:
                found.append(f"{name}: unsure about {key[1]!r} ({where})")
            elif _placeholders(key[1]) != _placeholders(
                translation.string if isinstance(translation.string, str) else translation.string[-1]
            ):
                found.append(f"{name}: other placeholders in the Dutch of {key[1]!r} ({where})")
            else:
                said[key][translation.string] = name
        found += [f"{name}: nothing says {text!r} any more" for _, text in known]
    found += [
        f"{' and '.join(sorted(ways.values()))} translate {key[1]!r} in different ways: {sorted(map(str, ways))}"
        for key, ways in said.items()
        if len(ways) > 1
    ]
    return found


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w*\}", text))


class Command(BaseCommand):
    help = "Keep the Dutch translation complete: update the .po files, compile them, or check them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", choices=["update", "compile", "check"])
        parser.add_argument("apps", nargs="*", help="only these apps (update)")

    def handle(self, *args: Any, **options: Any) -> None:
        {"update": self.update, "compile": self.compile, "check": self.check_all}[options["step"]](options["apps"])

    def update(self, only: list[str]) -> None:
        """Add new message ids (untranslated) and drop those that nothing says any more; never guesses."""
        for name, wanted in extract().items():
            if (only and name not in only) or not own_messages(wanted):
                continue
            have = read(name)
            for message in own_messages(wanted):
                old = have.get(message.id, message.context)
                if old is not None:
                    message.string, message.flags = old.string, old.flags
            path = po_path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            wanted.project, wanted.copyright_holder = "Wijkteam", ""
            with path.open("wb") as file:
                write_po(file, wanted, sort_output=True, omit_header=False, no_location=True, width=0)
            _settle_header(path)
            missing = sum(
                not m.string or not all([m.string] if isinstance(m.string, str) else m.string)
                for m in own_messages(wanted)
            )
            self.stdout.write(f"{name}: {len(own_messages(wanted))} messages, {missing} without a translation")

    def compile(self, only: list[str]) -> None:
        for name in app_folders():
            path = po_path(name)
            if path.exists():
                with path.with_suffix(".mo").open("wb") as file:
                    write_mo(file, read(name))

    def check_all(self, only: list[str]) -> None:
        found = problems()
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(
                f"{len(found)} translations need work; `manage.py messages update` adds what is missing."
            )


def _settle_header(path: Path) -> None:
    """A header without dates and names: the file changes only when a text does."""
    header = (
        'msgid ""\nmsgstr ""\n"Language: nl\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    )
    body = path.read_text("utf-8").split("\n\n", 1)
    path.write_text(header + "\n" + (body[1] if len(body) > 1 else ""), "utf-8")
