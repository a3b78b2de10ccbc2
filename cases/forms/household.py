from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import HouseholdRole
from cases.models import Household, Person
from wijkteam.areas.models import Area
from wijkteam.core.forms import DateField, Form, ModelForm, NearDateField, RadioChips


class HouseholdForm(ModelForm[Household]):
    class Meta:
        model = Household
        fields = ["name", "street", "postcode", "city", "area"]

    def __init__(self, *args: Any, team_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = cast("forms.ModelChoiceField[Area]", self.fields["area"])
        # A household may have moved out of the area of its team: its present neighbourhood stays a choice.
        area.queryset = (
            Area.objects.filter(
                Q(team_area__team=team_id) | Q(parent__team_area__team=team_id) | Q(pk=self.instance.area_id)
            )
            .distinct()
            .order_by("name", "pk")
        )


class PersonForm(ModelForm[Person]):
    birth_date = DateField(label=_("Date of birth"), required=False, help_text=_("For example 31-12-1975"))

    class Meta:
        model = Person
        fields = ["given_name", "family_name", "birth_date", "phone", "email", "language"]


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
    starts_on = NearDateField(label=_("Lives here since"))


class EndMembershipForm(Form):
    ends_on = NearDateField(label=_("From which day does this person no longer live here?"))
