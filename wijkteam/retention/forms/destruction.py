import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from wijkteam.core.forms import DateField, Form
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.retention.enums import Ground
from wijkteam.retention.models import LEAST

_NUMBER = re.compile(r"(\d{4})-0*(\d{1,12})")


def clean_case_number(text: str) -> int:
    """The case with this number. Raises ValidationError."""
    found = _NUMBER.fullmatch(text.strip())
    case = Case.objects.filter(pk=int(found[2])).values_list("pk", "opened_on").first() if found else None
    if found is None or case is None or case[1].year != int(found[1]):
        raise ValidationError(_("There is no case with this number."))
    return int(case[0])


class DrawUpForm(Form):
    request_key = RequestKeyField()


class ReasonForm(Form):
    """Why: for taking a file out, dropping a list and lifting a hold."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name nobody: colleagues read this who do not know the household."),
    )


class ConfirmForm(Form):
    """The number of files, typed: nobody does this by a slip of the thumb."""

    typed = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, sentence: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sentence = sentence
        self.fields["typed"].label = _("Type: %(sentence)s") % {"sentence": sentence}
        self.fields["typed"].error_messages["required"] = self._wrong()

    def _wrong(self) -> str:
        return _("Type exactly this: %(sentence)s") % {"sentence": self._sentence}

    def clean_typed(self) -> str:
        typed = " ".join(str(self.cleaned_data["typed"]).split())
        if typed.casefold() != self._sentence.casefold():
            raise ValidationError(self._wrong())
        return typed


class HoldForm(Form):
    number = forms.CharField(label=_("Case number"), max_length=20, help_text=_("For example 2009-00123."))
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name nobody: colleagues read this who do not know the household."),
    )
    until = DateField(label=_("Up to and including"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_number(self) -> int:
        """The case itself; of a number that no case has one hears the same as of one with the wrong year."""
        return clean_case_number(str(self.cleaned_data["number"]))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self._today:
            raise ValidationError(_("Choose a day that is still to come."))
        if until > self._today + timedelta(days=10 * 366):
            raise ValidationError(_("Choose a day within ten years. You can place another hold after it."))
        return until


class TermForm(Form):
    ground = forms.ChoiceField(label=_("Files of"), choices=Ground)
    years = forms.IntegerField(label=_("Years"), min_value=5, max_value=115)
    source = forms.CharField(
        label=_("Where that stands"), max_length=200, help_text=_("For example the article of your selection list.")
    )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        ground, years = answers.get("ground"), answers.get("years")
        if ground and years and years < LEAST[Ground(ground)]:
            self.add_error(
                "years",
                _("The law asks for at least %(least)d years here.") % {"least": LEAST[Ground(ground)]},
            )
        return answers
