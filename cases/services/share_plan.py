"""Use cases: let somebody of the household read the plan without an account, and stop that."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cases.enums import OpeningOutcome
from cases.models import Case, FamilyQuestion, Person, PlanReadingLink, ReadingLinkOpening
from cases.models.reading_link import LONGEST_DAYS, WRONG_DATES, digests_of
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class PersonHasNoBirthDate(Exception):
    """The date of birth is what the reader is asked for."""


class NotOfTheHousehold(Exception):
    """Only who belongs to the household of the case reads its plan."""


class LinkIsMade(Exception):
    """This form made its link already. The address was shown once and is not kept."""


class LinkIsOver(Exception):
    """Ended, revoked, or tried too often."""


class WrongBirthDate(Exception):
    """Another date than that of the person of the link; it was counted."""


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """`token` is known here and now only."""

    link: PlanReadingLink
    token: str


def share_plan(
    *, case: Case, person: Person, days: int, by: User, at: datetime, request_key: UUID | None = None
) -> NewLink:
    """Make a link for one person; an earlier one of the same person stops working.

    Raises:
        CaseIsClosed
        NotOfTheHousehold
        PersonHasNoBirthDate
        LinkIsMade: the same form was sent twice.
    """
    token = secrets.token_urlsafe(32)
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            locked = lock_open_case(case)
            if not locked.household.members.current(on=today).filter(person=person).exists():
                raise NotOfTheHousehold
            if person.birth_date is None:
                raise PersonHasNoBirthDate
            if request_key is not None and PlanReadingLink.objects.filter(request_key=request_key).exists():
                raise LinkIsMade
            # who waited for the lock may have begun before the link that stands there now was made
            locked.reading_links.filter(person=person, revoked_at=None).update(
                revoked_at=Greatest(F("created_at"), Value(at)), revoked_by=by
            )
            link = PlanReadingLink.objects.create(
                case=locked,
                person=person,
                digest=digests_of(token)[0],
                starts_on=today,
                expires_on=today + timedelta(days=min(days, LONGEST_DAYS)),
                created_at=at,
                created_by=by,
                request_key=request_key,
            )
    except IntegrityError as error:
        if request_key is not None and "request_key" in broken_constraint(error):
            raise LinkIsMade from error
        raise
    return NewLink(link=link, token=token)


@transaction.atomic
def revoke_link(*, link: PlanReadingLink, by: User, at: datetime) -> None:
    """From now on the link opens nothing. Revoking twice changes nothing."""
    PlanReadingLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by)


def _lock_live(link: PlanReadingLink, *, at: datetime) -> PlanReadingLink:
    live = PlanReadingLink.objects.live(on=timezone.localdate(at))
    locked = live.select_for_update(of=("self",)).select_related("person").filter(pk=link.pk).first()
    if locked is None:
        raise LinkIsOver
    return locked


@transaction.atomic
def _open(link: PlanReadingLink, *, birth_date: date, is_known_device: bool, at: datetime) -> OpeningOutcome:
    locked = _lock_live(link, at=at)
    wrong = locked.openings.filter(outcome=OpeningOutcome.WRONG_BIRTH_DATE)
    if not is_known_device and wrong.count() >= WRONG_DATES:
        raise LinkIsOver
    right = birth_date == locked.person.birth_date
    outcome = OpeningOutcome.OPENED if right else OpeningOutcome.WRONG_BIRTH_DATE
    ReadingLinkOpening.objects.create(link=locked, at=at, outcome=outcome)
    return outcome


def open_link(*, link: PlanReadingLink, birth_date: date, is_known_device: bool, at: datetime) -> None:
    """Let the reader in when the date of birth is that of the person of the link. Both are written down.

    Raises:
        LinkIsOver
        WrongBirthDate: after the attempt was kept.
    """
    if _open(link, birth_date=birth_date, is_known_device=is_known_device, at=at) != OpeningOutcome.OPENED:
        raise WrongBirthDate


def ask_about_plan(*, link: PlanReadingLink, text: str, at: datetime, request_key: UUID | None) -> FamilyQuestion:
    """Keep a question of the reader for the coordinator. The same `request_key` again gives the one that is there.

    Raises:
        LinkIsOver
    """
    try:
        with transaction.atomic():
            return FamilyQuestion.objects.create(
                link=_lock_live(link, at=at), asked_at=at, text=text, request_key=request_key
            )
    except IntegrityError as error:
        if request_key is None or "request_key" not in broken_constraint(error):
            raise
        return FamilyQuestion.objects.get(request_key=request_key, link=link)


@transaction.atomic
def answer_family_question(*, question: FamilyQuestion, by: User, at: datetime) -> None:
    """Say that a question was answered; how stands in the journal. Twice changes nothing."""
    FamilyQuestion.objects.filter(pk=question.pk, answered_at=None).update(answered_at=at, answered_by=by)
