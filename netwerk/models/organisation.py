import uuid
from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, TextField
from django.utils.translation import gettext_lazy as _

from netwerk.enums import OrganisationKind
from wijkteam.accounts.models import User
from wijkteam.areas.models import Theme
from wijkteam.core.history import track_changes
from wijkteam.core.periods import running_on


def folded(value: "F | models.Value") -> Func:
    """Without case and accents: the SQL function that the indexes of names stand on."""
    return Func(value, function="fold_name", output_field=TextField())


def new_hsds_id() -> str:
    """What an organisation, service, location or professional of our own is called in an HSDS file."""
    return str(uuid.uuid4())


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def active(self, *, on: date) -> Self:
        return self.filter(running_on(on))

    def visible_to(self, user: User, *, on: date) -> Self:
        """Everyone who works with households reads the whole directory: there is nothing of a household in it."""
        return self.all() if user.does_casework else self.none()


@track_changes()
class Organisation(models.Model):
    """A partner of the teams: a school, a practice, a club. There from `starts_on` up to `ends_on`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    description = models.TextField(_("what they do"), blank=True, max_length=4000)
    website = models.URLField(_("website"), blank=True, max_length=300)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    # What it is called in files of the open standard, and what such a file says that has no column here.
    hsds_id = models.CharField(max_length=64, unique=True, default=new_hsds_id, editable=False)
    hsds_extra = models.JSONField(default=dict, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                name="organisation_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(name="organisation_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="organisation_kind_is_known", condition=Q(kind__in=OrganisationKind.values)),
        ]
        indexes = [
            GinIndex(OpClass(folded(F("name")), name="gin_trgm_ops"), name="organisation_search"),
            GinIndex(OpClass(folded(F("description")), name="gin_trgm_ops"), name="organisation_text_search"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_active(self, *, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on > on)
