import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netwerk.models.organisation import Organisation, new_hsds_id
from wijkteam.areas.models import Area
from wijkteam.core.history import track_changes


@track_changes()
class Location(models.Model):
    """Where an organisation can be found."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="locations", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )

    hsds_id = models.CharField(max_length=64, unique=True, default=new_hsds_id, editable=False)
    hsds_extra = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [
            models.CheckConstraint(
                name="location_can_be_found",
                condition=~Q(name="") | ~Q(street=""),
                violation_error_message=_("Give the place a name, or a street."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.street
