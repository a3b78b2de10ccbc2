import uuid
from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from cases.enums import ConsentManner, LegalTask, SharedKind, SharingBasis, SharingChannel
from cases.models.case import Case
from cases.models.household import Person
from netwerk.models import Organisation, Professional
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes

_NO_CONSENT = Q(consent_on=None, consent_manner="", consent_by="")


def runs_on(day: date, *, of: str = "") -> Q:
    """Records whose period contains `day` and that were not withdrawn by then; `of` names a relation to the record."""
    at = f"{of}__" if of else ""
    return (
        Q(**{f"{at}starts_on__lte": day})
        & (Q(**{f"{at}ends_on": None}) | Q(**{f"{at}ends_on__gt": day}))
        & (Q(**{f"{at}withdrawn_on": None}) | Q(**{f"{at}withdrawn_on__gt": day}))
    )


class SharingRecordQuerySet(models.QuerySet["SharingRecord"]):
    def running_on(self, day: date) -> Self:
        """The end is looked up each time: no flag says that a record still holds."""
        return self.filter(runs_on(day))

    def towards(self, organisation_id: int, professional_id: int | None = None) -> Self:
        """Records that let something go to this organisation; one that names a professional is for that one alone."""
        named = Q(professional=None)
        if professional_id is not None:
            named |= Q(professional=professional_id)
        return self.filter(named, organisation=organisation_id)


@track_changes()
class SharingRecord(models.Model):
    """One kind of thing about one person may go to one receiver, on a basis and during a period.

    Nothing goes to a partner without a running record (triggers on what goes). What was written stays as it is: a
    record ends by its date, or because it is withdrawn, and another basis is another record.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sharing_records")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="sharing_records", verbose_name=_("about whom")
    )
    kind = models.CharField(_("what may be shared"), max_length=12, choices=SharedKind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("with which organisation")
    )
    professional = models.ForeignKey(
        Professional,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only with this professional"),
    )
    basis = models.CharField(_("on what ground"), max_length=15, choices=SharingBasis)
    law = models.CharField(_("which law"), max_length=15, choices=LegalTask, blank=True)
    ground = models.CharField(_("explanation of the ground"), max_length=500, blank=True)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_manner = models.CharField(_("how consent was given"), max_length=8, choices=ConsentManner, blank=True)
    consent_by = models.CharField(_("who gave consent"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written down by")
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    # Made from the key of the form and what the row is about: sending the same form twice makes its rows once.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SharingRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("sharing record")
        verbose_name_plural = _("sharing records")
        constraints = [
            models.CheckConstraint(
                name="sharing_basis_is_complete",
                condition=(
                    Q(basis=SharingBasis.CONSENT, law="", consent_on__isnull=False, ends_on__isnull=False)
                    & ~Q(consent_manner="")
                    & ~Q(consent_by="")
                )
                | (Q(basis=SharingBasis.TASK) & ~Q(law="") & (~Q(law=LegalTask.OTHER) | ~Q(ground="")) & _NO_CONSENT)
                | (Q(basis__in=[SharingBasis.VITAL_INTEREST, SharingBasis.DUTY], law="") & ~Q(ground="") & _NO_CONSENT),
            ),
            models.CheckConstraint(
                name="sharing_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="sharing_begins_with_the_consent",
                condition=Q(consent_on=None) | Q(consent_on__lte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="sharing_withdrawn_as_a_whole",
                condition=Q(withdrawn_on=None, withdrawn_reason="", withdrawn_by=None)
                | (
                    Q(withdrawn_on__isnull=False, withdrawn_on__gte=F("starts_on"), withdrawn_by__isnull=False)
                    & ~Q(withdrawn_reason="")
                ),
            ),
            ExclusionConstraint(
                name="sharing_recorded_once_at_a_time",
                # Within one case: another team's record about the same person is nobody's business here.
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (Coalesce(F("professional"), Value(0, models.BigIntegerField())), RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("basis", RangeOperators.EQUAL),
                    (
                        # LEAST skips what is empty.
                        Func(
                            F("starts_on"),
                            Least(F("ends_on"), F("withdrawn_on")),
                            Value("[)"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This is recorded already for that period."),
            ),
        ]
        indexes = [models.Index(fields=["case", "organisation"], name="sharing_of_case")]

    def __str__(self) -> str:
        return f"sharing record {self.pk}"

    @property
    def until(self) -> date | None:
        """The first day on which it holds no more."""
        return min((day for day in (self.ends_on, self.withdrawn_on) if day is not None), default=None)

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.until is None or self.until > day)


class SharedItemQuerySet(models.QuerySet["SharedItem"]):
    def shown_to_partner(self, *, case_id: int, organisation_id: int, professional_id: int, on: date) -> Self:
        """What of a case went to this partner on grounds that run still; one who is named reads what was for them.

        Ask it about a request that the partner may know of (InvolvementQuerySet.visible_to_partner), and not about one
        without a household.
        """
        return self.filter(
            Q(record__professional=None) | Q(record__professional=professional_id),
            runs_on(on, of="record"),
            record__case=case_id,
            record__organisation=organisation_id,
        )


@track_changes()
class SharedItem(models.Model):
    """Something did go to a partner: what, when, how, by whom, on which record. Never changed or removed (trigger)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(
        SharingRecord, on_delete=models.PROTECT, related_name="items", verbose_name=_("on what ground")
    )
    shared_at = models.DateTimeField(_("when"))
    shared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    channel = models.CharField(_("how"), max_length=10, choices=SharingChannel)
    what = models.CharField(_("what was shared"), max_length=500)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SharedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared item")
        verbose_name_plural = _("shared items")
        constraints = [models.CheckConstraint(name="shared_item_says_what", condition=~Q(what=""))]

    def __str__(self) -> str:
        return f"shared item {self.pk}"
