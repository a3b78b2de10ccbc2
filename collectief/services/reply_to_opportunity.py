"""Use case: say what the team does with an opportunity."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from collectief.enums import OpportunityAnswer
from collectief.models import Initiative, Opportunity, OpportunityReply
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


def not_now(
    *, opportunity: Opportunity, reason: str, look_again_on: date, by: User, at: datetime, request_key: UUID
) -> OpportunityReply:
    """Not now, because; the team looks again that day. The same `request_key` again gives the reply that is there."""
    return _reply(
        OpportunityReply(
            opportunity=opportunity,
            answer=OpportunityAnswer.NOT_NOW,
            reason=reason,
            look_again_on=look_again_on,
            replied_by=by,
            replied_at=at,
            request_key=request_key,
        )
    )


def take_up(
    *, opportunity: Opportunity, initiative: Initiative, reason: str, by: User, at: datetime, request_key: UUID
) -> OpportunityReply:
    """An initiative takes it up. The same `request_key` again gives the reply that is there."""
    return _reply(
        OpportunityReply(
            opportunity=opportunity,
            answer=OpportunityAnswer.INITIATIVE,
            initiative=initiative,
            reason=reason,
            replied_by=by,
            replied_at=at,
            request_key=request_key,
        )
    )


def _reply(reply: OpportunityReply) -> OpportunityReply:
    try:
        with transaction.atomic():
            reply.save(force_insert=True)
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return OpportunityReply.objects.get(request_key=reply.request_key)
    return reply
