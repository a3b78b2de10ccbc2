import uuid
from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cases.enums import ProvisionEnd, ProvisionKind, RenewalOutcome
from cases.models.case import Case
from cases.models.household import Person
from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import DateSpan, running_on

LOOK_AHEAD = timedelta(weeks=12)


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def running(self, *, on: date) -> Self:
        return self.filter(running_on(on))

    def to_look_at(self, *, on: date) -> Self:
        """Ends within twelve weeks, or has lapsed, and nobody decided what comes next."""
        return self.filter(ends_on__lte=on + LOOK_AHEAD, end_reason="").exclude(
            Exists(Provision.objects.filter(renews=OuterRef("pk")))
        )

    def visible_to(self, user: User, *, on: date) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user, on=on))


@track_changes()
class Provision(models.Model):
    """What the municipality pays for one household or person (maatwerkvoorziening), up to (not including) `ends_on`.

    It comes after the question behind the question, never before (trigger). What it should do is in the plan.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="provisions")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="provisions", verbose_name=_("for whom")
    )
    kind = models.CharField(_("kind of provision"), max_length=20, choices=ProvisionKind)
    name = models.CharField(_("which one"), max_length=120, blank=True)
    provider = models.CharField(_("provider"), max_length=160)
    organisation = models.ForeignKey(
        "netwerk.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    amount = models.CharField(_("how much"), max_length=60, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=15, choices=ProvisionEnd, blank=True)
    end_note = models.CharField(_("what comes instead"), max_length=300, blank=True)
    renews = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by", verbose_name=_("renews")
    )
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            models.CheckConstraint(
                name="provision_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(name="provision_kind_is_known", condition=Q(kind__in=ProvisionKind.values)),
            models.CheckConstraint(name="provision_has_a_provider", condition=~Q(provider="")),
            models.CheckConstraint(
                name="provision_ends_with_a_day", condition=Q(end_reason="") | Q(ends_on__isnull=False)
            ),
            models.CheckConstraint(
                name="provision_of_another_kind_has_a_name", condition=~Q(kind=ProvisionKind.OTHER) | ~Q(name="")
            ),
            ExclusionConstraint(
                name="provision_once_for_a_person",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (Lower("provider"), RangeOperators.EQUAL),
                    (DateSpan(), RangeOperators.OVERLAPS),
                ],
                condition=Q(person__isnull=False),
            ),
            ExclusionConstraint(
                name="provision_once_for_a_household",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (Lower("provider"), RangeOperators.EQUAL),
                    (DateSpan(), RangeOperators.OVERLAPS),
                ],
                condition=Q(person=None),
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], condition=Q(end_reason=""), name="provision_to_renew")]

    def __str__(self) -> str:
        return f"provision {self.pk}"

    @property
    def title(self) -> str:
        return self.name or self.get_kind_display()


@track_changes()
class RenewalLook(models.Model):
    """The broad look before a provision ends: it begins with the household, not with the form of the provider.

    Decided or not; renewing needs one that is not decided yet (trigger).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="looks")
    looked_on = models.DateField(_("looked on"))
    looked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("looked by"))
    changes = models.TextField(_("what has changed"), max_length=2000)
    is_same_question = models.BooleanField(_("the question is still the same"))
    instead = models.TextField(_("what own network or neighbourhood can do"), max_length=2000)
    outcome = models.CharField(_("decision"), max_length=12, choices=RenewalOutcome, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    note = models.CharField(_("why"), max_length=300, blank=True)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("initiative")
    )

    class Meta:
        verbose_name = _("renewal look")
        verbose_name_plural = _("renewal looks")
        constraints = [
            models.UniqueConstraint(
                name="provision_has_one_open_look", fields=["provision"], condition=Q(decided_on=None)
            ),
            models.CheckConstraint(name="look_says_what_changed", condition=~Q(changes="") & ~Q(instead="")),
            models.CheckConstraint(
                name="look_is_decided_as_a_whole",
                condition=Q(decided_on=None, outcome="", note="", initiative=None)
                | (Q(decided_on__isnull=False, decided_on__gte=F("looked_on")) & ~Q(outcome="") & ~Q(note="")),
            ),
            models.CheckConstraint(
                name="look_names_the_initiative",
                condition=Q(outcome=RenewalOutcome.INITIATIVE, initiative__isnull=False)
                | (~Q(outcome=RenewalOutcome.INITIATIVE) & Q(initiative=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"renewal look {self.pk}"
