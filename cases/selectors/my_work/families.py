"""What a family asked about the plan that it reads, and nobody answered yet."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import FamilyQuestion
from cases.selectors.my_work.item import Reader, Urgency, WorkItem


def items(reader: Reader) -> Iterable[WorkItem]:
    kept = {case.pk: case for case in reader.cases}
    asked = (
        FamilyQuestion.objects.filter(answered_at=None, link__case__in=list(kept))
        .select_related("link__person")
        .order_by("asked_at", "pk")
    )
    for question in asked:
        case, day = kept[question.link.case_id], timezone.localdate(question.asked_at)
        said = {"name": question.link.person.full_name, "day": date_format(day, "l j F")}
        yield WorkItem(
            kind="family",
            urgency=Urgency.TODAY,
            why=_("%(name)s asked something about the plan on %(day)s.") % said,
            detail=question.text,
            when=day,
            url=reverse("cases:plans", args=[case.public_id]),
            name=case.household.name,
            icon="message-question",
            case_id=case.pk,
            household_id=case.household_id,
        )
