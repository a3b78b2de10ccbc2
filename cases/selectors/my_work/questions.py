"""Questions for help that cannot wait: somebody is in danger, or the agreed term is over."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.enums import Urgency as Asked
from cases.models import Question
from cases.selectors.intake import due_on, triage_terms
from cases.selectors.my_work.item import Reader, Urgency, WorkItem


def items(reader: Reader) -> Iterable[WorkItem]:
    """Of the own teams. Acute ones are everybody's; those over their term are for who divides the work."""
    terms = triage_terms()
    waiting = Question.objects.waiting().filter(team__in=reader.rights.teams).order_by("received_at", "pk")
    if not reader.is_team_coordinator:
        waiting = waiting.filter(urgency=Asked.ACUTE)
    for question in waiting:
        received = timezone.localdate(question.received_at)
        due = due_on(received, terms, question.urgency)
        if question.urgency == Asked.ACUTE:
            urgency, why = Urgency.NOW, _("Asked with the highest urgency: somebody may be in danger.")
        elif due is not None and due < reader.today:
            day = date_format(due, "j F")
            urgency, why = Urgency.LATE, _("This question should have been looked at by %(day)s.") % {"day": day}
        else:
            continue
        yield WorkItem(
            kind="question",
            urgency=urgency,
            why=why,
            when=received,
            url=reverse("cases:question", args=[question.public_id]),
            name=question.resident or question.asker or _("Question without a name"),
            icon="message-question",
        )
