"""Which files are due: closed, of which the term is over, held by nobody and on no list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate

from cases.models import Case, Contact, Provision
from wijkteam.areas.enums import Law
from wijkteam.areas.models import ThemeLaw
from wijkteam.retention.enums import Ground
from wijkteam.retention.models import STATUTORY, DestructionEntry, LegalHold, RetentionTerm


@dataclass(frozen=True, kw_only=True)
class DueFile:
    """Without a name: who draws up a list knows numbers, teams and dates."""

    case_id: int
    number: str
    team_id: int
    closed_on: date
    changed_on: date
    ground: Ground
    years: int
    due_on: date


def terms() -> dict[Ground, int]:
    """Years per ground: what the municipality decided last, otherwise the law. One statement."""
    decided = RetentionTerm.objects.order_by("decided_at", "pk").values_list("ground", "years")
    return {**STATUTORY, **{Ground(ground): years for ground, years in decided}}


def years_later(day: date, years: int) -> date:
    """As PostgreSQL reckons: 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def due_files(*, on: date, known: Mapping[Ground, int] | None = None) -> list[DueFile]:
    """What could come on a list on that day, the longest overdue first. Two statements.

    A file is of the Youth Act (art. 7.3.8: 20 years since the last change) when youth help was in it: by its main
    theme at any time that it was open, or by a provision. Otherwise it is of the Wmo (art. 5.3.4: 15 years) in the same
    way, otherwise of no single law. The term begins at the last change: closing, a later contact, a later correction.
    """
    known = known or terms()
    shortest = min(known.values())
    found = with_ground(Case.objects.filter(closed_on__isnull=False)).annotate(
        held=Exists(LegalHold.objects.running(on=on).filter(case=OuterRef("pk"))),
        listed=Exists(DestructionEntry.objects.standing().filter(case_id=OuterRef("pk"))),
    )
    rows = found.filter(held=False, listed=False, closed_on__lte=years_later(on, -shortest)).order_by("pk")
    made = [_due(case, known) for case in rows]
    return sorted((one for one in made if one.due_on <= on), key=lambda one: (one.due_on, one.case_id))


def _due(case: Case, known: Mapping[Ground, int]) -> DueFile:
    ground = ground_of(case)
    years = known[ground]
    changed_on: date = case.changed_on  # type: ignore[attr-defined]  # annotated by with_ground
    assert case.closed_on is not None  # noqa: S101  (only closed ones are asked for)
    return DueFile(
        case_id=case.pk,
        number=case.number,
        team_id=case.team_id,
        closed_on=case.closed_on,
        changed_on=changed_on,
        ground=ground,
        years=years,
        due_on=years_later(changed_on, years),
    )


def ground_of(case: Case) -> Ground:
    """Of a case that was asked for with `with_ground`: the longest that fits."""
    if case.of_youth or case.with_youth:  # type: ignore[attr-defined]  # annotated by with_ground
        return Ground.YOUTH
    if case.of_wmo or case.with_wmo:  # type: ignore[attr-defined]  # annotated by with_ground
        return Ground.WMO
    return Ground.OTHER


def with_ground(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Add which laws are in a file, and `changed_on`: the day on which something in it changed last."""
    while_open = Q(starts_on__lte=Coalesce(OuterRef("closed_on"), date.max)) & (
        Q(ends_on=None) | Q(ends_on__gt=OuterRef("opened_on"))
    )
    of_theme = ThemeLaw.objects.filter(while_open, theme=OuterRef("theme"))
    paid = Provision.objects.filter(case=OuterRef("pk"))
    contacts = Contact.objects.filter(case=OuterRef("pk")).order_by().values("case")
    corrected = contacts.annotate(last=Max("corrected_at")).values("last")
    return cases.annotate(
        of_youth=Exists(of_theme.filter(law=Law.YOUTH)),
        of_wmo=Exists(of_theme.filter(law=Law.WMO)),
        with_youth=Exists(paid.filter(kind__startswith="youth")),
        with_wmo=Exists(paid.filter(kind__startswith="wmo")),
        changed_on=Greatest(
            Coalesce(F("closed_on"), F("opened_on")),
            *(
                Coalesce(Cast(TruncDate(moment), DateField()), F("opened_on"))
                for moment in (F("last_contact_at"), Subquery(corrected))
            ),
        ),
    )
