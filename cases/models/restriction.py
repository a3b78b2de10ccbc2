"""A file that is for named people only: out of lists and searches for everybody else (see CaseRights)."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import RestrictionKind
from cases.models.case import Case
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class CaseRestrictionQuerySet(models.QuerySet["CaseRestriction"]):
    def active(self) -> Self:
        return self.filter(lifted_at=None)

    def unnamed(self, user: User) -> Self:
        """Those that do not let this person in."""
        names = CaseRestrictionPerson.objects.filter(restriction=OuterRef("pk"), user=user, removed_at=None)
        return self.filter(~Exists(names))


@track_changes()
class CaseRestriction(models.Model):
    """While it is not lifted, nobody but the named people knows of the household of this case.

    The database names the coordinator of the case by itself, and refuses to leave nobody.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="restrictions")
    kind = models.CharField(_("why"), max_length=10, choices=RestrictionKind)
    note = models.CharField(_("explanation"), max_length=500)
    started_at = models.DateTimeField(_("from"))
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )
    lifted_because = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    objects = CaseRestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        constraints = [
            models.UniqueConstraint(
                name="case_has_one_restriction_at_a_time", fields=["case"], condition=Q(lifted_at=None)
            ),
            models.CheckConstraint(name="restriction_has_a_reason", condition=~Q(note="")),
            models.CheckConstraint(
                name="restriction_lifted_as_a_whole",
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | (
                    Q(lifted_at__isnull=False, lifted_at__gte=F("started_at"), lifted_by__isnull=False)
                    & ~Q(lifted_because="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"


@track_changes()
class CaseRestrictionPerson(models.Model):
    """Somebody who may see a restricted file. Without `added_by` it was the database: they coordinate the case."""

    restriction = models.ForeignKey(CaseRestriction, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("colleague"))
    added_at = models.DateTimeField(_("from"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(_("until"), null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("person with access")
        verbose_name_plural = _("people with access")
        constraints = [
            models.UniqueConstraint(
                name="person_named_once", fields=["restriction", "user"], condition=Q(removed_at=None)
            ),
            models.CheckConstraint(
                name="person_removed_as_a_whole",
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_at__gte=F("added_at"), removed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"person with access {self.pk}"
