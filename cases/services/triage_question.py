"""Use case: write down what triage found, before anything is decided."""

from django.db import transaction

from cases.enums import Urgency
from cases.models import Question
from cases.services.decide_question import lock_undecided
from wijkteam.areas.models import Area, Theme


@transaction.atomic
def triage_question(
    *, question: Question, urgency: Urgency, has_safety_concern: bool, theme: Theme | None, area: Area | None
) -> Question:
    """Set how urgent and how safe it is, what it is about and where. The asked words stay as they are.

    Raises:
        QuestionIsDecided: from then on nothing of the triage changes any more.
    """
    locked = lock_undecided(question)
    locked.urgency = urgency
    locked.has_safety_concern = has_safety_concern
    locked.theme = theme
    locked.area = area
    locked.save(update_fields=["urgency", "has_safety_concern", "theme", "area"])
    return locked
