"""Who may open and who may change a case file."""

from datetime import date
from uuid import UUID

from django.http import Http404

from cases.models import Case, CaseRights


def visible_case(*, public_id: UUID, rights: CaseRights, on: date) -> Case:
    """The case with all that its page shows of it. Raises Http404 when it is not there or not for this person."""
    case = Case.objects.within(rights).for_list().with_terms(on).filter(public_id=public_id).first()
    if case is None:
        raise Http404
    return case


def can_change(case: Case) -> bool:
    """A closed case is history: it is read, and goes on as a new case."""
    return case.is_open


def may_offer_provisions(case: Case) -> bool:
    """No offer before the question: a provision or a referral waits until the question behind the question is written.

    The database holds the same rule where such an offer is stored; this is what a page asks before it shows the way.
    """
    return can_change(case) and bool(case.underlying_question.strip())
