"""Forms of signals."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from collectief.enums import SignalFollowUp, SignalSource
from wijkteam.areas.forms.choices import AreaField, ThemeField
from wijkteam.core.forms import FilterForm, Form, RadioCards, RadioChips
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team


class SignalFilterForm(FilterForm):
    """What narrows the board, named as in its address; nothing personal, so that it may stand there."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    buurt = forms.ChoiceField(label=_("Neighbourhood"), required=False)
    thema = forms.ChoiceField(label=_("Theme"), required=False)
    bron = forms.ChoiceField(label=_("Who noticed it"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, Sequence[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in choices:
                del self.fields[name]
                continue
            cast("forms.ChoiceField", self.fields[name]).choices = [("", _("All")), *choices[name]]


class SignalForm(Form):
    """A worker writes down what was heard or seen in the neighbourhood."""

    team = forms.ChoiceField(label=_("Team"))
    text = forms.CharField(
        label=_("What was noticed"),
        max_length=4000,
        help_text=_("Leave out names that are not needed."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    area = AreaField(required=False, empty_label=_("Not known yet"))
    theme = ThemeField(required=False, empty_label=_("Not known yet"))
    source = forms.ChoiceField(
        label=_("Who noticed it?"),
        choices=[(one.value, one.label) for one in SignalSource],
        initial=SignalSource.RESIDENT,
        widget=RadioChips(
            icons={
                SignalSource.RESIDENT: "user",
                SignalSource.VOLUNTEER: "heart-handshake",
                SignalSource.PARTNER: "building-community",
                SignalSource.WORKER: "users-group",
                SignalSource.OUTREACH: "walk",
            }
        ),
    )
    signaller = forms.CharField(label=_("Who passed it on"), max_length=200, required=False)
    reach = forms.CharField(
        label=_("How to answer"), max_length=200, required=False, help_text=_("A telephone number or e-mail address.")
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {team.code: team for team in teams}
        if len(teams) == 1:
            del self.fields["team"]
        else:
            choices = [(team.code, team.name) for team in teams]
            cast("forms.ChoiceField", self.fields["team"]).choices = choices

    @property
    def chosen_team(self) -> Team:
        """After validation: the team that was chosen, or the only one."""
        return self._teams[self.cleaned_data["team"]] if "team" in self.fields else next(iter(self._teams.values()))


class FollowUpForm(Form):
    """What became of a signal; written down once."""

    prefix = "close"
    follow_up = forms.ChoiceField(
        label=_("What became of it"),
        choices=SignalFollowUp.choices,
        widget=RadioCards(
            hints={
                SignalFollowUp.LOOKED_INTO: _("We went to look, or asked around"),
                SignalFollowUp.COLLECTIVE: _("Something that people do together came out of it"),
                SignalFollowUp.PASSED_ON: _("Another organisation goes on with it"),
                SignalFollowUp.CONTACT: _("Somebody of the team spoke to them"),
                SignalFollowUp.NONE: _("It is good to know, and that is all"),
            }
        ),
    )
    note = forms.CharField(
        label=_("Explanation"),
        max_length=2000,
        required=False,
        help_text=_("What you can tell to who passed it on, without saying anything about others."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
