"""Use case: a partner answers a request themselves. What they say counts at once, and stays written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import AnswerKind, DeclineReason
from cases.models import Involvement, RequestAnswer, RequestLink
from cases.models.request_link import LONGEST_DAYS
from cases.services.involve_partner import InvolvementHasChanged, accept, decline
from cases.services.lock_case import lock_open_case
from cases.services.open_request import lock_live
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

# So long after the day that was named one can still answer with the same link.
_AFTER_LATER = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`name` is who says it. A yes has a day or weeks, a no its reason, a later its day."""

    kind: AnswerKind
    name: str
    from_on: date | None = None
    wait_weeks: int | None = None
    handover_on: date | None = None
    reason: DeclineReason | None = None
    later_on: date | None = None
    words: str = ""


def answer_by_link(*, link: RequestLink, answer: Answer, at: datetime, request_key: UUID) -> RequestAnswer:
    """Keep the answer and let it count. The same `request_key` again gives the one that is there.

    Raises:
        LinkIsOver: it was answered, called off, withdrawn or taken back in the meantime.
        CaseIsClosed
    """
    try:
        with transaction.atomic():
            lock_open_case(link.involvement.case)
            said = RequestAnswer.objects.filter(request_key=request_key, link=link).first()
            if said is not None:
                return said
            involvement = _lock(link.involvement)
            live = lock_live(link, at=at)
            made = _keep(involvement, answer, at=at, request_key=request_key, link=live)
            if answer.later_on is not None:
                _prolong(live, until=answer.later_on)
            return made
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return RequestAnswer.objects.get(request_key=request_key, link=link)


def answer_with_account(
    *, involvement: Involvement, answer: Answer, by: User, at: datetime, request_key: UUID
) -> RequestAnswer:
    """The same by who has an account; a no can come after a yes, as long as the help has not begun.

    Raises:
        InvolvementHasChanged: it was answered, called off or begun in the meantime.
        CaseIsClosed
    """
    try:
        with transaction.atomic():
            lock_open_case(involvement.case)
            said = RequestAnswer.objects.filter(request_key=request_key, user=by).first()
            if said is not None:
                return said
            locked = _lock(involvement)
            waits = Involvement.objects.waiting() if answer.kind == AnswerKind.NO else Involvement.objects.unanswered()
            if not waits.filter(pk=locked.pk).exists():
                raise InvolvementHasChanged
            made = _keep(locked, answer, at=at, request_key=request_key, by=by)
            if answer.later_on is not None:
                for link in locked.links.filter(revoked_at=None).select_for_update(of=("self",), no_key=True):
                    _prolong(link, until=answer.later_on)
            return made
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return RequestAnswer.objects.get(request_key=request_key, user=by)


def _lock(involvement: Involvement) -> Involvement:
    return (
        Involvement.objects.select_for_update(of=("self",), no_key=True).select_related("case").get(pk=involvement.pk)
    )


def _prolong(link: RequestLink, *, until: date) -> None:
    longest = link.starts_on + timedelta(days=LONGEST_DAYS)
    link.expires_on = max(link.expires_on, min(until + _AFTER_LATER, longest))
    link.save(update_fields=["expires_on"])


def _keep(
    involvement: Involvement,
    answer: Answer,
    *,
    at: datetime,
    request_key: UUID,
    link: RequestLink | None = None,
    by: User | None = None,
) -> RequestAnswer:
    made = RequestAnswer.objects.create(
        involvement=involvement,
        link=link,
        user=by,
        at=at,
        kind=answer.kind,
        name=answer.name,
        from_on=answer.from_on,
        wait_weeks=answer.wait_weeks,
        handover_on=answer.handover_on,
        reason=answer.reason or "",
        later_on=answer.later_on,
        words=answer.words,
        request_key=request_key,
    )
    today = timezone.localdate(at)
    if answer.kind == AnswerKind.YES:
        accept(involvement=involvement, on=today, by=by)
    elif answer.kind == AnswerKind.NO:
        reason = answer.reason or DeclineReason.OTHER
        decline(involvement=involvement, on=today, reason=reason, note=answer.words, by=by)
    return made
