from collections.abc import Collection, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import CheckboxColumns, Form
from wijkteam.teams.models import Team


class SubscriptionForm(Form):
    """About which publications somebody wants a mail."""

    marks_optional = False
    everything = forms.BooleanField(label=_("All reports"), required=False)
    municipality = forms.BooleanField(label=_("The report of the municipality"), required=False)
    teams = forms.MultipleChoiceField(label=_("Reports of these teams"), required=False, widget=CheckboxColumns())

    def __init__(self, *args: Any, teams: Sequence[Team], chosen: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {team.code: team for team in teams}
        field = cast("forms.MultipleChoiceField", self.fields["teams"])
        field.choices = [(team.code, team.name) for team in teams]
        field.initial = [team.code for team in teams if team.pk in chosen]

    @property
    def chosen_teams(self) -> list[Team]:
        """After validation."""
        return [self._teams[code] for code in self.cleaned_data["teams"]]
