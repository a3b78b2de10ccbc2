from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import Form
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.retention.enums import TakeoutGoal
from wijkteam.teams.models import Team

_LEAST = 20


class AskForm(Form):
    """Of which team and what for. With one team there is nothing to choose."""

    request_key = RequestKeyField()
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=None)
    goal = forms.ChoiceField(label=_("What for"), choices=TakeoutGoal)
    reason = forms.CharField(
        label=_("Why, and where does it go"),
        min_length=_LEAST,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The privacy officer decides with this. Say who gets the file and when it is removed there."),
        error_messages={"min_length": _("Say a little more: at least %(count)s characters.") % {"count": _LEAST}},
    )

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        field.queryset = Team.objects.filter(pk__in=[team.pk for team in teams])  # type: ignore[attr-defined]  # a model choice
        if len(teams) == 1:
            field.initial = teams[0].pk
            field.widget = forms.HiddenInput()
