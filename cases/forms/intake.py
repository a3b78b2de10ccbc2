"""Forms of intake: taking down a question, triage, deciding, and opening a case."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import formset_factory
from django.utils.translation import gettext_lazy as _

from cases.enums import HouseholdRole, Origin, Urgency
from cases.models import Question
from cases.services.open_case import NewHousehold, NewPerson
from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.areas.forms.choices import AreaField, ThemeField
from wijkteam.areas.models import Area
from wijkteam.core.forms import DateField, FilterForm, Form, RadioChips
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

URGENCY_ICONS: dict[str, str] = {
    Urgency.ACUTE: "alert-triangle",
    Urgency.SOON: "clock-exclamation",
    Urgency.NORMAL: "clock",
}


class TeamChoice(Form):
    """A form for somebody who may work in several teams: with one team there is nothing to choose."""

    team = forms.ChoiceField(label=_("Team"))

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


class QuestionForm(TeamChoice):
    """A worker takes a question down, by telephone or at the door."""

    asked = forms.CharField(
        label=_("The question, as it was asked"),
        max_length=4000,
        help_text=_("In the words of who asks. This text stays as it is."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    origin = forms.ChoiceField(label=_("Where it came from"), choices=Origin.choices, initial=Origin.RESIDENT)
    asker = forms.CharField(label=_("Who asks"), max_length=200)
    reach = forms.CharField(label=_("How to reach them"), max_length=200, required=False)
    resident = forms.CharField(
        label=_("For whom"), max_length=200, required=False, help_text=_("When somebody asks for another.")
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    area = AreaField(required=False, empty_label=_("Not known yet"))
    theme = ThemeField(required=False, empty_label=_("Not known yet"))
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency.choices, initial=Urgency.NORMAL, widget=RadioChips(icons=URGENCY_ICONS)
    )
    has_safety_concern = forms.BooleanField(
        label=_("There is a worry about safety"), required=False, help_text=_("Somebody at home may not be safe.")
    )
    request_key = RequestKeyField()


class TriageForm(Form):
    """How urgent, how safe, about what and where: all that can still change before the decision."""

    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, widget=RadioChips(icons=URGENCY_ICONS))
    has_safety_concern = forms.BooleanField(
        label=_("There is a worry about safety"), required=False, help_text=_("Somebody at home may not be safe.")
    )
    theme = ThemeField(required=False, empty_label=_("Not known yet"))
    area = AreaField(required=False, empty_label=_("Not known yet"))

    @classmethod
    def of(cls, question: Question, data: Any = None) -> "TriageForm":
        initial = {
            "urgency": question.urgency,
            "has_safety_concern": question.has_safety_concern,
            "theme": question.theme_id,
            "area": question.area_id,
        }
        return cls(data, initial=initial)


class AnswerForm(Form):
    prefix = "answer"
    note = forms.CharField(
        label=_("What you answered"),
        max_length=4000,
        help_text=_("Short: what was needed to know or to do, and that it is enough."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(Form):
    prefix = "decline"
    note = forms.CharField(
        label=_("Why we do nothing more with it"),
        max_length=4000,
        help_text=_("Write it as you would say it to who asked, and say where they can go."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class InitiativeForm(Form):
    """Choose one of the initiatives that run; those that fit stand first."""

    prefix = "initiative"
    initiative = forms.ChoiceField(label=_("Initiative"))
    note = forms.CharField(
        label=_("What you agreed"),
        max_length=4000,
        required=False,
        help_text=_("For example: who goes along the first time."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, fitting: Sequence[Initiative], others: Sequence[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._all = {str(one.public_id): one for one in (*fitting, *others)}
        groups: list[tuple[_StrOrPromise, list[tuple[str, str]]]] = [
            (_("On this theme or in this neighbourhood"), self._choices(fitting)),
            (_("Other initiatives"), self._choices(others)),
        ]
        cast("forms.ChoiceField", self.fields["initiative"]).choices = [
            ("", _("Choose an initiative")),
            *((name, choices) for name, choices in groups if choices),
        ]

    @staticmethod
    def _choices(initiatives: Iterable[Initiative]) -> list[tuple[str, str]]:
        return [(str(one.public_id), f"{one.name} ({one.team.name})") for one in initiatives]

    @property
    def chosen(self) -> Initiative:
        """After validation."""
        return self._all[self.cleaned_data["initiative"]]


class QuestionFilterForm(FilterForm):
    """Filters of the list of questions, named as in its address; nothing personal, so they may stand there."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    thema = ThemeField(required=False, empty_label=_("All themes"), to_field_name="code")
    urgentie = forms.ChoiceField(label=_("Urgency"), required=False, choices=[("", _("All")), *Urgency.choices])
    termijn = forms.ChoiceField(
        label=_("Agreed term"), required=False, choices=[("", _("All")), ("verlopen", _("Overdue"))]
    )

    def __init__(self, *args: Any, teams: Sequence[Team], is_decided: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(teams) > 1:
            cast("forms.ChoiceField", self.fields["team"]).choices = [
                ("", _("All my teams")),
                *((team.code, team.name) for team in teams),
            ]
        else:
            del self.fields["team"]
        if is_decided:
            del self.fields["termijn"]


class HouseholdSearchForm(Form):
    text = forms.CharField(
        label=_("Name of the household or of somebody who lives there"),
        max_length=100,
        min_length=2,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


# -- opening a case --------------------------------------------------------------------------------

MYSELF, LATER = "me", "later"


class OpenCaseForm(TeamChoice):
    """What every case starts with: theme, coordinator, safety. The household comes beside it."""

    theme = ThemeField(label=_("Main theme"))
    coordinator = forms.ChoiceField(
        label=_("Who coordinates"),
        initial=MYSELF,
        help_text=_("The one person the household deals with. A case without one shows as waiting, from today on."),
    )
    has_safety_concern = forms.BooleanField(
        label=_("There is a worry about safety"), required=False, help_text=_("Somebody at home may not be safe.")
    )
    request_key = RequestKeyField()

    def __init__(
        self, *args: Any, teams: Sequence[Team], user: User, colleagues: Sequence[tuple[int, User]], **kwargs: Any
    ) -> None:
        super().__init__(*args, teams=teams, **kwargs)
        self._user = user
        self._colleagues = {(team, str(one.public_id)): one for team, one in colleagues}
        names = {str(one.public_id): one.name for _team, one in colleagues if one.pk != user.pk}
        colleagues_by_name = sorted(names.items(), key=lambda item: (item[1], item[0]))
        cast("forms.ChoiceField", self.fields["coordinator"]).choices = [
            (MYSELF, _("I do it myself")),
            (LATER, _("To be assigned")),
            *([(_("A colleague"), colleagues_by_name)] if names else []),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        choice = cleaned.get("coordinator")
        if choice in {None, MYSELF, LATER} or ("team" in self.fields and "team" not in cleaned):
            return cleaned
        if (self.chosen_team.pk, choice) not in self._colleagues:
            self.add_error("coordinator", _("Choose somebody who works in the team that you chose."))
        return cleaned

    @property
    def chosen_coordinator(self) -> User | None:
        """After validation: who coordinates, or None when that is to be assigned."""
        choice = self.cleaned_data["coordinator"]
        if choice == LATER:
            return None
        return self._user if choice == MYSELF else self._colleagues[(self.chosen_team.pk, choice)]


class HouseholdForm(Form):
    """Where a new household lives."""

    street = forms.CharField(label=_("Street and number"), max_length=120, required=False)
    postcode = forms.RegexField(
        r"(?i)^\s*[1-9]\d{3}\s?[a-z]{2}\s*$",
        label=_("Postcode"),
        required=False,
        error_messages={"invalid": _("Write the postcode as four figures and two letters, for example 1012 AB.")},
        widget=forms.TextInput(attrs={"class": "input--short", "autocomplete": "off"}),
    )
    city = forms.CharField(label=_("Town"), max_length=60, required=False)
    area = AreaField()
    name = forms.CharField(
        label=_("Name of the household"),
        max_length=120,
        required=False,
        help_text=_("If you leave it empty, it is the surname of the first person."),
    )
    is_another = forms.BooleanField(label=_("This is another household than the ones above"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_for_double = False

    def clean_postcode(self) -> str:
        written = str(self.cleaned_data["postcode"]).replace(" ", "").upper()
        return f"{written[:4]} {written[4:]}" if written else ""

    def ask_for_double(self) -> None:
        """Let the page ask whether this household is not one of those that look like it."""
        self.asks_for_double = True
        self.add_error(None, _("This household may be known already. Choose it below, or say that it is another one."))


class PersonForm(Form):
    family_name = forms.CharField(label=_("Surname"), max_length=120)
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    birth_date = DateField(label=_("Date of birth"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=25, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    role = forms.ChoiceField(
        label=_("Place in the household"), choices=HouseholdRole.choices, initial=HouseholdRole.ADULT
    )

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born is not None and (born.year < 1890 or born > self.today):
            raise ValidationError(_("Check the date of birth: the year cannot be right."))
        return born

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


_PersonFormSet = formset_factory(PersonForm, extra=4, min_num=1, validate_min=True, max_num=12, absolute_max=12)


class NewHouseholdForm:
    """Where a new household lives and who lives there, as one form. Rows of people that stay empty do not count."""

    def __init__(self, data: Any, *, today: date, address: dict[str, Any], people: list[dict[str, Any]]) -> None:
        self.where = HouseholdForm(data, prefix="household", initial=address)
        self.people = _PersonFormSet(data, prefix="person", initial=people, form_kwargs={"today": today})

    def is_valid(self) -> bool:
        return all([self.where.is_valid(), self.people.is_valid()])  # both, so that all errors show at once

    @property
    def is_another(self) -> bool:
        """After validation: somebody looked at the households that are like it, and says that it is none of them."""
        return bool(self.where.cleaned_data["is_another"])

    def household(self) -> NewHousehold:
        """After validation."""
        given = self.where.cleaned_data
        area: Area = given["area"]
        return NewHousehold(
            name=given["name"],
            street=given["street"],
            postcode=given["postcode"],
            city=given["city"],
            area=area,
            persons=tuple(
                NewPerson(
                    family_name=person["family_name"],
                    given_name=person["given_name"],
                    birth_date=person["birth_date"],
                    phone=person["phone"],
                    role=HouseholdRole(person["role"]),
                )
                for person in (form.cleaned_data for form in self.people.forms)
                if person
            ),
        )
