"""Use cases: send an information round, try again what did not arrive, and keep who gets it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from collectief.enums import RoundFailure, RoundWish
from collectief.models import InformationRound, RoundDelivery, RoundRecipient, RoundRhythm
from collectief.notifications.round_letter import letter_of
from collectief.selectors.rounds import name_and_address, running_recipients
from collectief.services.write_round import lock_draft
from collectief.tasks import deliver
from netwerk.models import Organisation, Professional
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class NobodyToSendTo(Exception):
    """No recipient of this team has an e-mail address."""


class NothingToSay(Exception):
    """No part is chosen and there is no opening."""


class GetsItAlready(Exception):
    """This partner, this professional or this address is on the list."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Who wants the round: one of the first two, or a name with an address."""

    organisation: Organisation | None = None
    professional: Professional | None = None
    name: str = ""
    email: str = ""
    wish: RoundWish
    wanted_on: date


def send_round(*, round: InformationRound, version: int, by: User, at: datetime) -> InformationRound:
    """Freeze the round as it goes, with a row for each address; the mails go out in the background.

    The version is the one that was looked at beforehand. Pressing twice sends once: the second finds that it went.

    Raises:
        RoundIsSent, RoundHasChanged, NobodyToSendTo, NothingToSay
    """
    with transaction.atomic():
        locked = lock_draft(round, version=version)
        if not locked.opening and not locked.items.filter(is_chosen=True).exists():
            raise NothingToSay
        addresses = _addresses(locked.team)
        if not addresses:
            raise NobodyToSendTo
        letter = letter_of(locked)
        locked.body_text, locked.body_html = letter.text, letter.html
        locked.sent_at, locked.sent_by = at, by
        locked.save(update_fields=["body_text", "body_html", "sent_at", "sent_by"])
        RoundDelivery.objects.bulk_create(
            RoundDelivery(round=locked, recipient=one, name=name, email=email) for one, name, email in addresses
        )
        transaction.on_commit(partial(deliver.delay, round_id=locked.pk), robust=True)
        return locked


def _addresses(team: Team) -> list[tuple[RoundRecipient, str, str]]:
    """Everybody once: who is on the list as a partner and as a professional with the same address gets one mail."""
    found: dict[str, tuple[RoundRecipient, str, str]] = {}
    for one in running_recipients(team):
        name, email = name_and_address(one)
        if email:
            found.setdefault(email.lower(), (one, " ".join(name.split()), email))
    return list(found.values())


@transaction.atomic
def try_again(*, round: InformationRound, by: User) -> int:
    """What was given up goes once more. Returns how many."""
    failed = round.deliveries.filter(failed_at__isnull=False).exclude(failure=RoundFailure.STOPPED)
    count = failed.update(failed_at=None, failure="", tries=0, try_after=None)
    if count:
        transaction.on_commit(partial(deliver.delay, round_id=round.pk), robust=True)
    return count


# -- who gets it, and how often ----------------------------------------------------------------------


def add_recipient(*, team: Team, wish: Wish, by: User, at: datetime, request_key: UUID) -> RoundRecipient:
    """Put somebody on the list. The same `request_key` again gives who is there.

    Raises:
        GetsItAlready
    """
    try:
        with transaction.atomic():
            return RoundRecipient.objects.create(
                team=team,
                organisation=wish.organisation,
                professional=wish.professional,
                name=wish.name,
                email=wish.email,
                wish=wish.wish,
                wanted_on=wish.wanted_on,
                added_at=at,
                added_by=by,
                request_key=request_key,
            )
    except IntegrityError as error:
        rule = broken_constraint(error)
        if "request_key" in rule:
            return RoundRecipient.objects.get(request_key=request_key, team=team)
        if rule.startswith("round_goes_to_a"):
            raise GetsItAlready from error
        raise


@transaction.atomic
def stop_recipient(*, recipient: RoundRecipient, by: User | None, at: datetime) -> bool:
    """No more mail from now on, also not of a round that is on its way. False when that was so already."""
    locked = RoundRecipient.objects.select_for_update(of=("self",), no_key=True).get(pk=recipient.pk)
    if locked.stopped_at is not None:
        return False
    locked.stopped_at, locked.stopped_by = max(at, locked.added_at), by
    locked.save(update_fields=["stopped_at", "stopped_by"])
    return True


@transaction.atomic
def choose_rhythm(*, team: Team, every_weeks: int | None, by: User, at: datetime) -> None:
    """Every so many weeks, or without a reminder."""
    if every_weeks is None:
        RoundRhythm.objects.filter(team=team).delete()
        return
    RoundRhythm.objects.update_or_create(
        team=team, defaults={"every_weeks": every_weeks, "chosen_at": at, "chosen_by": by}
    )
