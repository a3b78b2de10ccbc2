"""The principles, who endorses them, and where a provider stands: for the page, and for lists of many at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from netwerk.enums import Answer
from netwerk.models import Endorsement, Organisation, Principles

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Version 1, as the application comes; a municipality writes its own as the next version.
SHIPPED_ON = date(2020, 1, 1)
SHIPPED = """De bewoner houdt de regie. We vragen eerst wat iemand zelf kan en wil, en wie er om hem heen staan.

Vraag voor aanbod. Eerst is duidelijk wat er echt aan de hand is; pas dan bespreken we welke hulp past. Wie hulp \
aanbiedt, stuurt niet op zijn eigen aanbod.

Blijvende oplossingen. We kiezen voor wat ook werkt als de hulp weg is. Hulp is zo licht als het kan, zo zwaar als \
het moet, en houdt op als het doel is bereikt.

Eén gezin, één plan, één regisseur. De regie blijft bij het wijkteam. Wie helpt, werkt mee aan het ene plan en gaat \
niet om de regisseur heen.

Open over wachten. We zeggen eerlijk hoe lang iemand wacht, en zoeken samen wat intussen kan.

Eerst dichtbij. Wat buren, vrijwilligers en de wijk kunnen doen, nemen we niet over."""


def current_principles() -> Principles:
    """The version that holds. Not a row yet when it is the text that the application comes with. One statement."""
    latest = Principles.objects.order_by("-version").first()
    return latest or Principles(version=1, text=SHIPPED, starts_on=SHIPPED_ON)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What one provider answered; `text` is for a badge, `tone` its colour."""

    answer: str
    version: int
    since: date
    signed_by: str
    note: str
    is_latest: bool

    @property
    def endorses(self) -> bool:
        return self.answer == Answer.ENDORSED

    @property
    def tone(self) -> str:
        if not self.endorses:
            return "warning"
        return "positive" if self.is_latest else "info"

    @property
    def text(self) -> "_StrOrPromise":
        if not self.endorses:
            return _("does not endorse our principles")
        return _("endorses our principles") if self.is_latest else _("endorses an earlier version of our principles")


def standings(organisations: Collection[int], *, on: date) -> dict[int, Standing]:
    """Where these organisations stand on that day; who was never asked is not in it. Two statements, however many."""
    latest = current_principles().version
    rows = Endorsement.objects.in_force(on=on).filter(organisation__in=organisations).select_related("principles")
    return {
        row.organisation_id: Standing(
            answer=row.answer,
            version=row.principles.version,
            since=row.starts_on,
            signed_by=row.signed_by,
            note=row.note,
            is_latest=row.principles.version == latest,
        )
        for row in rows
    }


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    answer: "_StrOrPromise"
    version: int
    starts_on: date
    ends_on: date | None
    signed_by: str
    note: str
    end_reason: str


def answers_of(organisation: Organisation) -> tuple[AnswerLine, ...]:
    """Everything a provider ever answered, newest first. One statement."""
    rows = Endorsement.objects.filter(organisation=organisation).select_related("principles").order_by("-starts_on")
    return tuple(
        AnswerLine(
            answer=row.get_answer_display(),
            version=row.principles.version,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            signed_by=row.signed_by,
            note=row.note,
            end_reason="" if row.end_reason == REPLACED else row.end_reason,
        )
        for row in rows
    )


# Why an answer ended when another one followed; not shown, since the other one stands above it.
REPLACED = "another answer"
