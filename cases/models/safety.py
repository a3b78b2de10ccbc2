"""The reporting code for violence at home and child abuse (meldcode): own tables, own right, rows that stay."""

import uuid
from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import SafetyStepKind
from cases.models.case import Case, CaseCoordinator
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on
from wijkteam.teams.models import Team


class SafetyOfficerQuerySet(models.QuerySet["SafetyOfficer"]):
    def current(self, *, on: date) -> Self:
        return self.filter(running_on(on))


@track_changes()
class SafetyOfficer(models.Model):
    """The person of a team who knows the reporting code best (aandachtsfunctionaris), by period."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="safety_officers", verbose_name=_("team"))
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("worker"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = SafetyOfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("safety officer")
        verbose_name_plural = _("safety officers")
        constraints = [
            models.CheckConstraint(
                name="safety_officer_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            no_overlap(name="safety_officer_once_at_a_time", same=["team", "user"]),
        ]

    def __str__(self) -> str:
        return f"safety officer {self.pk}"


class SafetyRecordQuerySet(models.QuerySet["SafetyRecord"]):
    def readable_by(self, user: User, *, on: date) -> Self:
        """The only place where this right is written; the case must be visible besides.

        For the coordinator of the case, the safety officers of its team, and whom one of them added to this record.
        A case that ended because the household had two goes on in another: its coordinator reads on.
        """
        of_case = Q(case=OuterRef("case")) | Q(case__merges__ended_case=OuterRef("case"))
        coordinates = CaseCoordinator.objects.filter(of_case, worker=user, ended_at=None)
        officer = SafetyOfficer.objects.current(on=on).filter(team=OuterRef("case__team"), user=user)
        added = SafetyReader.objects.filter(record=OuterRef("pk"), user=user, removed_at=None)
        return self.filter(Exists(coordinates) | Exists(officer) | Exists(added))


_NEVER_CHANGES = [pgtrigger.Protect(name="no_change", operation=pgtrigger.Update | pgtrigger.Delete)]


@append_only
class SafetyRecord(models.Model):
    """One suspicion in a household, weighed in the five steps of the reporting code."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="safety_records")
    about = models.CharField(_("about whom"), max_length=200)
    is_acute = models.BooleanField(_("somebody is in danger now"), default=False)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SafetyRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("safety record")
        verbose_name_plural = _("safety records")
        constraints = [models.CheckConstraint(name="safety_record_is_about_somebody", condition=~Q(about=""))]
        triggers = _NEVER_CHANGES

    def __str__(self) -> str:
        return f"safety record {self.pk}"


@append_only
class SafetyStep(models.Model):
    """A step, dated and signed. What was wrong is put right by a later row that `corrects` it."""

    record = models.ForeignKey(SafetyRecord, on_delete=models.PROTECT, related_name="steps")
    step = models.PositiveSmallIntegerField(_("step"), choices=SafetyStepKind)
    done_on = models.DateField(_("done on"))
    text = models.TextField(_("what was found, said or weighed"), max_length=8000)
    order_reason = models.CharField(_("why in another order"), max_length=500, blank=True)
    must_report = models.BooleanField(_("reporting to Veilig Thuis is necessary"), null=True, blank=True)
    must_report_reason = models.TextField(_("why"), max_length=2000, blank=True)
    can_help = models.BooleanField(_("giving or organising help is possible"), null=True, blank=True)
    can_help_reason = models.TextField(_("why"), max_length=2000, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    signed_at = models.DateTimeField(_("signed at"))
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("step of the reporting code")
        verbose_name_plural = _("steps of the reporting code")
        constraints = [
            models.CheckConstraint(name="safety_step_is_one_of_five", condition=Q(step__gte=1, step__lte=5)),
            models.CheckConstraint(name="safety_step_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="safety_step_five_has_two_decisions",
                condition=Q(step__lt=5, must_report=None, must_report_reason="", can_help=None, can_help_reason="")
                | (
                    Q(step=5, must_report__isnull=False, can_help__isnull=False)
                    & ~Q(must_report_reason="")
                    & ~Q(can_help_reason="")
                ),
            ),
            models.UniqueConstraint(name="safety_step_once", fields=["record", "step"], condition=Q(corrects=None)),
        ]
        triggers = _NEVER_CHANGES

    def __str__(self) -> str:
        return f"safety step {self.pk}"


@track_changes()
class SafetyReader(models.Model):
    """Somebody who reads one record along, added by somebody who may read it already."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(SafetyRecord, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("worker"))
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reader of a safety record")
        verbose_name_plural = _("readers of safety records")
        constraints = [
            models.UniqueConstraint(name="safety_reader_once", fields=["record", "user"], condition=Q(removed_at=None)),
            models.CheckConstraint(
                name="safety_reader_leaves_after_coming",
                condition=Q(removed_at=None) | Q(removed_at__gte=F("added_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"safety reader {self.pk}"
