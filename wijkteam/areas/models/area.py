from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.enums import AreaKind


class AreaQuerySet(models.QuerySet["Area"]):
    def districts(self) -> Self:
        return self.filter(kind=AreaKind.DISTRICT)

    def neighbourhoods(self) -> Self:
        return self.filter(kind=AreaKind.NEIGHBOURHOOD)


class Area(models.Model):
    """A municipality, district (wijk) or neighbourhood (buurt) as CBS drew it for one year.

    Codes: GM + 4 digits, WK + 6, BU + 8; the part after the municipality may hold letters. A code can be drawn
    differently in another year, so an area is a code in a year.
    """

    code = models.CharField(_("CBS code"), max_length=10)
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=2, choices=AreaKind)
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(name="area_code_once_a_year", fields=["code", "year"]),
            models.CheckConstraint(
                name="area_code_has_the_form_of_its_kind",
                condition=Q(kind="GM", code__regex=r"^GM\d{4}$")
                | Q(kind="WK", code__regex=r"^WK\d{4}[0-9A-Z]{2}$")
                | Q(kind="BU", code__regex=r"^BU\d{4}[0-9A-Z]{4}$"),
            ),
            models.CheckConstraint(
                name="area_only_a_municipality_has_no_parent",
                condition=Q(kind="GM", parent=None) | (~Q(kind="GM") & Q(parent__isnull=False)),
            ),
            models.CheckConstraint(name="area_kind_is_the_start_of_the_code", condition=Q(kind=Left(F("code"), 2))),
        ]
        indexes = [models.Index(fields=["parent", "name"], name="area_children")]

    def __str__(self) -> str:
        return self.name

    @property
    def municipality_code(self) -> str:
        return f"GM{self.code[2:6]}"


class FigureKind(models.Model):
    """One column of a statistics file, as its header named it."""

    key = models.SlugField(_("key"), max_length=200, unique=True)
    label = models.CharField(_("label"), max_length=200)

    class Meta:
        verbose_name = _("kind of figure")
        verbose_name_plural = _("kinds of figures")

    def __str__(self) -> str:
        return self.label


class AreaFigure(models.Model):
    """One published figure of an area in its year. Missing figures have no row."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="figures", verbose_name=_("area"))
    kind = models.ForeignKey(FigureKind, on_delete=models.PROTECT, related_name="figures", verbose_name=_("kind"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=3)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [models.UniqueConstraint(name="figure_once_per_area", fields=["area", "kind"])]

    def __str__(self) -> str:
        return f"figure {self.pk}"
