"""Fields to choose a neighbourhood or a theme with, the same in every form."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.enums import AreaKind
from wijkteam.areas.models import Area, Theme

if TYPE_CHECKING:
    _AreaField = forms.ModelChoiceField[Area]
    _ThemeField = forms.ModelChoiceField[Theme]
    _Iterator = ModelChoiceIterator[Area]
else:
    _AreaField = _ThemeField = forms.ModelChoiceField
    _Iterator = ModelChoiceIterator


def neighbourhoods_in_use() -> QuerySet[Area]:
    """The neighbourhoods as drawn for the latest year there is, by district and name. Lazy: runs no query itself."""
    newest = Area.objects.order_by("-year").values("year")[:1]
    return Area.objects.neighbourhoods().filter(year=newest).select_related("parent").order_by("parent__name", "name")


def districts_and_neighbourhoods_in_use() -> QuerySet[Area]:
    """The same with the districts themselves, each before its neighbourhoods. Lazy: runs no query itself."""
    newest = Area.objects.order_by("-year").values("year")[:1]
    district = Case(When(kind=AreaKind.DISTRICT, then="name"), default="parent__name")
    found = Area.objects.filter(kind__in=[AreaKind.DISTRICT, AreaKind.NEIGHBOURHOOD], year=newest)
    return found.select_related("parent").order_by(district, "-kind", "name")


def _district_of(area: Area) -> str:
    return area.name if area.kind == AreaKind.DISTRICT else str(area.parent)


class _ByDistrict(_Iterator):
    """The neighbourhoods under the name of their district."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        # Through the iterator of Django, so that the suite sees that it is the choices of a form that load.
        found = (choice for choice in super().__iter__() if choice[0] != "")
        for district, choices in groupby(found, key=lambda choice: _district_of(choice[0].instance)):  # type: ignore[union-attr]  # the empty choice is gone
            yield (district, list(choices))


class AreaField(_AreaField):
    """A neighbourhood, in a list that is grouped by district. Validating runs one query."""

    iterator = _ByDistrict

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Neighbourhood"))
        kwargs.setdefault("empty_label", _("Choose a neighbourhood"))
        super().__init__(kwargs.pop("queryset", neighbourhoods_in_use()), **kwargs)


class WideAreaField(AreaField):
    """A neighbourhood or a whole district, in the same list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=districts_and_neighbourhoods_in_use(), **kwargs)

    def label_from_instance(self, obj: Area) -> str:
        if obj.kind == AreaKind.DISTRICT:
            return _("%(district)s, the whole district") % {"district": obj.name}
        return super().label_from_instance(obj)


class ThemeField(_ThemeField):
    """A theme that is in use. Validating runs one query."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Theme"))
        kwargs.setdefault("empty_label", _("Choose a theme"))
        super().__init__(kwargs.pop("queryset", Theme.objects.filter(is_active=True).order_by("name")), **kwargs)
