import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Answer
from netwerk.models.organisation import Organisation
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on


@append_only
@track_changes()
class Principles(models.Model):
    """What the teams ask of every provider, by version. A version stays as it was; the latest one holds."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"), max_length=6000)
    starts_on = models.DateField(_("from"))
    # Empty for the text that the application comes with.
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )

    class Meta:
        verbose_name = _("principles")
        verbose_name_plural = _("principles")
        constraints = [models.CheckConstraint(name="principles_say_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"principles, version {self.version}"


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def in_force(self, *, on: date) -> Self:
        """At most one for an organisation."""
        return self.filter(running_on(on))


@track_changes()
class Endorsement(models.Model):
    """What a provider answered about a version of the principles, from `starts_on` up to `ends_on`.

    What was answered is not rewritten: it ends, and another answer follows (trigger).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="endorsements", verbose_name=_("organisation")
    )
    principles = models.ForeignKey(
        Principles, on_delete=models.PROTECT, related_name="endorsements", verbose_name=_("principles")
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True)
    note = models.CharField(_("what they said"), max_length=500, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written down by"))

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [
            models.CheckConstraint(name="endorsement_answer_is_known", condition=Q(answer__in=Answer.values)),
            models.CheckConstraint(
                name="endorsement_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="endorsement_is_signed",
                condition=~Q(answer=Answer.ENDORSED) | ~Q(signed_by=""),
                violation_error_message=_("Write down who signed."),
            ),
            models.CheckConstraint(
                name="endorsement_ends_with_a_reason",
                condition=Q(ends_on=None, end_reason="") | (Q(ends_on__isnull=False) & ~Q(end_reason="")),
            ),
            no_overlap(
                name="endorsement_one_at_a_time",
                same=["organisation"],
                message=_("There is an answer of them in that period already."),
            ),
        ]

    def __str__(self) -> str:
        return f"endorsement {self.pk}"
