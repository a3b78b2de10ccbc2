"""An assignment in one form. It refuses what nobody could ever tell reached or missed, and says how to say it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collectief.enums import AssignmentUnit, LadderStep
from collectief.forms.vague_goals import means_everybody, says_nothing, vague_word
from collectief.models import Assignment, Edition, Initiative
from collectief.models.assignment import OLDEST
from collectief.services.agree_assignment import AssignmentDetails, Counted
from wijkteam.areas.forms.choices import AreaField, ThemeField
from wijkteam.core.forms import CheckboxColumns, Form, NearDateField, RadioCards
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    _Initiatives = forms.ModelMultipleChoiceField[Initiative]
    _Editions = forms.ModelMultipleChoiceField[Edition]
    _Teams = forms.ModelMultipleChoiceField[Team]
else:
    _Initiatives = _Editions = _Teams = forms.ModelMultipleChoiceField

LONGEST = timedelta(days=5 * 366)
MOST = 100_000


class _EditionsField(_Editions):
    """By name: as text an edition is a number, for the log."""

    def label_from_instance(self, obj: Edition) -> str:
        return f"{obj.name} ({obj.initiative.name})"


def _whole(label: Any, *, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
        **kwargs,
    )


def _step(label: Any) -> forms.TypedChoiceField:
    steps = [(step.value, f"{step.value}. {step.label}") for step in LadderStep]
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", _("Does not matter")), *steps],
        coerce=lambda value: LadderStep(int(value)),
        empty_value=None,
    )


def _counted_fields() -> dict[str, forms.Field]:
    return {
        "initiatives": _Initiatives(
            label=_("Which initiatives count?"),
            queryset=Initiative.objects.none(),
            to_field_name="public_id",
            required=False,
            widget=CheckboxColumns(),
            help_text=_("With all their meetings and editions."),
        ),
        "editions": _EditionsField(
            label=_("Or only these editions?"),
            queryset=Edition.objects.none(),
            to_field_name="public_id",
            required=False,
            widget=CheckboxColumns(),
        ),
    }


class PartsForm(Form):
    """What counts for an assignment."""

    initiatives = _counted_fields()["initiatives"]
    editions = _counted_fields()["editions"]

    def __init__(
        self, *args: Any, teams: Sequence[Team], today: date, assignment: Assignment | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = kwargs.pop("initial", None) or {}
        chosen: list[Any] = list(assignment.parts.all()) if assignment is not None else []
        if assignment is not None:
            initial["initiatives"] = [part.initiative.public_id for part in chosen if part.initiative]
            initial["editions"] = [part.edition.public_id for part in chosen if part.edition]
        super().__init__(*args, initial=initial, **kwargs)
        # What was chosen stays choosable, also when it has ended since.
        recent = Q(team__in=teams) & (Q(ends_on=None) | Q(ends_on__gt=today - timedelta(days=366)))
        initiatives = cast("_Initiatives", self.fields["initiatives"])
        initiatives.queryset = Initiative.objects.filter(
            recent | Q(pk__in=[part.initiative_id for part in chosen if part.initiative_id])
        ).order_by("name", "pk")
        editions = cast("_Editions", self.fields["editions"])
        editions.queryset = (
            Edition.objects.filter(
                Q(initiative__team__in=teams) & (Q(closed_on=None) | Q(closed_on__gt=today - timedelta(days=366)))
                | Q(pk__in=[part.edition_id for part in chosen if part.edition_id])
            )
            .select_related("initiative")
            .order_by("name", "pk")
        )

    @property
    def counted(self) -> Counted:
        """After validation. Of an initiative that counts as a whole an edition need not be named as well."""
        initiatives = list(self.cleaned_data["initiatives"])
        whole = {one.pk for one in initiatives}
        editions = [one for one in self.cleaned_data["editions"] if one.initiative_id not in whole]
        return Counted(initiatives=initiatives, editions=editions)


class AssignmentForm(PartsForm):
    """For whom, how many, of what, from when to when, and what is left undone. `last_day` is the last day of it."""

    team = forms.ChoiceField(label=_("Team"))
    title = forms.CharField(
        label=_("What do we want to reach?"),
        max_length=200,
        help_text=_(
            "One sentence with a number. For example: at least 50 people on step 1 or 2 of the participation ladder"
            " do voluntary work or a course."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    target_group = forms.CharField(
        label=_("Who is it for?"),
        max_length=300,
        help_text=_("In words. For example: single parents in the south of the neighbourhood, without paid work."),
    )
    number = _whole(
        _("How many?"),
        least=1,
        most=MOST,
        error_messages={
            "required": _("Say how many. Without a number nobody can see whether it succeeds. For example: 50."),
            "min_value": _("Say how many: at least one."),
        },
    )
    unit = forms.ChoiceField(
        label=_("Of what?"),
        choices=AssignmentUnit.choices,
        widget=RadioCards(
            hints={
                AssignmentUnit.PEOPLE: _("Different people; with a step of the ladder: people with a file"),
                AssignmentUnit.HOUSEHOLDS: _("With a file, of which somebody goes to an initiative that counts"),
                AssignmentUnit.MOVES: _("All steps up together, of people with a file"),
                AssignmentUnit.TIMES: _("Everybody at every meeting"),
                AssignmentUnit.MEETINGS: _("That were held"),
            }
        ),
    )
    starts_on = NearDateField(label=_("First day"))
    last_day = NearDateField(
        label=_("Last day"),
        error_messages={"required": _("Say until when. Without an end nobody can see whether it is on time.")},
    )
    step_at_most = _step(_("At the start they stand at most on step"))
    reaches_step = _step(_("They come at least to step"))
    area = AreaField(required=False, empty_label=_("The whole area of the team"))
    theme = ThemeField(required=False, empty_label=_("All themes"))
    age_from = _whole(_("From what age?"), least=0, most=OLDEST, required=False)
    age_to = _whole(_("Up to and including what age?"), least=0, most=OLDEST, required=False)
    hours = _whole(_("How many hours were agreed?"), least=1, most=MOST, required=False)
    means = forms.CharField(
        label=_("With what means?"),
        required=False,
        max_length=1000,
        help_text=_("For example: 5,000 euros, the room in the library on Tuesdays, two trained volunteers."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    will_not = forms.CharField(
        label=_("What will the team not do?"),
        max_length=1000,
        help_text=_("What stays undone to make room. For example: no own language courses; we refer to the library."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    ground = forms.CharField(
        label=_("On what ground?"),
        required=False,
        max_length=300,
        help_text=_("For example: the neighbourhood analysis of 2026, with residents of the Molenbuurt."),
    )
    also_for = _Teams(
        label=_("Also for these teams"),
        queryset=Team.objects.none(),
        to_field_name="code",
        required=False,
        widget=CheckboxColumns(),
    )
    request_key = RequestKeyField()

    def __init__(
        self, *args: Any, teams: Sequence[Team], today: date, assignment: Assignment | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"starts_on": today, "unit": AssignmentUnit.PEOPLE}
        if assignment is not None:
            initial = {name: getattr(assignment, name) for name in AssignmentDetails.__annotations__}
            initial["last_day"] = assignment.ends_on - timedelta(days=1)
            initial["also_for"] = [team.code for team in assignment.also_for.all()]
        super().__init__(*args, teams=teams, today=today, assignment=assignment, initial=initial, **kwargs)
        self._teams = {team.code: team for team in teams}
        cast("forms.ChoiceField", self.fields["team"]).choices = [(team.code, team.name) for team in teams]
        others = cast("_Teams", self.fields["also_for"])
        others.queryset = Team.objects.filter(is_active=True).order_by("name")
        if len(teams) == 1:
            del self.fields["team"]
            others.queryset = others.queryset.exclude(pk=teams[0].pk)
        if assignment is not None:
            del self.fields["request_key"]

    @property
    def has_narrowing(self) -> bool:
        """Whether somebody filled in whom to count, or has to mend it."""
        names = ("step_at_most", "reaches_step", "area", "theme", "age_from", "age_to")
        return any(self[name].value() not in {None, ""} or self[name].errors for name in names)

    @property
    def chosen_team(self) -> Team:
        """After validation."""
        return self._teams[self.cleaned_data["team"]] if "team" in self.fields else next(iter(self._teams.values()))

    def clean_target_group(self) -> str:
        group: str = self.cleaned_data["target_group"]
        if means_everybody(group):
            raise forms.ValidationError(
                _(
                    "“%(group)s” leaves nobody out. Say who most of all: where they live, their age, or what they have"
                    " in common. For example: people over 55 who live alone in Molenbuurt."
                )
                % {"group": group}
            )
        return group

    def clean_will_not(self) -> str:
        text: str = self.cleaned_data["will_not"]
        if says_nothing(text):
            raise forms.ValidationError(
                _(
                    "Say in a sentence what the team leaves undone: who takes on everything gets round to nothing."
                    " For example: we start no language course of our own, and refer to the library."
                )
            )
        return text

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        starts, last = given.get("starts_on"), given.get("last_day")
        if starts and last:
            if last < starts:
                self.add_error("last_day", _("The last day lies before the first day."))
            elif last - starts > LONGEST:
                self.add_error("last_day", _("That is more than five years. Choose an earlier last day."))
        low, high = given.get("age_from"), given.get("age_to")
        if low is not None and high is not None and high < low:
            self.add_error("age_to", _("The highest age lies below the lowest."))
        self._refuse_vague_words(given)
        self._refuse_what_cannot_be_counted(given)
        return given

    def _refuse_vague_words(self, given: dict[str, Any]) -> None:
        word = vague_word(given.get("title", ""))
        if not word:
            return
        example: _StrOrPromise
        number, group, last = given.get("number"), given.get("target_group"), given.get("last_day")
        if number and group and last:
            example = _("At least %(number)d %(unit)s (%(group)s), until %(day)s, who …") % {
                "number": number,
                "unit": AssignmentUnit(given["unit"]).label if given.get("unit") else AssignmentUnit.PEOPLE.label,
                "group": group,
                "day": date_format(last, "j F Y"),
            }
        else:
            example = _(
                "At least 50 people on step 1 or 2 of the participation ladder do voluntary work or a course,"
                " from March to December."
            )
        self.add_error(
            "title",
            _("“%(word)s” does not say how many. Say who, how many, and until when. For example: “%(example)s”")
            % {"word": word, "example": example},
        )

    def _refuse_what_cannot_be_counted(self, given: dict[str, Any]) -> None:
        unit, start, aim = given.get("unit"), given.get("step_at_most"), given.get("reaches_step")
        if aim and unit and unit != AssignmentUnit.PEOPLE:
            self.add_error("reaches_step", _("Who comes to a step is counted in people. Choose “people” above."))
        elif start and aim and aim <= start:
            self.add_error("reaches_step", _("Choose a higher step than the one at the start."))
        if start and unit and unit not in {AssignmentUnit.PEOPLE, AssignmentUnit.MOVES}:
            self.add_error("step_at_most", _("Only people and steps up can be counted by their step."))
        from_files = unit in {AssignmentUnit.HOUSEHOLDS, AssignmentUnit.MOVES} or start or aim
        if unit and not from_files:
            for name in ("area", "theme", "age_from", "age_to"):
                if given.get(name) is not None:
                    self.add_error(
                        name,
                        _("Of who comes without a file this is not known. Put it in the words of “Who is it for?”."),
                    )

    @property
    def details(self) -> AssignmentDetails:
        """After validation."""
        given = self.cleaned_data
        same = {name: given[name] for name in AssignmentDetails.__annotations__ if name not in {"ends_on", "unit"}}
        return AssignmentDetails(
            **same, unit=AssignmentUnit(given["unit"]), ends_on=given["last_day"] + timedelta(days=1)
        )


class AgreeForm(Form):
    """With whom at the municipality, by function, and when."""

    agreed_on = NearDateField(label=_("On which day was it agreed?"))
    agreed_with = forms.CharField(
        label=_("With whom was it agreed?"),
        max_length=200,
        help_text=_("By function, no name. For example: policy officer for participation."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"agreed_on": today}, **kwargs)
        self._today = today

    def clean_agreed_on(self) -> date:
        day: date = self.cleaned_data["agreed_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day


class EndAssignmentForm(Form):
    """It ends, with what came of it."""

    ended_on = NearDateField(label=_("From which day on does it no longer count?"))
    note = forms.CharField(
        label=_("Why does it end?"),
        max_length=300,
        help_text=_("In general words. Nobody may be recognised."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, assignment: Assignment, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"ended_on": today}, **kwargs)
        self._agreed_on, self._today = assignment.agreed_on, today

    def clean_ended_on(self) -> date:
        day: date = self.cleaned_data["ended_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        if self._agreed_on and day < self._agreed_on:
            raise forms.ValidationError(_("On that day it was not agreed yet."))
        return day
