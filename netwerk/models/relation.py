import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Exchange, MomentKind
from netwerk.models.organisation import Organisation
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team


@track_changes()
class Relation(models.Model):
    """What a team agreed with itself about a partner: how often one speaks, and who keeps it warm."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="relations", verbose_name=_("team"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="relations", verbose_name=_("organisation")
    )
    rhythm_weeks = models.PositiveSmallIntegerField(_("contact every how many weeks"))
    keeper = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who keeps it warm")
    )

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(name="relation_once_per_team", fields=["team", "organisation"]),
            models.CheckConstraint(
                name="relation_rhythm_is_possible",
                condition=Q(rhythm_weeks__gte=1, rhythm_weeks__lte=104),
                violation_error_message=_("Fill in between 1 and 104 weeks."),
            ),
        ]

    def __str__(self) -> str:
        return f"relation {self.pk}"


class RelationMomentQuerySet(models.QuerySet["RelationMoment"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the teams one works in now: what is said among partners is not for everybody. The only such rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))


@track_changes()
class RelationMoment(models.Model):
    """A contact with a partner about working together, not about a household. Its minutes are hours at once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="relation_moments", verbose_name=_("team"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="moments", verbose_name=_("organisation")
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who had it"))
    time_entry = models.OneToOneField(
        TimeEntry, on_delete=models.PROTECT, related_name="relation_moment", verbose_name=_("hours")
    )
    happened_on = models.DateField(_("day"))
    kind = models.CharField(_("how"), max_length=10, choices=MomentKind)
    exchange = models.CharField(_("asked or given"), max_length=12, choices=Exchange, blank=True)
    note = models.CharField(_("what it was about"), max_length=500, blank=True)
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True)

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = RelationMomentQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact with a partner")
        verbose_name_plural = _("contacts with partners")
        constraints = [
            models.CheckConstraint(name="moment_kind_is_known", condition=Q(kind__in=MomentKind.values)),
            models.CheckConstraint(name="moment_exchange_is_known", condition=Q(exchange__in=["", *Exchange.values])),
        ]
        indexes = [models.Index(fields=["organisation", "team", "-happened_on"], name="moment_of_relation")]

    def __str__(self) -> str:
        return f"contact with a partner {self.pk}"
