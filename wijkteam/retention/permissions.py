"""Who may do what with a destruction list. Nobody of them sees a name: they work with numbers, dates and grounds.

The functional administrator draws up, the privacy officer looks through, and the archivist authorises. The archivist of
the municipality has an account of one of the two roles; that it is a third person is what counts (check).
"""

from datetime import date
from uuid import UUID

from django.http import Http404

from cases.models import Case, CaseRights
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, require
from wijkteam.retention.models import (
    DestructionEntry,
    DestructionList,
    LegalHold,
    RequestFile,
    ResidentRequest,
    Takeout,
)
from wijkteam.retention.models.stays import stays_of

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


# -- what a resident asks for ------------------------------------------------------------------------

# Who answers them, and who may have noted one.
ANSWERS = (Role.PRIVACY_OFFICER,)
NOTES = (Role.PRIVACY_OFFICER, *CASEWORKERS)
# Who looks a gathered file through: everything that is known of somebody stands in it.
RELEASES = (Role.PRIVACY_OFFICER, Role.TEAM_COORDINATOR)


def get_request(*, public_id: UUID, user: User, on: date) -> ResidentRequest:
    """Raises Http404 when it is not there or not for this person."""
    found = (
        ResidentRequest.objects.visible_to(user, on=on)
        .select_related("case__household", "case__team", "person", "noted_by", "extended_by", "decided_by", "statement")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_request_file(*, public_id: UUID, user: User, on: date) -> RequestFile:
    """Raises Http404 when it is not there, was erased, or is not for this person."""
    found = (
        RequestFile.objects.standing()
        .select_related("request__person", "request__case", "asked_by", "released_by", "handed_over_by")
        .filter(public_id=public_id, request__in=ResidentRequest.objects.visible_to(user, on=on))
        .first()
    )
    if found is None or not may_see_all_of(found.request, user=user, on=on):
        raise Http404
    return found


def may_see_all_of(asked: ResidentRequest, *, user: User, on: date) -> bool:
    """The privacy officer; a team coordinator when every file that speaks of this person is theirs to see."""
    if user.role == Role.PRIVACY_OFFICER:
        return True
    if user.role != Role.TEAM_COORDINATOR:
        return False
    cases = stays_of(asked.person_id).cases
    rights = CaseRights.of(user, on=on)
    return Case.objects.within(rights).filter(pk__in=cases).count() == len(cases) and not (
        set(rights.emergency) & set(cases)
    )


def may_answer(user: User) -> bool:
    return user.role in ANSWERS


def may_release(user: User, one: RequestFile) -> bool:
    return user.role in RELEASES and user.pk != one.asked_by_id


def require_no_emergency(asked: ResidentRequest, rights: CaseRights) -> None:
    """Who opened a file in an emergency reads it, and writes nothing. Raises PermissionDenied (403)."""
    require(not rights.only_reads(asked.case))
