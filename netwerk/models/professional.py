import uuid
from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netwerk.models.organisation import Organisation, folded, new_hsds_id
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.core.periods import running_on


class ProfessionalQuerySet(models.QuerySet["Professional"]):
    def working(self, *, on: date) -> Self:
        return self.filter(running_on(on))

    def visible_to(self, user: User, *, on: date) -> Self:
        """Everyone who works with households: these are the people whom one calls. The only place with that rule."""
        return self.all() if user.does_casework else self.none()


@track_changes()
class Professional(models.Model):
    """Somebody who works for a partner from `starts_on` up to `ends_on`, and how to reach them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="professionals", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    hsds_id = models.CharField(max_length=64, unique=True, default=new_hsds_id, editable=False)
    hsds_extra = models.JSONField(default=dict, editable=False)

    objects = ProfessionalQuerySet.as_manager()

    class Meta:
        verbose_name = _("professional")
        verbose_name_plural = _("professionals")
        constraints = [
            models.CheckConstraint(
                name="professional_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(name="professional_has_a_name", condition=~Q(name="")),
        ]
        indexes = [
            GinIndex(
                OpClass(folded(F("name")), name="gin_trgm_ops"),
                OpClass(folded(F("function")), name="gin_trgm_ops"),
                name="professional_search",
            )
        ]

    def __str__(self) -> str:
        return f"professional {self.pk}"
