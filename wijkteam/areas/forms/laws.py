from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.enums import Law
from wijkteam.areas.models import Theme
from wijkteam.core.forms import DateField, Form


class LawForm(Form):
    """One theme at a time: a law that changes seldom changes for all."""

    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), to_field_name="code", empty_label=_("Choose a theme")
    )
    law = forms.ChoiceField(label=_("Law"), choices=Law.choices)
    starts_on = DateField(label=_("From which day?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme = cast("forms.ModelChoiceField[Theme]", self.fields["theme"])
        theme.queryset = Theme.objects.order_by("-is_active", "name", "pk")
