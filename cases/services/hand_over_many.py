"""Use case: hand over several cases of one worker in one act."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from cases.enums import Informer
from cases.models import Case
from cases.services.hand_over import HandoverDetails, accept_handover, propose_handover
from wijkteam.accounts.models import User


@transaction.atomic
def hand_over_many(
    *,
    giver: User,
    receivers: Mapping[int, User],
    reason: str,
    because: str,
    read_until: date | None,
    by: User,
    at: datetime,
    request_key: uuid.UUID,
) -> int:
    """Propose a handover of each case (by its number) to its receiver; with `because` they are switched at once.

    All or none. Gives how many.

    Raises:
        CaseIsClosed, CoordinatorHasChanged, CoordinatorNotInTeam, HandoverIsOpen: look at the list again.
    """
    details = HandoverDetails(reason=reason, informer=Informer.RECEIVER, read_until=read_until)
    # In one order for everybody, so that two such acts never wait for each other.
    cases = Case.objects.filter(pk__in=receivers).order_by("pk")
    for case in cases:
        handover = propose_handover(
            case=case,
            receiver=receivers[case.pk],
            details=details,
            expected=giver.pk,
            by=by,
            at=at,
            request_key=uuid.uuid5(request_key, str(case.pk)),
        )
        if because and handover.is_open:
            accept_handover(handover=handover, by=by, at=at, because=because)
    return len(cases)
