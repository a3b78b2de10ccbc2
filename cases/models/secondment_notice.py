from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import NoticeKind
from cases.models.case import Case, CaseRights
from cases.models.involvement import Involvement
from cases.models.provision import Provision
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.teams.models import Team


class SecondmentNoticeQuerySet(models.QuerySet["SecondmentNotice"]):
    def within(self, rights: CaseRights) -> Self:
        """Of the own teams, and of cases that one may know of. For team coordinators: the view sees to that."""
        return self.filter(team__in=rights.teams, case__in=Case.objects.within(rights))


@append_only
class SecondmentNotice(models.Model):
    """A worker went on where the own employer is the provider: allowed, and not unseen.

    PostgreSQL writes the row with the request, the provision or the coordination itself, so no way past a screen
    leaves it out. It can only grow.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="secondment_notices")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("worker"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("employer")
    )
    kind = models.CharField(_("with what"), max_length=12, choices=NoticeKind)
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noticed_on = models.DateField(_("day"))

    objects = SecondmentNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a secondment")
        verbose_name_plural = _("notices of secondments")
        constraints = [
            models.CheckConstraint(
                name="notice_points_at_its_kind",
                condition=Q(kind=NoticeKind.INVOLVEMENT, involvement__isnull=False, provision=None)
                | Q(kind=NoticeKind.PROVISION, involvement=None, provision__isnull=False)
                | Q(kind=NoticeKind.CASE, involvement=None, provision=None),
            ),
            models.UniqueConstraint(name="notice_once_per_request", fields=["involvement"]),
            models.UniqueConstraint(name="notice_once_per_provision", fields=["provision"]),
            models.UniqueConstraint(
                name="notice_once_per_coordination",
                fields=["case", "worker", "organisation"],
                condition=Q(kind=NoticeKind.CASE),
            ),
        ]
        indexes = [models.Index(fields=["team", "-noticed_on"], name="notice_of_team")]

    def __str__(self) -> str:
        return f"notice {self.pk} of a secondment"
