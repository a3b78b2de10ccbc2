"""The cases as one list, a row for each person, with the headings that “Start with the list you have” knows."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cases.models import Case, CaseCoordinator, Question
from wijkteam.retention.selectors.takeout_kinds import Scope

HEADINGS: Final = (
    "Dossiernummer",
    "Huishouden",
    "Voornaam",
    "Achternaam",
    "Geboortedatum",
    "Rol",
    "Telefoon",
    "E-mail",
    "Straat en huisnummer",
    "Postcode",
    "Woonplaats",
    "Buurt",
    "Team",
    "Thema",
    "Regisseur",
    "Startdatum",
    "Einddatum",
    "Reden afsluiting",
    "Hulpvraag",
    "Vraag achter de vraag",
    "Veiligheid",
)
_PERSON: Final = (
    "household__name",
    "household__members__person__given_name",
    "household__members__person__family_name",
    "household__members__person__birth_date",
    "household__members__role",
    "household__members__person__phone",
    "household__members__person__email",
    "household__street",
    "household__postcode",
    "household__city",
    "area__code",
    "team__name",
    "theme__name",
)


def people_of_cases(scope: Scope) -> Iterator[Sequence[str]]:
    """Who lives in the household now; of a closed case: who did when it was closed."""
    member = "household__members__"
    until = Coalesce(F("closed_on"), scope.today)
    coordinator = CaseCoordinator.objects.filter(case=OuterRef("pk"), ended_at=None).values("worker__name")[:1]
    question = Question.objects.filter(case=OuterRef("pk")).order_by("received_at").values("asked")[:1]
    found = (
        scope.of(Case)
        .annotate(until=until, coordinator=Subquery(coordinator), asked=Subquery(question))
        .filter(
            Q(**{f"{member}ends_on": None}) | Q(**{f"{member}ends_on__gt": F("until")}),
            **{f"{member}starts_on__lte": F("until")},
        )
        .order_by("pk", f"{member}pk")
        .values_list(
            "pk",
            "opened_on",
            *_PERSON,
            "coordinator",
            "closed_on",
            "closing_reason",
            "asked",
            "underlying_question",
            "has_safety_concern",
        )
    )
    for row in found.iterator(chunk_size=2000):
        pk, opened_on, *person, coordinator_name, closed_on, reason, asked, underlying, is_unsafe = row
        yield [
            f"{opened_on.year}-{pk:05d}",
            *map(_said, person),
            _said(coordinator_name),
            _said(opened_on),
            _said(closed_on),
            reason,
            _said(asked),
            underlying,
            "ja" if is_unsafe else "nee",
        ]


def _said(value: Any) -> str:
    return "" if value is None else str(value)
