"""The declaration of destruction as an accessible PDF. The same list gives the same bytes."""

from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkteam.core.pdf import make_pdf
from wijkteam.retention.selectors.destruction import Declaration

_TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "declaration.typ"


def declaration_pdf(said: Declaration) -> bytes:
    """Runs no query.

    Raises:
        FontsAreMissing
    """
    day = date_format(said.ended_at.astimezone(), "DATE_FORMAT")
    data: dict[str, Any] = {
        "title": _("Declaration of destruction"),
        "language": get_language() or "nl",
        "day": day,
        "about": said_in_words(said),
        "footer": f"{_('Declaration of destruction')} · {day}",
        "page_word": _("page"),
        "tables": [
            {
                "caption": _("On which ground"),
                "head": [_("Ground"), _("Term"), _("Case files")],
                "rows": [[name, years, str(number)] for name, years, number in said.grounds],
            },
            {
                "caption": _("What it was"),
                "head": [_("Kind"), _("Number")],
                "rows": [[name, str(number)] for name, number in said.tables],
            },
            {
                "caption": _("Who signed"),
                "head": [_("Step"), _("By and when")],
                "rows": [[step, who] for step, who in said.signed],
            },
        ],
        "how": how_it_went(),
        "list": f"{_('Number of the list')}: {said.one.public_id}",
    }
    return make_pdf(_TEMPLATE, data, at=said.ended_at)


def said_in_words(said: Declaration) -> str:
    return _(
        "%(files)d files of households were destroyed, with %(households)d households, %(people)d persons and "
        "%(stored)d stored documents."
    ) % {"files": said.files, "households": said.households, "people": said.people, "stored": said.stored}


def how_it_went() -> str:
    return _(
        "The rows were taken out of the database with their history of changes and with drafts about them, and "
        "stored documents from the disk. Backups of before that day are overwritten within 35 days; whoever restores "
        "one destroys again what stands in the ledger. This declaration names nobody whose file it was."
    )
