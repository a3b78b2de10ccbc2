"""Principles, what a provider answers about them, and signals of pressure."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Answer, PressureKind, PressureStep
from netwerk.services.principles import AnswerDetails
from wijkteam.core.forms import DateField, Form, NearDateField, RadioCards, RadioChips
from wijkteam.core.request_keys import RequestKeyField

NO_NAMES = _("Write about the provider. Leave out residents: no names, no address, nothing by which somebody is known.")


def _not_to_come(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
    return day


class PrinciplesForm(Form):
    """A new version. `seen` is the version that it was written from."""

    text = forms.CharField(
        label=_("What do the teams ask of every provider?"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 16, "lang": "nl"}),
        help_text=_("Providers endorse a version. Who endorsed the version before it will be asked again."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(Form):
    """What a provider answers when it is asked to endorse the principles."""

    answer = forms.ChoiceField(
        label=_("What did they answer?"),
        choices=[(Answer.ENDORSED, _("They endorse")), (Answer.DECLINED, _("They do not endorse"))],
        widget=RadioCards(
            hints={
                Answer.ENDORSED: _("Somebody signed for the organisation"),
                Answer.DECLINED: _("They can still help; it is said beside their name"),
            }
        ),
    )
    starts_on = DateField(label=_("On which day?"), help_text=_("For example 31-12-2025."))
    signed_by = forms.CharField(
        label=_("Who signed?"), max_length=200, required=False, help_text=_("Name and function. Needed to endorse.")
    )
    note = forms.CharField(label=_("What did they say?"), max_length=500, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_starts_on(self) -> date:
        return _not_to_come(self.cleaned_data["starts_on"], self._today)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if answers.get("answer") == Answer.ENDORSED and not answers.get("signed_by"):
            self.add_error("signed_by", _("Write down who signed."))
        return answers

    @property
    def details(self) -> AnswerDetails:
        """After validation."""
        answers = self.cleaned_data
        return AnswerDetails(
            answer=Answer(answers["answer"]),
            starts_on=answers["starts_on"],
            signed_by=answers["signed_by"],
            note=answers["note"],
        )


class EndAnswerForm(Form):
    """What they answered holds no longer."""

    ends_on = DateField(label=_("From which day does it no longer hold?"))
    reason = forms.CharField(label=_("Why?"), max_length=300)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_ends_on(self) -> date:
        return _not_to_come(self.cleaned_data["ends_on"], self._today)


class PressureForm(Form):
    """A provider presses: about the provider, never about a household."""

    kind = forms.ChoiceField(
        label=_("What did they do?"),
        choices=PressureKind.choices,
        widget=RadioCards(
            hints={
                PressureKind.OWN_OFFER: _("The own offer comes before the question"),
                PressureKind.BYPASS: _("Deals outside the one plan"),
                PressureKind.KEEPS: _("The goal is reached, the help goes on"),
                PressureKind.DELAYS: _("No answer, or a list that does not move"),
                PressureKind.REFUSES: _("Who asks much is not taken"),
            }
        ),
    )
    happened_on = NearDateField(label=_("On which day?"))
    text = forms.CharField(
        label=_("What happened?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text=NO_NAMES
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._latest = latest or today

    def clean_happened_on(self) -> date:
        return _not_to_come(self.cleaned_data["happened_on"], self._latest)


class FollowUpForm(Form):
    """What was done with a signal."""

    step = forms.ChoiceField(label=_("What was done?"), choices=PressureStep.choices, widget=RadioChips())
    on = NearDateField(label=_("On which day?"))
    text = forms.CharField(
        label=_("How did it go?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_NAMES
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_on(self) -> date:
        return _not_to_come(self.cleaned_data["on"], self._today)
