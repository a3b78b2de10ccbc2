from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.models.area import Area


class AreaShape(models.Model):
    """The border of an area, simplified to be drawn: made for a picture, not for measuring or for finding an address.

    Places are whole metres in one flat picture of the country, x to the east and y to the south (services/project.py).
    `rings` holds each ring as its first place and then steps, without the last place that closes it; where rings lie
    within each other, every second one is a hole. The name fits best around `label_x`, `label_y`.
    """

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="shape", verbose_name=_("area"))
    rings: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField(_("rings"))
    west = models.IntegerField(_("most western place"))
    north = models.IntegerField(_("most northern place"))
    east = models.IntegerField(_("most eastern place"))
    south = models.IntegerField(_("most southern place"))
    label_x = models.IntegerField(_("place of the name, to the east"))
    label_y = models.IntegerField(_("place of the name, to the south"))
    label_width = models.PositiveIntegerField(_("room for the name"))
    source = models.CharField(_("from which file"), max_length=200)
    imported_at = models.DateTimeField(_("taken in"))

    class Meta:
        verbose_name = _("border of an area")
        verbose_name_plural = _("borders of areas")
        constraints = [
            models.CheckConstraint(
                name="shape_has_a_size", condition=Q(east__gt=F("west"), south__gt=F("north"), label_width__gt=0)
            ),
            models.CheckConstraint(
                name="shape_holds_its_name",
                condition=Q(label_x__gte=F("west"), label_x__lte=F("east"))
                & Q(label_y__gte=F("north"), label_y__lte=F("south")),
            ),
            models.CheckConstraint(name="shape_says_its_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"border of area {self.area_id}"
