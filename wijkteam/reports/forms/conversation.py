"""What commissioners and teams write to each other about a report."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import CheckboxCards, Form, NearDateField, RadioChips
from wijkteam.core.personal_marks import Mark, personal_marks
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.reports.models.conversation import POST_LENGTH
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NAME_NOBODY = _(
    "Everybody who reads the report reads this too. Name no residents, and nothing by which somebody is recognised."
)
LONGEST_AHEAD = dt.timedelta(days=366)
_KINDS: "dict[Mark, _StrOrPromise]" = {
    Mark.BSN: _("a citizen service number"),
    Mark.PHONE: _("a telephone number"),
    Mark.EMAIL: _("an e-mail address"),
    Mark.BIRTH: _("a date of birth"),
    Mark.POSTCODE: _("a postal code"),
}


class AboutNobodyForm(Form):
    """Refuses texts with what looks like it belongs to one person. `today` says which dates are long ago."""

    texts: tuple[str, ...] = ()

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.texts:
            if marks := personal_marks(cleaned.get(name) or "", year=self.today.year):
                self.add_error(name, _refusal(marks))
        return cleaned


def _refusal(marks: Sequence[Mark]) -> ValidationError:
    what = ", ".join(str(_KINDS[mark]) for mark in marks)
    return ValidationError(
        gettext("This looks like %(what)s. Leave it out: many people read this, and it is about no single person.")
        % {"what": what}
    )


def words(label: "_StrOrPromise", *, rows: int = 4, help_text: "_StrOrPromise" = NAME_NOBODY) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=POST_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class QuestionForm(AboutNobodyForm):
    """A question on a line; with more than one team it asks to whom."""

    texts = ("question",)
    question = words(_("Your question"))
    teams = forms.MultipleChoiceField(label=_("To which teams"), widget=CheckboxCards())
    request_key = RequestKeyField()

    def __init__(self, *args: Any, teams: Sequence[Team], chosen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {team.code: team for team in teams}
        if len(self._teams) == 1:
            del self.fields["teams"]
            return
        field = cast("forms.MultipleChoiceField", self.fields["teams"])
        field.choices = [(team.code, team.name) for team in teams]
        field.initial = [chosen] if chosen in self._teams else []

    @property
    def asked_teams(self) -> list[Team]:
        """After validation."""
        if "teams" not in self.fields:
            return list(self._teams.values())
        return [self._teams[code] for code in self.cleaned_data["teams"]]


class PostForm(AboutNobodyForm):
    texts = ("text",)
    text = words(_("Your answer"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, is_answer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_answer:
            self.fields["text"].label = _("Ask on")


class CloseForm(AboutNobodyForm):
    texts = ("note",)
    note = forms.CharField(
        label=_("Why this can be closed"),
        help_text=_("For example: the answer is clear, or we spoke about it on 12 November."),
        max_length=300,
    )


class PlanForm(AboutNobodyForm):
    """A proposal to sit down together."""

    texts = ("who", "about")
    day = NearDateField(label=_("Which day"))
    who = forms.CharField(
        label=_("Who comes from the municipality"),
        help_text=_("Name functions or departments, for example: policy adviser for youth."),
        max_length=200,
    )
    about = forms.CharField(
        label=_("What do you want to look at together?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    request_key = RequestKeyField()

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if not self.today <= day <= self.today + LONGEST_AHEAD:
            raise ValidationError(gettext("Choose a day from today on, within a year."))
        return day


class PlanAnswerForm(AboutNobodyForm):
    texts = ("note",)
    accepted = forms.ChoiceField(
        label=_("Does it suit the team?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=RadioChips()
    )
    note = forms.CharField(
        label=_("Where and at what time, or why not"),
        help_text=_("For example: 10:00, in the community centre. Or: rather a week later."),
        max_length=300,
    )
