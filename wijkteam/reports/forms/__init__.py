"""What a coordinator writes and chooses for a report."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from collectief.models import Story
from wijkteam.core.forms import CheckboxCards, FilterForm, Form
from wijkteam.reports.models.report import READING_AT_LEAST
from wijkteam.reports.models.story import MOST_STORIES
from wijkteam.reports.selectors.overview_filters import PERIODS, Chosen
from wijkteam.reports.selectors.told_stories import Choice


class ReadingForm(Form):
    """The reading of the month: what the figures cannot say by themselves."""

    reading = forms.CharField(
        label=_("Reading of the month"),
        help_text=_(
            "Write for somebody who does not know the neighbourhood. What happened this month? What do the figures "
            "mean? What did prevention have to give way to? Name nobody, and nothing by which somebody can be "
            "recognised. An empty line starts a new paragraph."
        ),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 14, "lang": "nl"}),
        validators=[
            MinLengthValidator(
                READING_AT_LEAST, _("Write at least a few sentences: figures without a reading are easily misread.")
            )
        ],
    )


class NewVersionForm(Form):
    """Why there is a new version: it stands in the report, for every reader."""

    reason = forms.CharField(
        label=_("Why is a new version needed?"),
        help_text=_("Every reader of the report sees this. Name nobody. For example: hours of two weeks came in late."),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"}),
    )


class StoriesForm(Form):
    """Which stories the report tells, in the order of the list."""

    stories = forms.MultipleChoiceField(label=_("Stories of this month"), required=False, widget=CheckboxCards())

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, initial={"stories": [str(c.story.public_id) for c in choices if c.is_chosen]}, **kwargs)
        self._stories = {str(one.story.public_id): one.story for one in choices}
        field = cast("forms.MultipleChoiceField", self.fields["stories"])
        field.widget = CheckboxCards(hints={str(one.story.public_id): _hint(one) for one in choices})
        field.choices = [(str(one.story.public_id), one.title) for one in choices]

    def clean_stories(self) -> list[Story]:
        chosen = [self._stories[one] for one in self.cleaned_data["stories"]]
        if len(chosen) > MOST_STORIES:
            raise forms.ValidationError(
                _("Choose at most %(most)d: a report is read to its end.") % {"most": MOST_STORIES}
            )
        return chosen


def _hint(choice: Choice) -> str:
    told = ", ".join(one.label for one in choice.published)
    before = _("told before: %(where)s") % {"where": told}
    return f"{choice.excerpt} ({before})" if told else choice.excerpt


class OverviewFilter(FilterForm):
    """What narrows the pages of the overview; the names are those of the address."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    wijk = forms.ChoiceField(label=_("District"), required=False)
    thema = forms.ChoiceField(label=_("Theme"), required=False)
    periode = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, *args: Any, chosen: Chosen, page: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(str(count), _("%(count)s months") % {"count": count}) for count in PERIODS]
        for name, choices in (
            ("team", [(team.code, team.name) for team in chosen.teams]),
            ("wijk", [("", _("All")), *chosen.choices.districts]),
            ("thema", [("", _("All")), *chosen.choices.themes]),
            ("periode", months),
        ):
            cast("forms.ChoiceField", self.fields[name]).choices = choices
        # Only what this page can be narrowed to.
        gone = {
            "dashboard": ("periode",),
            "division": ("wijk", "thema", "periode"),
            "floor": ("wijk", "thema", "periode"),
        }
        for name in gone.get(page, ()):
            del self.fields[name]
        if len(chosen.teams) == 1:
            del self.fields["team"]
        if "wijk" in self.fields and len(chosen.choices.districts) < 2:
            del self.fields["wijk"]


class SaveViewForm(Form):
    """A name for what the address says."""

    name = forms.CharField(label=_("Name of the view"), max_length=40)
    is_default = forms.BooleanField(label=_("Opens by itself"), required=False)
