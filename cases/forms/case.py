from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.forms.seen import SeenForm
from cases.models import Case
from cases.selectors.filter_choices import Choices, FilterChoices
from cases.services.change_case import FIELDS
from wijkteam.areas.enums import WordKey
from wijkteam.areas.models import Theme
from wijkteam.areas.selectors.words import word
from wijkteam.core.forms import FilterForm, ModelForm


class CaseForm(SeenForm, ModelForm[Case]):
    """What the question turned out to stand for."""

    row_fields = FIELDS
    theme = forms.ModelChoiceField(label=_("Main theme"), queryset=Theme.objects.none(), empty_label=None)

    class Meta:
        model = Case
        fields = FIELDS
        labels = {
            "underlying_question": _("The question behind the question"),
            "has_safety_concern": _("There is a worry about safety"),
        }
        help_texts = {
            "underlying_question": _(
                "What does the asked question turn out to stand for, once you have looked together at the whole of "
                "life? First this, then what is on offer."
            )
        }
        widgets = {"underlying_question": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember(self.instance)
        theme = cast("forms.ModelChoiceField[Theme]", self.fields["theme"])
        theme.queryset = Theme.objects.filter(Q(is_active=True) | Q(pk=self.instance.theme_id)).order_by("name", "pk")


class CaseFilterForm(FilterForm):
    """What narrows the list; the names are those of the address."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    regisseur = forms.ChoiceField(label=_("Coordinator of the case"), required=False)
    wijk = forms.ChoiceField(label=_("District"), required=False)
    buurt = forms.ChoiceField(label=_("Neighbourhood"), required=False)
    thema = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, *args: Any, choices: FilterChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regisseur"].label = word(WordKey.CASE_COORDINATOR, cap=True)
        self._choices("team", choices.teams)
        self._choices("regisseur", choices.workers)
        self._choices("wijk", choices.districts)
        self._choices("buurt", choices.neighbourhoods)
        self._choices("thema", choices.themes)
        for name, needed in (("team", choices.teams), ("wijk", choices.districts)):
            if len(needed) < 2:
                del self.fields[name]

    def _choices(self, name: str, choices: Choices) -> None:
        """What an address asked for stays a choice, also when nobody can choose it any more."""
        asked = self.initial.get(name, "")
        unknown = [(asked, asked)] if asked and asked not in dict(choices) else []
        cast("forms.ChoiceField", self.fields[name]).choices = [("", _("All")), *choices, *unknown]
