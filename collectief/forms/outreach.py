"""The form of an outreach moment: in seconds, on a telephone, in the street."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from collectief.models import Heard, OutreachMoment
from collectief.models.outreach import MOST_MET
from collectief.services.log_outreach import OutreachDetails
from wijkteam.accounts.models import User
from wijkteam.areas.forms.choices import AreaField
from wijkteam.areas.models import Area
from wijkteam.core.forms import CheckboxChips, Form, MinutesField, NearDateField, RadioChips
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.hours.enums import WorkKind
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    _ColleaguesField = forms.ModelMultipleChoiceField[User]
else:
    _ColleaguesField = forms.ModelMultipleChoiceField

MOST_LINES = 12


class ColleaguesField(_ColleaguesField):
    """Colleagues, by name: as text a user is a number, for the log."""

    widget = CheckboxChips

    def label_from_instance(self, obj: User) -> str:
        return obj.name


def _count(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST_MET,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
        **kwargs,
    )


class OutreachForm(Form):
    """Where, how long, how many, what was heard; the rest has an answer already."""

    place = forms.CharField(
        label=_("Where were you?"), max_length=120, help_text=_("For example: school gate, market, barbecue.")
    )
    area = AreaField(label=_("In which neighbourhood?"))
    minutes = MinutesField(label=_("How long?"), help_text=_("In minutes, or as 1:30."))
    residents_met = _count(_("How many residents did you speak to?"))
    new_met = _count(_("How many of them for the first time?"))
    heard = forms.CharField(
        label=_("What did you hear?"),
        required=False,
        max_length=4000,
        help_text=_("One thing on each line. No names, no house numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    as_signals = forms.BooleanField(label=_("Make a signal of each line"), required=False)
    kind = forms.ChoiceField(
        label=_("The time counts as"),
        choices=[(kind.value, kind.label) for kind in (WorkKind.OUTREACH, WorkKind.PREVENTION)],
        initial=WorkKind.OUTREACH,
        widget=RadioChips(icons={WorkKind.OUTREACH: "walk", WorkKind.PREVENTION: "umbrella"}),
    )
    colleagues = ColleaguesField(
        label=_("Together with"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("They write down their own hours."),
    )
    happened_on = NearDateField(label=_("On which day?"))
    team = forms.ChoiceField(label=_("Team"))
    request_key = RequestKeyField()

    def __init__(
        self, *args: Any, teams: Sequence[Team], areas: Sequence[Area], colleagues: Sequence[User], today: date,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._today = today
        self._teams = {team.code: team for team in teams}
        cast("ColleaguesField", self.fields["colleagues"]).queryset = User.objects.filter(
            pk__in=[one.pk for one in colleagues]
        ).order_by("name")
        area = cast("AreaField", self.fields["area"])
        if areas and area.queryset is not None:
            area.queryset = area.queryset.filter(pk__in=[one.pk for one in areas])
        if len(teams) == 1:
            del self.fields["team"]
        else:
            cast("forms.ChoiceField", self.fields["team"]).choices = [(team.code, team.name) for team in teams]

    @property
    def chosen_team(self) -> Team:
        """After validation: the team that was chosen, or the only one."""
        return self._teams[self.cleaned_data["team"]] if "team" in self.fields else next(iter(self._teams.values()))

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day

    def clean_heard(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["heard"].splitlines()]
        lines = [line for line in lines if line]
        longest = cast("int", Heard._meta.get_field("text").max_length)
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("Write at most %(most)d lines."), params={"most": MOST_LINES})
        if any(len(line) > longest for line in lines):
            raise forms.ValidationError(
                _("Write at most %(most)d characters on a line: one thing each."), params={"most": longest}
            )
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("new_met") or 0) > (cleaned.get("residents_met") or 0) and not self.errors:
            self.add_error("new_met", _("You cannot meet more people for the first time than you met."))
        return cleaned

    @property
    def details(self) -> OutreachDetails:
        """After validation."""
        given = self.cleaned_data
        return OutreachDetails(
            happened_on=given["happened_on"],
            minutes=given["minutes"],
            kind=WorkKind(given["kind"]),
            area=given["area"],
            place=given["place"],
            residents_met=given["residents_met"] or 0,
            new_met=given["new_met"] or 0,
            heard=given["heard"],
            colleagues=list(given["colleagues"]),
        )


class OutreachCorrectForm(OutreachForm):
    """The same moment again. The lines are what was heard and did not become a signal."""

    def __init__(
        self, *args: Any, moment: OutreachMoment, areas: Sequence[Area], colleagues: Sequence[User], today: date,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        lines = moment.heard.filter(signal=None).order_by("pk").values_list("text", flat=True)
        initial = {
            "place": moment.place,
            "area": moment.area_id,
            "minutes": moment.time_entry.minutes,
            "residents_met": moment.residents_met,
            "new_met": moment.new_met,
            "heard": "\n".join(lines),
            "kind": moment.time_entry.kind,
            "colleagues": [one.pk for one in moment.colleagues.all()],
            "happened_on": moment.happened_on,
        }
        super().__init__(
            *args,
            teams=[moment.team],
            areas=[*areas, moment.area] if areas else (),
            colleagues=colleagues,
            today=today,
            initial=initial,
            **kwargs,
        )
        for name in ("as_signals", "request_key"):
            del self.fields[name]
        self.fields["heard"].help_text = _("One thing on each line. What became a signal stays as it was heard.")
