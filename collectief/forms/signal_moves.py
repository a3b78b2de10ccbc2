"""What can be done with a signal: each its own small form."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from collectief.enums import AnswerManner, AnswerSentence
from collectief.models import Initiative, Opportunity
from wijkteam.core.forms import CheckboxCards, Form, NearDateField, RadioChips
from wijkteam.core.request_keys import RequestKeyField

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ANSWER_WEEKS = 6
LONGEST_WAIT = timedelta(days=366)


def _note(help_text: "_StrOrPromise") -> forms.CharField:
    return forms.CharField(
        label=_("What you agreed"),
        max_length=1000,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class _ChooseForm(Form):
    """One of the things that there are; those that fit stand first."""

    field = ""

    def _offer(self, groups: "Iterable[tuple[_StrOrPromise, Sequence[tuple[str, str]]]]", *, empty: Any) -> None:
        choices = [("", empty), *((name, list(rows)) for name, rows in groups if rows)]
        cast("forms.ChoiceField", self.fields[self.field]).choices = choices


class ToInitiativeForm(_ChooseForm):
    prefix = "initiative"
    field = "initiative"
    initiative = forms.ChoiceField(label=_("Initiative"))
    note = _note(_("For example: who brings it up, and when."))

    def __init__(self, *args: Any, fitting: Sequence[Initiative], others: Sequence[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._all = {str(one.public_id): one for one in (*fitting, *others)}
        named = [
            (label, [(str(one.public_id), f"{one.name} ({one.team.name})") for one in rows])
            for label, rows in (
                (_("On this theme or in this neighbourhood"), fitting),
                (_("Other initiatives"), others),
            )
        ]
        self._offer(named, empty=_("Choose an initiative"))

    @property
    def chosen(self) -> Initiative:
        """After validation."""
        return self._all[self.cleaned_data["initiative"]]


class ToOpportunityForm(_ChooseForm):
    prefix = "opportunity"
    field = "opportunity"
    opportunity = forms.ChoiceField(label=_("Opportunity"))
    note = _note(_("For example: what this signal adds."))

    def __init__(
        self, *args: Any, fitting: Sequence[Opportunity], others: Sequence[Opportunity], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._all = {str(one.public_id): one for one in (*fitting, *others)}
        said = _("%(theme)s in %(area)s")
        named = [
            (label, [(str(one.public_id), said % {"theme": one.theme, "area": one.area.name}) for one in rows])
            for label, rows in (
                (_("On this theme or in this neighbourhood"), fitting),
                (_("Other opportunities"), others),
            )
        ]
        self._offer(named, empty=_("Choose an opportunity"))

    @property
    def chosen(self) -> Opportunity:
        """After validation."""
        return self._all[self.cleaned_data["opportunity"]]


class AskMunicipalityForm(Form):
    prefix = "municipality"
    department = forms.CharField(
        label=_("Department or function"),
        max_length=120,
        help_text=_("For example: policy officer for housing, or the department of public space."),
    )
    asked = forms.CharField(
        label=_("What do we ask?"),
        max_length=2000,
        help_text=_("In general words. Nobody may be recognised: no names, no house numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = NearDateField(label=_("When do we expect an answer?"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_on": today + timedelta(weeks=ANSWER_WEEKS)}, **kwargs)
        self._today = today

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if not self._today <= day <= self._today + LONGEST_WAIT:
            raise forms.ValidationError(_("Choose a day within a year from now."))
        return day


class PolicyAnswerForm(Form):
    answer = forms.CharField(
        label=_("What did they do with it?"),
        max_length=2000,
        help_text=_("Also when it is nothing: then write down what they said, or that no answer came."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answered_on = NearDateField(label=_("On which day did you hear it?"))

    def __init__(self, *args: Any, asked_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"answered_on": today}, **kwargs)
        self._asked_on, self._today = asked_on, today

    def clean_answered_on(self) -> date:
        day: date = self.cleaned_data["answered_on"]
        if not self._asked_on <= day <= self._today:
            raise forms.ValidationError(_("Choose a day between the question and today."))
        return day


class TellForm(Form):
    """What may be said, in fixed sentences: nothing of anybody else can slip in."""

    prefix = "tell"
    sentences = forms.MultipleChoiceField(
        label=_("What do you tell?"),
        choices=AnswerSentence.choices,
        initial=[AnswerSentence.THANKS],
        widget=CheckboxCards,
        help_text=_("Only these sentences: what others told us or got from us stays with us."),
    )
    manner = forms.ChoiceField(
        label=_("How?"),
        widget=RadioChips(icons={AnswerManner.MAIL: "mail", AnswerManner.PHONE: "phone", AnswerManner.SPOKEN: "walk"}),
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, can_mail: bool, **kwargs: Any) -> None:
        super().__init__(
            *args,
            initial={"manner": AnswerManner.MAIL if can_mail else AnswerManner.PHONE, **kwargs.pop("initial", {})},
            **kwargs,
        )
        cast("forms.ChoiceField", self.fields["manner"]).choices = [
            (one.value, one.label) for one in AnswerManner if can_mail or one != AnswerManner.MAIL
        ]

    @property
    def chosen(self) -> list[AnswerSentence]:
        """After validation: in the order in which they are said."""
        given = set(self.cleaned_data["sentences"])
        return [one for one in AnswerSentence if one.value in given]
