"""What partners answered to a request in a household that this worker keeps, in the last week."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import AnswerKind
from cases.models import RequestAnswer
from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from wijkteam.core.periods import start_of

# An answer stays this long on the page of who keeps the case.
SHOWN = timedelta(days=7)


def items(reader: Reader) -> Iterable[WorkItem]:
    """One statement. Of each request the last answer; one that led to something newer is no news."""
    kept = {case.pk: case for case in reader.cases}
    since = start_of(reader.today - SHOWN)
    answers = (
        RequestAnswer.objects.filter(involvement__case__in=list(kept), at__gte=since, involvement__started_on=None)
        .filter(involvement__cancelled_on=None, involvement__finished_on=None)
        .select_related("involvement__organisation")
        .order_by("involvement", "-at", "-pk")
        .distinct("involvement")
    )
    for answer in answers:
        case, day = kept[answer.involvement.case_id], timezone.localdate(answer.at)
        words = {"partner": answer.involvement.organisation.name, "why": answer.get_reason_display()}
        if answer.kind == AnswerKind.NO:
            urgency, why = Urgency.TODAY, _("%(partner)s says no: %(why)s. Look for another way.") % words
        elif answer.kind == AnswerKind.YES:
            urgency, why = Urgency.TODAY, _("%(partner)s says yes. Agree how you hand over.") % words
        else:
            urgency, why = Urgency.WEEK, _("%(partner)s answers later.") % words
        yield WorkItem(
            kind="answer",
            urgency=urgency,
            why=why,
            detail=answer.words,
            when=answer.later_on or day,
            url=reverse("cases:partners", args=[case.public_id]),
            name=case.household.name,
            icon="message",
            case_id=case.pk,
            household_id=case.household_id,
        )
