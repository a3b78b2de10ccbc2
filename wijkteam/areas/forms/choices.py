"""Fields to choose a neighbourhood or a theme with, the same in every form."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

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


class _ByDistrict(_Iterator):
    """The neighbourhoods under the name of their district."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        # Through the iterator of Django, so that the suite sees that it is the choices of a form that load.
        found = (choice for choice in super().__iter__() if choice[0] != "")
        for district, choices in groupby(found, key=lambda choice: str(choice[0].instance.parent)):  # type: ignore[union-attr]  # the empty choice is gone
            yield (district, list(choices))


class AreaField(_AreaField):
    """A neighbourhood, in a list that is grouped by district. Validating runs one query."""

    iterator = _ByDistrict

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Neighbourhood"))
        kwargs.setdefault("empty_label", _("Choose a neighbourhood"))
        super().__init__(kwargs.pop("queryset", neighbourhoods_in_use()), **kwargs)


class ThemeField(_ThemeField):
    """A theme that is in use. Validating runs one query."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Theme"))
        kwargs.setdefault("empty_label", _("Choose a theme"))
        super().__init__(kwargs.pop("queryset", Theme.objects.filter(is_active=True).order_by("name")), **kwargs)
