"""Use case: two rows that are one person become one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from cases.models import HouseholdMember, LadderScore, Person, PersonMerge
from cases.services.repoint import repoint
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

FILLED = ("birth_date", "phone", "email", "language", "given_name")


class AreMerged(Exception):
    """One of the two was merged with another already: look again."""


class CannotMerge(Exception):
    """Together they break a rule, such as one main home at a time: settle that first."""


def merge_persons(*, keep: Person, merged: Person, why: str, by: User, at: datetime) -> PersonMerge:
    """Give `keep` all that belongs to `merged`; the row of `merged` stays, without a household.

    What `keep` does not know yet comes from `merged`. The history keeps both as they were.

    Raises:
        AreMerged: one of the two is merged already.
        CannotMerge: they lived in two main households on one day.
    """
    try:
        with transaction.atomic():
            return _merge(keep, merged, why=why, by=by, at=at)
    except IntegrityError as error:
        if broken_constraint(error) in {"person_merge_goes_to_a_living_person", "cases_personmerge_merged_id_key"}:
            raise AreMerged from error
        raise CannotMerge from error


def _merge(keep: Person, merged: Person, *, why: str, by: User, at: datetime) -> PersonMerge:
    rows = {
        row.pk: row for row in Person.objects.select_for_update().filter(pk__in=[keep.pk, merged.pk]).order_by("pk")
    }
    if PersonMerge.objects.filter(merged__in=rows).exists():
        raise AreMerged
    stays, goes = rows[keep.pk], rows[merged.pk]
    for member in list(HouseholdMember.objects.filter(person=goes).order_by("starts_on", "pk")):
        join_memberships(member, person=stays)
    # What stays as it was recorded follows a merge that is written down, and nothing else (triggers).
    made = PersonMerge.objects.create(person=stays, merged=goes, why=why, at=at, by=by)
    join_ladders(goes, stays)
    repoint(goes, stays, but=(HouseholdMember, PersonMerge))
    filled = [name for name in FILLED if not getattr(stays, name) and getattr(goes, name)]
    for name in filled:
        setattr(stays, name, getattr(goes, name))
    if filled:
        stays.save(update_fields=filled)
    return made


def join_memberships(member: HouseholdMember, *, person: Person | None = None, household_id: int | None = None) -> None:
    """Let a membership be of another person or household; where they lived there already the two become one period."""
    person_id = person.pk if person else member.person_id
    home = household_id or member.household_id
    together = [
        other
        for other in HouseholdMember.objects.filter(person=person_id, household=home).exclude(pk=member.pk)
        if (other.ends_on is None or other.ends_on > member.starts_on)
        and (member.ends_on is None or member.ends_on > other.starts_on)
    ]
    if not together:
        member.person_id, member.household_id = person_id, home
        member.save(update_fields=["person", "household"])
        return
    starts_on, ends = min([member.starts_on, *(one.starts_on for one in together)]), [member.ends_on]
    ends += [one.ends_on for one in together]
    first = together[0]
    is_main = member.is_main or any(one.is_main for one in together)
    member.delete()  # the history keeps it
    for one in together[1:]:
        one.delete()
    first.starts_on = starts_on
    first.ends_on = None if None in ends else max(end for end in ends if end is not None)
    first.is_main = is_main
    first.save(update_fields=["starts_on", "ends_on", "is_main"])


def join_ladders(goes: Person, stays: Person) -> None:
    """Both have a step on one day: the one written last holds, with the words of both; the history keeps the other."""
    kept = {score.scored_on: score for score in LadderScore.objects.filter(person=stays)}
    for score in LadderScore.objects.filter(person=goes, scored_on__in=list(kept)):
        older, newer = sorted((score, kept[score.scored_on]), key=lambda one: one.pk)
        newer.note = " / ".join(dict.fromkeys(filter(None, [newer.note, older.note])))[:200]
        older.delete()
        newer.save(update_fields=["note"])
