"""How drafts about a case are called in the list of one's own drafts."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from cases.models import Case
from wijkteam.accounts.models import User
from wijkteam.core.draftable import DraftSubject


def draft_subjects(user: User, ids: Collection[UUID], on: date) -> Mapping[UUID, DraftSubject]:
    """Those of these cases that this person may see."""
    found = Case.objects.visible_to(user, on=on).filter(public_id__in=ids).select_related("household")
    return {
        case.public_id: DraftSubject(title=f"{case.household.name} ({case.number})", seen=(case.pk, case.household_id))
        for case in found
    }
