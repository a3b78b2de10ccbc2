from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import ClosingReason
from cases.models import Case
from cases.selectors.case_page import GoalRow
from wijkteam.areas.models import Area, Theme
from wijkteam.core.forms import FilterForm, Form, RadioCards
from wijkteam.teams.models import Team, TeamMembership


class CaseForm(Form):
    """What the question turned out to stand for."""

    underlying_question = forms.CharField(
        label=_("The question behind the question"),
        max_length=4000,
        required=False,
        help_text=_(
            "What does the asked question turn out to stand for, once you have looked together at the whole of life? "
            "First this, then what is on offer."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    theme = forms.ModelChoiceField(label=_("Main theme"), queryset=Theme.objects.none(), empty_label=None)
    has_safety_concern = forms.BooleanField(label=_("There is a worry about safety"), required=False)
    seen_question = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        initial = {
            "underlying_question": case.underlying_question,
            "theme": case.theme_id,
            "has_safety_concern": case.has_safety_concern,
            "seen_question": case.underlying_question,
        }
        super().__init__(*args, initial=initial, **kwargs)
        theme = cast("forms.ModelChoiceField[Theme]", self.fields["theme"])
        theme.queryset = Theme.objects.filter(is_active=True).order_by("name") | Theme.objects.filter(pk=case.theme_id)


class ClosingForm(Form):
    """Why the case ends, what continues, and a line of result for each goal of the plan in force."""

    reason = forms.ChoiceField(label=_("Why does the case end?"), choices=ClosingReason.choices, widget=RadioCards())
    note = forms.CharField(
        label=_("What continues, and where?"),
        max_length=4000,
        required=False,
        help_text=_("In the own network, in an initiative, elsewhere. In words the household recognises."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, goals: tuple[GoalRow, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._goals = {f"result_{goal.public_id.hex}": goal for goal in goals}
        for name, goal in self._goals.items():
            self.fields[name] = forms.CharField(
                label=_("Result of: %(goal)s") % {"goal": goal.text}, max_length=400, initial=goal.result
            )

    @property
    def results(self) -> dict[str, str]:
        """Public id of each goal to what became of it."""
        return {str(goal.public_id): self.cleaned_data[name] for name, goal in self._goals.items()}


class CaseFilterForm(FilterForm):
    """What narrows the list; the names are those of the address."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    regisseur = forms.ChoiceField(label=_("Coordinator of the case"), required=False)
    buurt = forms.ChoiceField(label=_("Neighbourhood"), required=False)
    thema = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, *args: Any, teams: list[Team], today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = (
            TeamMembership.objects.current(on=today).filter(team__in=teams).order_by("user__name")
            .values_list("user__public_id", "user__name").distinct()
        )  # fmt: skip
        areas = Area.objects.filter(team_area__team__in=teams) | Area.objects.filter(parent__team_area__team__in=teams)
        self._choices("team", [(team.code, team.name) for team in teams])
        self._choices("regisseur", [(str(pk), name) for pk, name in members])
        self._choices("buurt", list(areas.distinct().order_by("name").values_list("code", "name")))
        self._choices("thema", [(theme.code, str(theme)) for theme in Theme.objects.order_by("name")])
        if len(teams) < 2:
            del self.fields["team"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", _("All")), *choices]
