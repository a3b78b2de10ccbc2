"""Fields to choose a neighbourhood or a theme with, the same in every form."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext
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


class _ByDistrict(_Iterator):
    """The neighbourhoods under the name of their district.

    A municipality has hundreds of them, most forms ask for one: only what is shown is read.
    """

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        key = self.field.to_field_name or "pk"
        rows = self.queryset.values_list(key, "kind", "name", "parent__name")
        shown = ((key, kind, name, name if kind == AreaKind.DISTRICT else parent) for key, kind, name, parent in rows)
        for district, areas in groupby(shown, key=itemgetter(3)):
            yield (district, [(key, _label(kind, name)) for key, kind, name, _district in areas])


def _label(kind: str, name: str) -> str:
    """A whole district stands in one list with its neighbourhoods, some of which carry its name."""
    return gettext("%(district)s, the whole district") % {"district": name} if kind == AreaKind.DISTRICT else name


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


class ThemeField(_ThemeField):
    """A theme that is in use. Validating runs one query."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Theme"))
        kwargs.setdefault("empty_label", _("Choose a theme"))
        super().__init__(kwargs.pop("queryset", Theme.objects.filter(is_active=True).order_by("name")), **kwargs)
