import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import ContinuationKind
from cases.models.case import Case
from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes


@append_only
@track_changes()
class Continuation(models.Model):
    """What goes on after a case was closed, and where: with the own people, in an initiative, or elsewhere."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="continuations")
    kind = models.CharField(_("where"), max_length=12, choices=ContinuationKind)
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continuations",
        verbose_name=_("initiative"),
    )
    text = models.CharField(_("what continues"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("continuation")
        verbose_name_plural = _("continuations")
        constraints = [
            models.CheckConstraint(
                name="continuation_says_where",
                condition=Q(kind=ContinuationKind.COLLECTIVE, initiative__isnull=False)
                | (
                    Q(kind__in=[ContinuationKind.OWN_NETWORK, ContinuationKind.ELSEWHERE], initiative=None)
                    & ~Q(text="")
                ),
            ),
            models.UniqueConstraint(name="case_continues_once_in_an_initiative", fields=["case", "initiative"]),
        ]

    def __str__(self) -> str:
        return f"continuation {self.pk}"


class AfterCareQuerySet(models.QuerySet["AfterCare"]):
    def waiting(self) -> Self:
        """Not done, and not given up."""
        done = self.model._meta.get_field("contact").related_model._default_manager.filter(after_care=OuterRef("pk"))
        return self.filter(~Exists(done), given_up_at=None)

    def due(self, *, on: date) -> Self:
        return self.waiting().filter(due_on__lte=on)


@track_changes()
class AfterCare(models.Model):
    """A worker asks some months after the closing how it goes. Done when a contact points at it, or given up."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="after_care")
    due_on = models.DateField(_("on which day"))
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="after_care", verbose_name=_("by whom"))
    planned_at = models.DateTimeField(_("planned"))
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("planned by"))
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)
    given_up_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given up by")
    )
    given_up_because = models.CharField(_("why it was not done"), max_length=300, blank=True)

    objects = AfterCareQuerySet.as_manager()

    class Meta:
        verbose_name = _("after-care")
        verbose_name_plural = _("after-care")
        constraints = [
            models.CheckConstraint(
                name="after_care_is_given_up_with_a_reason",
                condition=Q(given_up_at=None, given_up_by=None, given_up_because="")
                | (Q(given_up_at__isnull=False, given_up_by__isnull=False) & ~Q(given_up_because="")),
            ),
        ]
        indexes = [
            models.Index(fields=["worker", "due_on"], condition=Q(given_up_at=None), name="after_care_of_worker")
        ]

    def __str__(self) -> str:
        return f"after-care {self.pk}"
