import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import InitiativeOwner
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.history import track_changes
from wijkteam.core.periods import running_on
from wijkteam.teams.models import Team


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def running(self, *, on: date) -> Self:
        return self.filter(running_on(on))

    def visible_to(self, user: User, *, on: date) -> Self:
        """Everyone in a team sees the initiatives of all teams: there is nothing of a household in them."""
        return self.all() if user.does_casework else self.none()


@track_changes()
class Initiative(models.Model):
    """Something people do together: a walk-in, a cooking club, a course. Runs from `starts_on` up to `ends_on`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="initiatives", verbose_name=_("team"))
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("what happens there"), blank=True)
    owner = models.CharField(_("whose it is"), max_length=15, choices=InitiativeOwner)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("which organisation"),
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    other_themes = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("also about"))
    target_group = models.CharField(_("for whom"), max_length=200, blank=True)
    gives_back = models.CharField(_("what participants give back"), max_length=300, blank=True)
    is_experiment = models.BooleanField(_("an experiment"), default=False, db_default=False)
    linked = models.ManyToManyField("self", blank=True, verbose_name=_("goes together with"))
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    rhythm = models.CharField(_("when"), max_length=120, blank=True, help_text=_("For example: Tuesdays from 10 to 12"))
    capacity = models.PositiveSmallIntegerField(_("room for how many people"), null=True, blank=True)
    is_public = models.BooleanField(_("shown on the public page of the team"), default=True)
    came_from = models.ForeignKey(
        "collectief.Reflection",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="came_of_it",
        verbose_name=_("came from the reflection"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            models.CheckConstraint(
                name="initiative_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(name="initiative_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="initiative_of_an_organisation_alone_names_it",
                condition=Q(organisation=None) | Q(owner=InitiativeOwner.ORGANISATION),
                violation_error_message=_("Name an organisation only for what is of an organisation."),
            ),
        ]
        indexes = [models.Index(fields=["team", "starts_on"], name="initiative_of_team")]

    def __str__(self) -> str:
        return self.name
