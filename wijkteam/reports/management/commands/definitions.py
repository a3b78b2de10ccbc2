from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from wijkteam.reports.enums import DEFINITIONS, DEFINITIONS_VERSION, TABLE_DEFINITIONS, Chapter


def as_markdown() -> str:
    """The table of definitions in docs/figures.md; a test compares the two."""
    with translation.override("en"):
        lines = [f"Version {DEFINITIONS_VERSION}."]
        for chapter in Chapter:
            lines += ["", f"### {chapter.label}", ""]
            lines += ["| key | figure | unit | counts | mind |", "|---|---|---|---|---|"]
            lines += [
                f"| `{one.key}` | {one.label} | {one.unit.label} | {one.counts} | {one.not_counted} |"
                for one in (*DEFINITIONS, *TABLE_DEFINITIONS)
                if one.chapter == chapter
            ]
    return "\n".join(lines)


class Command(BaseCommand):
    help = "Print what every figure means, as it stands in docs/figures.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_markdown())
