"""Who may do what with a destruction list. Nobody of them sees a name: they work with numbers, dates and grounds.

The functional administrator draws up, the privacy officer looks through, and the archivist authorises. The archivist of
the municipality has an account of one of the two roles; that it is a third person is what counts (check).
"""

from datetime import date
from uuid import UUID

from django.http import Http404

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.retention.models import DestructionEntry, DestructionList, LegalHold, Takeout

KEEPERS = (Role.ADMINISTRATOR, Role.PRIVACY_OFFICER)


def may_draw_up(user: User) -> bool:
    return user.role == Role.ADMINISTRATOR


def may_review(user: User, destruction: DestructionList) -> bool:
    return user.role == Role.PRIVACY_OFFICER and user.pk != destruction.drawn_up_by_id


def may_approve(user: User, destruction: DestructionList) -> bool:
    return user.role in KEEPERS and user.pk not in {destruction.drawn_up_by_id, destruction.reviewed_by_id}


def may_confirm(user: User) -> bool:
    return user.role == Role.ADMINISTRATOR


def may_hold(user: User) -> bool:
    return user.role == Role.PRIVACY_OFFICER


def get_list(*, public_id: UUID) -> DestructionList:
    found = (
        DestructionList.objects.select_related(
            "drawn_up_by", "reviewed_by", "approved_by", "confirmed_by", "dropped_by"
        )
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_entry(*, destruction: DestructionList, public_id: UUID) -> DestructionEntry:
    found = destruction.entries.select_related("destruction").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def get_hold(*, public_id: UUID) -> LegalHold:
    found = LegalHold.objects.select_related("case", "placed_by").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def get_takeout(*, user: User, on: date, public_id: UUID) -> Takeout:
    """Raises Http404 when it is not there, or of another team."""
    found = (
        Takeout.objects.visible_to(user, on=on)
        .select_related("team", "asked_by", "decided_by")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def may_decide(user: User, takeout: Takeout) -> bool:
    return user.role == Role.PRIVACY_OFFICER and user.pk != takeout.asked_by_id


def may_take(user: User, takeout: Takeout) -> bool:
    """Who asked for it, and said what for: a colleague asks for one of their own."""
    return user.pk == takeout.asked_by_id
