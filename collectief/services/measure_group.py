"""Use case: the scores of a whole group at one moment, in one form."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from collectief.enums import MeasureMoment
from collectief.models import Edition, Measurement


class NotOnTheScale(Exception):
    """A score lies outside the scale of the edition, or the edition has no scale."""


@transaction.atomic
def measure_group(*, edition: Edition, moment: MeasureMoment, scores: Mapping[int, int | None], on: date) -> int:
    """Keep a score per participant (by id); None takes a score away that was there. Gives how many stand there now.

    Raises:
        NotOnTheScale: nothing is kept then.
    """
    locked = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    low, high = locked.measure_low, locked.measure_high
    if low is None or high is None:
        raise NotOnTheScale
    own = set(locked.participants.values_list("pk", flat=True))
    there = {row.participant_id: row for row in Measurement.objects.filter(participant__edition=locked, moment=moment)}
    for pk, score in scores.items():
        if pk not in own or (score is not None and not low <= score <= high):
            raise NotOnTheScale
        row = there.get(pk)
        if score is None:
            if row is not None:
                row.delete()
                del there[pk]
        elif row is None:
            there[pk] = Measurement.objects.create(participant_id=pk, moment=moment, score=score, measured_on=on)
        elif row.score != score:
            row.score = score
            row.save(update_fields=["score"])
    return len(there)
