"""Use cases: notice that another team may know a new household, and let both sides judge it. See docs/adr."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.enums import DoubleAnswer
from cases.models import Case, CaseRights, PossibleDouble
from cases.selectors.likeness import Named, households_like
from cases.selectors.merge_page import same_people
from cases.services.merge_households import merge_households
from wijkteam.accounts.models import User

MOST = 5


class IsAnswered(Exception):
    """Somebody of this side answered already, or there is nothing to answer yet."""


def note_doubles(*, case: Case, people: Sequence[Named], rights: CaseRights, at: datetime) -> None:
    """Write down which households outside `rights` the new one, of these people, may be.

    Nothing of it is told to whoever opens the case, and opening never waits for an answer.
    """
    home = case.household
    candidates = households_like(people, street=home.street, postcode=home.postcode)
    if candidates is None:
        return
    mine = Case.objects.within(rights).values("household")
    known = (
        Case.objects.filter(household__in=candidates)
        .exclude(household=home)
        .exclude(household__in=mine)
        .order_by("household", "-opened_on", "-pk")
        .distinct("household")[:MOST]
    )
    PossibleDouble.objects.bulk_create(
        [PossibleDouble(new_case=case, known_case=one, found_at=at) for one in known], ignore_conflicts=True
    )


@transaction.atomic
def answer_known_side(*, double: PossibleDouble, answer: DoubleAnswer, by: User, at: datetime) -> None:
    """What the team that knew the household says. "Same" asks the other side; "other" ends it, in silence.

    Raises:
        IsAnswered: a colleague was first.
    """
    locked = PossibleDouble.objects.select_for_update(of=("self",)).get(pk=double.pk)
    if locked.known_answer:
        raise IsAnswered
    locked.known_answer, locked.known_at, locked.known_by = answer, at, by
    locked.save(update_fields=["known_answer", "known_at", "known_by"])


@transaction.atomic
def answer_new_side(*, double: PossibleDouble, answer: DoubleAnswer, by: User, at: datetime) -> None:
    """What the team that registered it anew says. When both say "same" the two become one, with the older file.

    Raises:
        IsAnswered: a colleague was first, or the other side did not say that it is the same.
        AreMerged, CannotMerge: as merging does; nothing was changed.
    """
    locked = (
        PossibleDouble.objects.select_for_update(of=("self",))
        .select_related("new_case__household", "known_case__household")
        .get(pk=double.pk)
    )
    if locked.new_answer or locked.known_answer != DoubleAnswer.SAME:
        raise IsAnswered
    locked.new_answer, locked.new_at, locked.new_by = answer, at, by
    locked.save(update_fields=["new_answer", "new_at", "new_by"])
    if answer == DoubleAnswer.SAME:
        keep, merged = locked.known_case.household, locked.new_case.household
        merge_households(
            keep=keep,
            merged=merged,
            same=same_people(keep=keep, merged=merged, exactly=True),
            why=_("Both teams say that it is the same household."),
            by=by,
            at=at,
        )
