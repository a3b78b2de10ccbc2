"""Begin a neighbourhood analysis, write a part of it, keep who was there."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collectief.services.make_analysis import MeetingDetails
from netwerk.models import Organisation
from wijkteam.areas.models import Area, FigureKind
from wijkteam.core.forms import CheckboxColumns, Form, NearDateField
from wijkteam.core.periods import next_month
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    _AreasField = forms.ModelMultipleChoiceField[Area]
    _FiguresField = forms.ModelMultipleChoiceField[FigureKind]
    _PartnersField = forms.ModelMultipleChoiceField[Organisation]
else:
    _AreasField = _FiguresField = _PartnersField = forms.ModelMultipleChoiceField

YEARS_BACK = 6
MOST_MONTHS = 36
MOST_RESIDENTS = 500
LONGEST_NAME = 40


class _MonthField(forms.ChoiceField):
    """A month out of a list; its value is the first day."""

    def clean(self, value: Any) -> date:
        return date.fromisoformat(super().clean(value))


class NewAnalysisForm(Form):
    """Which areas, over which months, with which figures of CBS beside them."""

    team = forms.ChoiceField(label=_("Team"))
    areas = _AreasField(label=_("Which areas?"), queryset=Area.objects.none(), widget=CheckboxColumns())
    first = _MonthField(label=_("From which month?"))
    last = _MonthField(label=_("Up to and including which month?"))
    figures = _FiguresField(
        label=_("Which figures of CBS?"),
        queryset=FigureKind.objects.none(),
        required=False,
        widget=CheckboxColumns(),
        help_text=_("They stand beside those of the municipality."),
    )
    request_key = RequestKeyField()

    def __init__(
        self, *args: Any, teams: Sequence[Team], areas: QuerySet[Area], kinds: QuerySet[FigureKind], today: date,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._teams = {team.code: team for team in teams}
        cast("_AreasField", self.fields["areas"]).queryset = areas
        cast("_FiguresField", self.fields["figures"]).queryset = kinds
        this = today.replace(day=1)
        months = [next_month(this, step=-back) for back in range(12 * YEARS_BACK)]
        choices = [(month.isoformat(), date_format(month, "F Y")) for month in months]
        for name in ("first", "last"):
            cast("forms.ChoiceField", self.fields[name]).choices = choices
        if len(teams) == 1:
            del self.fields["team"]
        else:
            cast("forms.ChoiceField", self.fields["team"]).choices = [(team.code, team.name) for team in teams]

    @property
    def chosen_team(self) -> Team:
        """After validation."""
        return self._teams[self.cleaned_data["team"]] if "team" in self.fields else next(iter(self._teams.values()))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last month lies before the first."))
        elif first and last and next_month(first, step=MOST_MONTHS) <= last:
            self.add_error("last", _("Choose three years at most: over a longer time too much becomes an average."))
        return cleaned

    @property
    def ends_on(self) -> date:
        """After validation: the first day after the last month."""
        return next_month(self.cleaned_data["last"])


class SectionForm(Form):
    """One part, saved apart from the others. `version` is what stood there when it was opened."""

    text = forms.CharField(
        label=_("Text"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "This is printed and read outside. Nobody may be recognised: no names, streets or rare circumstances."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MeetingForm(Form):
    """Residents as a number, and by first name only who said yes."""

    held_on = NearDateField(label=_("On which day?"))
    residents = forms.IntegerField(
        label=_("How many residents were there?"),
        min_value=0,
        max_value=MOST_RESIDENTS,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )
    partners = _PartnersField(
        label=_("Partners"), queryset=Organisation.objects.none(), required=False, widget=CheckboxColumns()
    )
    functions = forms.CharField(
        label=_("Who else was there, by function?"),
        max_length=300,
        required=False,
        help_text=_("For example: community police officer, policy officer, chair of the tenants."),
    )
    first_names = forms.CharField(
        label=_("Who wants to be named?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("First names only, each on a line of its own."),
    )
    said_yes = forms.BooleanField(
        label=_("Each of them said yes to their first name in this analysis."), required=False
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, partners: QuerySet[Organisation], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        cast("_PartnersField", self.fields["partners"]).queryset = partners

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day

    def clean_first_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["first_names"].splitlines() if line.strip()]
        if any(" " in name or len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(_("First names only: one word on each line."))
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = cleaned.get("first_names") or []
        if names and not cleaned.get("said_yes"):
            self.add_error("said_yes", _("Ask each of them first, or take the names away."))
        if len(names) > (cleaned.get("residents") or 0):
            self.add_error("residents", _("There are more names than residents."))
        if not self.errors and not (cleaned["residents"] or cleaned["partners"] or cleaned["functions"]):
            self.add_error("residents", _("Say who was there: residents, partners or others."))
        return cleaned

    @property
    def details(self) -> MeetingDetails:
        """After validation."""
        given = self.cleaned_data
        return MeetingDetails(
            held_on=given["held_on"],
            residents=given["residents"] or 0,
            functions=given["functions"],
            partners=list(given["partners"]),
            first_names=given["first_names"],
        )
