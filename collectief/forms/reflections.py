"""A reflection in one form, and looking back at it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from collectief.enums import Occasion, ReflectionChoice, ReviewResult
from collectief.forms.outreach import ColleaguesField
from collectief.models import Initiative, Opportunity
from collectief.services.hold_reflection import ReflectionDetails
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.forms.choices import ThemeField
from wijkteam.areas.models import Area
from wijkteam.core.forms import CheckboxColumns, Form, NearDateField, RadioCards, RadioChips
from wijkteam.core.periods import running_on
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    _PartnersField = forms.ModelMultipleChoiceField[Organisation]
    _InitiativeField = forms.ModelChoiceField[Initiative]
    _UserField = forms.ModelChoiceField[User]
    _PlaceField = forms.ModelChoiceField[Area]
else:
    _PartnersField = forms.ModelMultipleChoiceField
    _InitiativeField = _UserField = _PlaceField = forms.ModelChoiceField

MOST_RESIDENTS = 500


class _ResponsibleField(_UserField):
    """By name: as text a user is a number, for the log."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


def _text(label: Any, *, rows: int, help_text: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReflectionForm(Form):
    """With whom, what we see, what we choose, and who sees to it."""

    occasion = forms.ChoiceField(label=_("What brings you together?"), widget=RadioChips())
    held_on = NearDateField(label=_("On which day?"))
    theme = ThemeField(required=False, empty_label=_("All themes"))
    area = _PlaceField(
        label=_("Area"), queryset=Area.objects.none(), required=False, empty_label=_("The whole area of the team")
    )
    residents = forms.IntegerField(
        label=_("How many residents were there?"),
        min_value=0,
        max_value=MOST_RESIDENTS,
        required=False,
        help_text=_("A number only: no names."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )
    officials = forms.CharField(
        label=_("Who came from the municipality?"),
        max_length=200,
        required=False,
        help_text=_("For example: alderman for care, policy officer for youth."),
    )
    colleagues = ColleaguesField(label=_("Colleagues"), queryset=User.objects.none(), required=False)
    partners = _PartnersField(
        label=_("Partners"), queryset=Organisation.objects.none(), required=False, widget=CheckboxColumns()
    )
    seen = _text(
        _("What do we see?"),
        rows=4,
        help_text=_("In general words. Nobody may be recognised: no names, streets, numbers or rare circumstances."),
    )
    choice = forms.ChoiceField(
        label=_("What do we choose?"),
        choices=ReflectionChoice.choices,
        widget=RadioCards(
            hints={
                ReflectionChoice.START: _("Something new that people do together"),
                ReflectionChoice.STRENGTHEN: _("More of what is there: another morning, another place"),
                ReflectionChoice.METHOD: _("A proven method, with a group of its own"),
                ReflectionChoice.ASK: _("Room, means or a decision that the team cannot take"),
                ReflectionChoice.NOT_NOW: _("Something else weighs more at this moment"),
            }
        ),
    )
    chosen = _text(_("What exactly, or why not now?"), rows=3)
    initiative = _InitiativeField(
        label=_("Which initiative?"),
        queryset=Initiative.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Not about one initiative"),
    )
    decided_by = forms.CharField(
        label=_("Who decided?"), max_length=200, help_text=_("For example: the team and the residents who were there.")
    )
    responsible = _ResponsibleField(label=_("Who sees to it?"), queryset=User.objects.none(), empty_label=None)
    team = forms.ChoiceField(label=_("Team"))
    request_key = RequestKeyField()

    def __init__(
        self,
        *args: Any,
        teams: Sequence[Team],
        members: QuerySet[User],
        areas: QuerySet[Area],
        today: date,
        opportunity: Opportunity | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._teams = today, {team.code: team for team in teams}
        occasions = [
            (one.value, one.label) for one in Occasion if opportunity is not None or one != Occasion.OPPORTUNITY
        ]
        cast("forms.ChoiceField", self.fields["occasion"]).choices = occasions
        cast("_PlaceField", self.fields["area"]).queryset = areas
        cast("ColleaguesField", self.fields["colleagues"]).queryset = members
        cast("_ResponsibleField", self.fields["responsible"]).queryset = members
        cast("_PartnersField", self.fields["partners"]).queryset = (
            Organisation.objects.filter(Q(ring_memberships__team__in=teams, ring_memberships__ends_on=None))
            .distinct()
            .order_by("name", "pk")
        )
        cast("_InitiativeField", self.fields["initiative"]).queryset = Initiative.objects.filter(
            running_on(today) | Q(starts_on__gt=today), team__in=teams
        ).order_by("name", "pk")
        if opportunity is not None or len(teams) == 1:
            del self.fields["team"]

    @property
    def chosen_team(self) -> Team:
        """After validation: the team that was chosen, or the only one."""
        return self._teams[self.cleaned_data["team"]] if "team" in self.fields else next(iter(self._teams.values()))

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("occasion") == Occasion.MUNICIPALITY and not cleaned.get("officials"):
            self.add_error("officials", _("Say who came from the municipality, by function."))
        if cleaned.get("choice") == ReflectionChoice.STRENGTHEN and not cleaned.get("initiative"):
            self.add_error("initiative", _("Choose the initiative that you strengthen."))
        return cleaned

    @property
    def details(self) -> ReflectionDetails:
        """After validation."""
        given = self.cleaned_data
        return ReflectionDetails(
            occasion=Occasion(given["occasion"]),
            held_on=given["held_on"],
            theme=given["theme"],
            area=given["area"],
            residents=given["residents"] or 0,
            officials=given["officials"],
            partners=list(given["partners"]),
            colleagues=list(given["colleagues"]),
            seen=given["seen"],
            choice=ReflectionChoice(given["choice"]),
            chosen=given["chosen"],
            initiative=given["initiative"],
            decided_by=given["decided_by"],
            responsible=given["responsible"],
        )


class ReviewForm(Form):
    """How it stands against what was chosen; written down once."""

    result = forms.ChoiceField(label=_("How does it stand?"), choices=ReviewResult.choices, widget=RadioChips())
    note = _text(
        _("What do we see now, and what do we do with it?"),
        rows=4,
        help_text=_("In general words. Nobody may be recognised."),
    )
