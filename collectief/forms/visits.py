"""Forms of the visiting service. None of them asks for a story about anybody's health."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from collectief.enums import ConsentManner, DayPart, Interest, Language, MatchEnd, MethodForm, VisitOutcome, WishEnd
from collectief.forms.volunteers import some_of
from collectief.models import Method, VisitMatch, VisitWish
from collectief.services.visit_somebody import Ending, Told
from wijkteam.areas.forms.choices import AreaField
from wijkteam.core.forms import Form, ModelForm, NearDateField, RadioChips
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    _Teams = forms.ModelChoiceField[Team]
    _Methods = forms.ModelChoiceField[Method]
else:
    _Teams = _Methods = forms.ModelChoiceField


class WishForm(ModelForm[VisitWish]):
    """A first name, how to reach them, what they like: and that they agree."""

    area = AreaField(required=False, empty_label=_("No neighbourhood"))
    method = _Methods(
        label=_("Which kind of visits"), queryset=Method.objects.none(), empty_label=None, to_field_name="public_id"
    )
    languages = some_of(Language, _("Languages"))
    day_parts = some_of(DayPart, _("When it suits"))
    interests = some_of(Interest, _("Likes to do together"))
    agreed = forms.BooleanField(
        label=_("They want this themselves, and agree that the team keeps it"),
        help_text=_("The volunteer gets the first name; how to reach them you tell when the two say yes."),
    )
    consent_manner = forms.ChoiceField(
        label=_("How they agreed"), choices=ConsentManner.choices, widget=RadioChips(), initial=ConsentManner.TALK
    )
    team = _Teams(label=_("Team"), queryset=Team.objects.none(), empty_label=None, to_field_name="code")
    request_key = RequestKeyField()

    class Meta:
        model = VisitWish
        fields = [
            "name", "reach", "area", "method", "languages", "day_parts", "interests", "wish", "team", "consent_manner",
        ]  # fmt: skip
        labels = {"name": _("First name"), "reach": _("How to reach them"), "wish": _("Other wishes")}
        help_texts = {
            "reach": _("A phone number is enough."),
            "wish": _("For example: rather a woman, no pets. Nothing about illness."),
        }

    def __init__(self, *args: Any, teams: Sequence[Team], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "reach"):
            self.fields[name].required = True
        self.fields["name"].error_messages["required"] = _("Fill in “First name”.")
        self.fields["reach"].error_messages["required"] = _("Fill in “How to reach them”.")
        visiting = Method.objects.in_use().filter(form=MethodForm.VISITS).order_by("name", "pk")
        cast("_Methods", self.fields["method"]).queryset = visiting
        self.instance.consent_on = self.instance.asked_on = today
        if len(teams) == 1:
            self.instance.team = teams[0]
            del self.fields["team"]
        else:
            cast("_Teams", self.fields["team"]).queryset = Team.objects.filter(
                pk__in=[team.pk for team in teams]
            ).order_by("name")


class WishCloseForm(Form):
    reason = forms.ChoiceField(label=_("Why"), choices=WishEnd.choices, widget=RadioChips())


def _score(label: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"})
    return forms.IntegerField(label=label, required=False, widget=widget)


class MatchForm(Form):
    """From which day; and the score before, where the method measures."""

    starts_on = NearDateField(label=_("First day"))
    score_before = _score(_("Score before"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, method: Method, today: date, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.since = today, since
        _on_scale(self, "score_before", method.measure_name, method.measure_low, method.measure_high)

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < self.since:
            raise forms.ValidationError(_("That was before both said yes."))
        if day > self.today + timedelta(days=90):
            raise forms.ValidationError(_("That is more than three months ahead."))
        return day


def _on_scale(form: Form, name: str, measure: str, low: int | None, high: int | None) -> None:
    if not measure:
        del form.fields[name]
        return
    field = cast("forms.IntegerField", form.fields[name])
    field.help_text = _("%(name)s, from %(low)s to %(high)s.") % {"name": measure, "low": low, "high": high}
    assert low is not None and high is not None  # noqa: S101, PT018  (a scale is whole: a constraint says so)
    field.validators += [
        MinValueValidator(low),
        MaxValueValidator(high),
    ]


class MatchEndForm(Form):
    reason = forms.ChoiceField(label=_("Why"), choices=MatchEnd.choices, widget=RadioChips())
    ended_on = NearDateField(label=_("Last day"))
    talked_on = NearDateField(
        label=_("Day of the end conversation"), required=False, help_text=_("Leave it empty when there was none.")
    )
    note = forms.CharField(
        label=_("How they look back"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    score_after = _score(_("Score after"))

    def __init__(self, *args: Any, match: VisitMatch, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.match, self.today = match, today
        _on_scale(self, "score_after", match.measure_name, match.measure_low, match.measure_high)

    def _past(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        # What was to begin later can be called off: then it ends on its first day.
        if day is not None and day > max(self.today, self.match.starts_on):
            raise forms.ValidationError(_("This day has not come yet."))
        if day is not None and day < self.match.starts_on:
            raise forms.ValidationError(_("That was before they began."))
        return day

    def clean_ended_on(self) -> date | None:
        return self._past("ended_on")

    def clean_talked_on(self) -> date | None:
        return self._past("talked_on")

    @property
    def ending(self) -> Ending:
        given = self.cleaned_data
        return Ending(
            reason=MatchEnd(given["reason"]),
            talked_on=given["talked_on"],
            note=given["note"],
            score_after=given.get("score_after"),
        )


class LinkForm(Form):
    request_key = RequestKeyField()


WHEN = (("today", _("Today")), ("yesterday", _("Yesterday")), ("other", _("Another day")))
OUTCOMES = (
    (VisitOutcome.HAPPENED, _("Yes")),
    (VisitOutcome.NOT, _("No")),
    (VisitOutcome.NO_CONTACT, _("I could not reach them")),
)


LENGTHS = (
    (30, _("Half an hour")),
    (60, _("An hour")),
    (90, _("An hour and a half")),
    (120, _("Two hours")),
    (180, _("Longer")),
)


class TellForm(Form):
    """Did it happen, when, how long, a worry: a few taps."""

    # What is needed follows from the first answer.
    marks_optional = False

    outcome = forms.ChoiceField(
        label=_("Did the visit happen?"),
        choices=OUTCOMES,
        widget=RadioChips(icons={"happened": "check", "not": "x", "no-contact": "phone-off"}),
    )
    when = forms.ChoiceField(label=_("When?"), choices=WHEN, widget=RadioChips(), required=False, initial="today")
    other_day = NearDateField(label=_("Which day?"), required=False, help_text=_("Only when it was another day."))
    minutes = forms.TypedChoiceField(
        label=_("How long?"), choices=LENGTHS, coerce=int, empty_value=None, required=False, widget=RadioChips()
    )
    words = forms.CharField(
        label=_("How was it, in one line?"), max_length=200, required=False,
        help_text=_("Only about the visit: nothing about illness or money."),
    )  # fmt: skip
    is_worried = forms.BooleanField(
        label=_("I am worried"), required=False, help_text=_("The team calls you. In danger call 112.")
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, match: VisitMatch, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.match, self.today = match, today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") != VisitOutcome.HAPPENED:
            return given
        day = {"today": self.today, "yesterday": self.today - timedelta(days=1)}.get(
            given.get("when") or "today", given.get("other_day")
        )
        if day is None:
            if "other_day" not in self.errors:
                self.add_error("other_day", _("Say which day."))
        elif day > self.today:
            self.add_error("other_day", _("This day has not come yet."))
        elif day < self.match.starts_on:
            self.add_error("other_day" if given.get("when") == "other" else "when", _("That was before they began."))
        if not given.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say about how long."))
        given["held_on"] = day
        return given

    @property
    def told(self) -> Told:
        given = self.cleaned_data
        return Told(
            outcome=VisitOutcome(given["outcome"]),
            held_on=given.get("held_on"),
            minutes=given["minutes"],
            words=given["words"],
            is_worried=given["is_worried"],
        )
