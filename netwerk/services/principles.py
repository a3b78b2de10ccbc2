"""Use cases: what the teams ask of every provider, in versions, and what a provider answered about it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from netwerk.enums import Answer
from netwerk.models import Endorsement, Organisation, Principles
from netwerk.selectors.principles import REPLACED, current_principles
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class VersionHasChanged(Exception):
    """Somebody wrote another version in the meantime."""


class NothingHasChanged(Exception):
    """The text is that of the version that holds."""


class AnswerTooEarly(Exception):
    """On that day the answer before it had just begun, or the principles were not there yet."""


class NothingToEnd(Exception):
    """No answer of this provider is running."""


@dataclass(frozen=True, kw_only=True)
class AnswerDetails:
    """What a provider said; `signed_by` is asked of who endorses."""

    answer: Answer
    starts_on: date
    signed_by: str
    note: str


@transaction.atomic
def keep_shipped() -> Principles:
    """The version that holds, as a row: the text that the application comes with becomes one when first needed."""
    found = current_principles()
    if found._state.adding:
        try:
            with transaction.atomic():
                found.save()
        except IntegrityError:  # somebody else was first
            found = current_principles()
    return found


@transaction.atomic
def write_principles(*, text: str, seen: int, by: User, today: date) -> Principles:
    """A new version from today on; answers about earlier versions stay what they were. `seen` is the version read.

    Raises:
        VersionHasChanged, NothingHasChanged
    """
    latest = keep_shipped()
    if latest.version != seen:
        raise VersionHasChanged
    if latest.text.split() == text.split():
        raise NothingHasChanged
    try:
        with transaction.atomic():
            return Principles.objects.create(version=latest.version + 1, text=text, starts_on=today, written_by=by)
    except IntegrityError as error:
        raise VersionHasChanged from error


@transaction.atomic
def record_answer(*, organisation: Organisation, details: AnswerDetails, seen: int, by: User) -> Endorsement:
    """What a provider answers about the version that holds; the answer before it ends on that day.

    Raises:
        VersionHasChanged: they read another text than the one that holds now.
        AnswerTooEarly
    """
    # One answer at a time for an organisation.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    principles = keep_shipped()
    if principles.version != seen:
        raise VersionHasChanged
    running = Endorsement.objects.filter(organisation=organisation, ends_on=None).first()
    if running is not None:
        if (running.principles_id, running.answer, running.signed_by, running.starts_on) == (
            principles.pk, details.answer, details.signed_by, details.starts_on,
        ):  # fmt: skip
            return running  # the same form, sent twice
        if details.starts_on <= running.starts_on:
            raise AnswerTooEarly
        running.ends_on, running.end_reason = details.starts_on, REPLACED
        running.save(update_fields=["ends_on", "end_reason"])
    try:
        with transaction.atomic():
            return Endorsement.objects.create(
                organisation=organisation, principles=principles, recorded_by=by, **vars(details)
            )
    except IntegrityError as error:
        if broken_constraint(error) not in {"endorsement_follows_its_version", "endorsement_one_at_a_time"}:
            raise
        raise AnswerTooEarly from error


@transaction.atomic
def end_answer(*, organisation: Organisation, ends_on: date, reason: str) -> Endorsement:
    """From `ends_on` on nothing holds any more.

    Raises:
        NothingToEnd
        AnswerTooEarly: it had not begun on that day.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    running = Endorsement.objects.filter(organisation=organisation, ends_on=None).first()
    if running is None:
        raise NothingToEnd
    if ends_on <= running.starts_on:
        raise AnswerTooEarly
    running.ends_on, running.end_reason = ends_on, reason
    running.save(update_fields=["ends_on", "end_reason"])
    return running
