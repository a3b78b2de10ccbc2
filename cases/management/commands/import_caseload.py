"""manage.py import_caseload FILE [--map FILE] [--dry-run]: the caseload of a team from its spreadsheet."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.services.caseload.check import Checked, Choices, Severity, check
from cases.services.caseload.columns import Field, Layout, guess_layout, layout_of
from cases.services.caseload.known import Books
from cases.services.caseload.take_in import TakenInBefore, take_in
from wijkteam.accounts.models import User
from wijkteam.core.spreadsheets import FOR_A_COMMAND, Sheet, SpreadsheetRefused, read_spreadsheet
from wijkteam.teams.models import Team

_DEFAULTS = (Field.TEAM, Field.AREA, Field.THEME, Field.COORDINATOR, Field.CITY)


class Command(BaseCommand):
    help = (
        "Take in the caseload of a team from XLSX, ODS or CSV. Prints lines of JSON: first what each column was taken "
        "for, then every problem, then what was (or would be) made. All of the file is taken in, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)
        parser.add_argument(
            "--map",
            type=Path,
            help='JSON: {"columns": {heading: field or null}, "defaults": {field: value}, "meanings": {field: {word: '
            'meaning}}, "sheet": name, "heading_row": number}; each part may be left out. Fields: ' + ", ".join(Field),
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and make nothing")
        parser.add_argument("--by", help="user name of who takes it in; else the work is signed by the coordinators")

    def handle(self, *args: Any, **options: Any) -> None:
        said = self._map(options["map"])
        try:
            content = options["path"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['path']} cannot be read: {error.strerror}.") from None
        try:
            sheets = read_spreadsheet(content, limits=FOR_A_COMMAND)
            layout = self._layout(sheets, said)
        except SpreadsheetRefused as refusal:
            raise CommandError(str(refusal)) from None
        self._say(
            {
                "mapping": {column.heading: column.field for column in layout.columns},
                "sheet": layout.sheet.name,
                "other_sheets": [sheet.name for sheet in sheets if sheet is not layout.sheet],
                "heading_row": layout.heading_row,
                "not_taken": [column.heading for column in layout.columns if column.field is None],
                "refused": [column.heading for column in layout.columns if column.is_refused],
            }
        )
        by = self._by(options["by"])
        now = timezone.now()
        today = timezone.localdate(now)
        teams = list(Team.objects.filter(is_active=True).order_by("name", "pk"))
        checked = check(layout, books=Books(teams=teams, today=today), choices=self._choices(said), today=today)
        for problem in checked.problems:
            self._say(
                {
                    "row": problem.row,
                    "column": problem.column,
                    "field": problem.field,
                    "severity": problem.severity,
                    "problem": problem.text,
                }
            )
        is_taken_in = False
        if checked.is_ready and checked.cases and not options["dry_run"]:
            try:
                take_in(checked, content=content, by=by, at=now)
            except TakenInBefore:
                raise CommandError("This very file was taken in before. Nothing was changed.") from None
            is_taken_in = True
        self._say(self._summary(checked, is_taken_in=is_taken_in, is_dry_run=options["dry_run"]))
        if not checked.is_ready:
            raise CommandError("There are errors in this file: nothing was taken in.")

    def _say(self, line: Mapping[str, Any]) -> None:
        self.stdout.write(json.dumps(line, ensure_ascii=False))

    def _summary(self, checked: Checked, *, is_taken_in: bool, is_dry_run: bool) -> dict[str, Any]:
        return {
            "cases": len(checked.cases),
            "persons": sum(len(new.persons) for new in checked.cases),
            "open": sum(new.closed_on is None for new in checked.cases),
            "errors": checked.count(Severity.ERROR),
            "warnings": checked.count(Severity.WARNING),
            "skipped": checked.count(Severity.SKIPPED),
            "dry_run": is_dry_run,
            "taken_in": is_taken_in,
        }

    def _map(self, path: Path | None) -> dict[str, Any]:
        if path is None:
            return {}
        try:
            said = json.loads(path.read_text("utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise CommandError(f"{path} is not JSON: {error}.") from None
        if not isinstance(said, dict):
            raise CommandError(f"{path}: this must be an object with columns, defaults and meanings.")
        # A plain object of headings and fields is a map of columns.
        if not set(said) & {"columns", "defaults", "meanings", "sheet", "heading_row"}:
            said = {"columns": said}
        return said

    def _layout(self, sheets: list[Sheet], said: Mapping[str, Any]) -> Layout:
        if name := said.get("sheet"):
            sheets = [sheet for sheet in sheets if sheet.name == name]
            if not sheets:
                raise CommandError(f"There is no visible sheet “{name}” in it.")
        columns = said.get("columns") or {}
        guessed = guess_layout(sheets)
        if number := said.get("heading_row"):
            if not isinstance(number, int) or not 1 <= number <= len(sheets[0].rows):
                raise CommandError(f"There is no row {number} in it.")
            sheet = guessed.sheet if guessed else sheets[0]
        elif guessed is not None:
            sheet, number = guessed.sheet, guessed.heading_row
        elif columns:
            sheet = sheets[0]
            number = next(n for n, row in enumerate(sheet.rows, start=1) if any(cell is not None for cell in row))
        else:
            raise CommandError("No row of headings was found. Give the columns a heading, or say them with --map.")
        try:
            with_above = guessed is not None and guessed.with_above and number == guessed.heading_row
            return layout_of(sheet, number, columns, with_above=with_above)
        except KeyError as error:
            raise CommandError(f"There is no column {error} in it.") from None
        except ValueError as error:
            raise CommandError(f"{error}. Fields are: {', '.join(Field)}.") from None

    def _choices(self, said: Mapping[str, Any]) -> Choices:
        try:
            defaults = {Field(field): str(value) for field, value in (said.get("defaults") or {}).items()}
            meanings = {
                Field(field): {str(word): str(meant) for word, meant in words.items()}
                for field, words in (said.get("meanings") or {}).items()
            }
        except (ValueError, AttributeError) as error:
            raise CommandError(f"The map is not right: {error}. Fields are: {', '.join(Field)}.") from None
        if wrong := [field for field in defaults if field not in _DEFAULTS]:
            raise CommandError(f"Only {', '.join(_DEFAULTS)} can have a default, not {', '.join(wrong)}.")
        return Choices(defaults=defaults, meanings=meanings)

    def _by(self, username: str | None) -> User | None:
        if username is None:
            return None
        found: User | None = User.objects.active().filter(username=username).first()
        if found is None:
            raise CommandError(f"There is no account “{username}”.")
        return found
