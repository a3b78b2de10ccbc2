from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import HouseholdRole
from cases.forms.seen import SeenForm
from cases.models import Household, Person
from cases.services.change_household import HOUSEHOLD_FIELDS, PERSON_FIELDS
from cases.services.find_person import SHORTEST
from wijkteam.areas.models import Area
from wijkteam.core.forms import DateField, Form, ModelForm, NearDateField, RadioChips


class HouseholdForm(SeenForm, ModelForm[Household]):
    row_fields = HOUSEHOLD_FIELDS

    class Meta:
        model = Household
        fields = HOUSEHOLD_FIELDS

    def __init__(self, *args: Any, team_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember(self.instance)
        area = cast("forms.ModelChoiceField[Area]", self.fields["area"])
        # A household may have moved out of the area of its team: its present neighbourhood stays a choice.
        area.queryset = (
            Area.objects.filter(
                Q(team_area__team=team_id) | Q(parent__team_area__team=team_id) | Q(pk=self.instance.area_id)
            )
            .distinct()
            .order_by("name", "pk")
        )


class PersonForm(SeenForm, ModelForm[Person]):
    row_fields = PERSON_FIELDS
    birth_date = DateField(label=_("Date of birth"), required=False)

    class Meta:
        model = Person
        fields = PERSON_FIELDS

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember(self.instance)
        self._today = today

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born is not None and born > self._today:
            raise forms.ValidationError(_("This day still has to come. Check the date of birth."))
        return born


class FindPersonForm(Form):
    text = forms.CharField(
        label=_("Name"),
        max_length=80,
        min_length=SHORTEST,
        help_text=_("Part of a name is enough. You find only people in cases that you may see."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MembershipForm(Form):
    role = forms.ChoiceField(
        label=_("Place in the household"),
        choices=HouseholdRole.choices,
        initial=HouseholdRole.ADULT,
        widget=RadioChips(),
    )
    is_main = forms.BooleanField(
        label=_("Lives here mainly"),
        required=False,
        initial=True,
        help_text=_("Leave this off for a child who has its main home with the other parent."),
    )
    starts_on = DateField(label=_("Lives here since"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", today)
        self._today = today

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day still has to come. Come back when they live here."))
        return day


class EndMembershipForm(Form):
    ends_on = NearDateField(label=_("From which day does this person no longer live here?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"ends_on": today}, **kwargs)
        self._today = today

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day still has to come. Come back when they have left."))
        return day
