"""Forms of the broad exploration: a part of life, somebody of the own network, a plan of their own."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.enums import Closeness, LifeDomain, OwnPlanKind, RelationKind
from cases.forms.plan import ScoreField
from cases.forms.seen import SeenForm
from cases.models import Attachment, DomainAssessment, Exploration, NetworkPerson, OwnPlan
from cases.selectors.exploration import RELATION_ICONS
from cases.services.add_own_plan import OWN_PLAN_FIELDS
from cases.services.explore import DETAIL_FIELDS, DOMAIN_FIELDS, PERSON_FIELDS
from wijkteam.core.forms import DateField, Form, RadioCards, RadioChips
from wijkteam.core.request_keys import RequestKeyField


class DetailsForm(SeenForm, Form):
    row_fields = DETAIL_FIELDS
    with_whom = forms.CharField(
        label=_("Who took part?"),
        max_length=300,
        required=False,
        help_text=_(
            "The people of the household, who they brought, and who of us. For example: Noor, her sister, Fatima."
        ),
    )

    def __init__(self, *args: Any, exploration: Exploration, **kwargs: Any) -> None:
        super().__init__(*args, initial={"with_whom": exploration.with_whom}, **kwargs)
        self.remember(exploration)

    def apply_to(self, exploration: Exploration) -> Exploration:
        exploration.with_whom = self.cleaned_data["with_whom"]
        return exploration


class DomainForm(SeenForm, Form):
    """Only parts of life that are not in the exploration yet can be chosen; that of an existing one stays."""

    row_fields = DOMAIN_FIELDS
    life_domain = forms.ChoiceField(label=_("About which part of life?"))
    reason = forms.CharField(
        label=_("Why does this matter here?"),
        max_length=2000,
        help_text=_("In their words where you can."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    strengths = forms.CharField(
        label=_("What goes well? What can they build on?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    problems = forms.CharField(
        label=_("What presses?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    own_score = ScoreField(label=_("Which score do they give themselves?"), help_text=_("1 is bad, 5 is good."))
    score = ScoreField(label=_("Which score do you give?"), help_text=_("Only if it helps the conversation."))

    def __init__(
        self, *args: Any, domain: DomainAssessment | None = None, taken: frozenset[str], **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"own_score": "", "score": ""}
        if domain is not None:
            initial = {name: getattr(domain, name) for name in DOMAIN_FIELDS}
            initial |= {name: "" if initial[name] is None else str(initial[name]) for name in ("own_score", "score")}
        super().__init__(*args, initial=initial, **kwargs)
        own = domain.life_domain if domain is not None else ""
        free = [choice for choice in LifeDomain.choices if choice[0] == own or choice[0] not in taken]
        cast("forms.ChoiceField", self.fields["life_domain"]).choices = (
            free if domain is not None else [("", _("Choose a part of life")), *free]
        )
        self.remember(domain)

    def apply_to(self, domain: DomainAssessment) -> DomainAssessment:
        for name in DOMAIN_FIELDS:
            setattr(domain, name, self.cleaned_data[name])
        return domain


class NetworkPersonForm(SeenForm, Form):
    row_fields = PERSON_FIELDS
    name = forms.CharField(
        label=_("Name, or what they call this person"),
        max_length=120,
        help_text=_("A first name is enough. A club or a group may stand here too."),
    )
    kind = forms.ChoiceField(
        label=_("Who is it to them?"), choices=RelationKind.choices, widget=RadioChips(icons=RELATION_ICONS)
    )
    closeness = forms.TypedChoiceField(
        label=_("How close?"), choices=Closeness.choices, coerce=int, widget=RadioChips(), initial=Closeness.NEAR
    )
    gives_support = forms.BooleanField(label=_("This person supports them"), required=False)
    gets_support = forms.BooleanField(label=_("They support this person"), required=False)
    has_tension = forms.BooleanField(label=_("There is tension between them"), required=False)
    could_help_with = forms.CharField(
        label=_("What could this person help with?"),
        max_length=300,
        required=False,
        help_text=_("Only what was talked about with the household. For example: taking the children to school."),
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, person: NetworkPerson | None = None, **kwargs: Any) -> None:
        initial = {} if person is None else {name: getattr(person, name) for name in PERSON_FIELDS}
        super().__init__(*args, initial=initial, **kwargs)
        self.remember(person)

    def apply_to(self, person: NetworkPerson) -> NetworkPerson:
        for name in PERSON_FIELDS:
            setattr(person, name, self.cleaned_data[name])
        if person._state.adding:
            person.request_key = self.cleaned_data["request_key"]
        return person


class FileOfCaseField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    def label_from_instance(self, obj: Any) -> str:
        day = date_format(timezone.localdate(obj.added_at), "j F Y")
        return f"{obj.description or obj.name} ({day})"


class OwnPlanForm(SeenForm, Form):
    row_fields = OWN_PLAN_FIELDS
    kind = forms.ChoiceField(
        label=_("Which plan is it?"),
        choices=OwnPlanKind.choices,
        widget=RadioCards(
            hints={
                OwnPlanKind.FAMILY_GROUP: _("Made with family and others who are close"),
                OwnPlanKind.PERSONAL: _("Made by the resident, on what they need and want"),
            }
        ),
    )
    made_by = forms.CharField(label=_("Who made it?"), max_length=200)
    made_on = DateField(label=_("When was it made?"))
    handed_over_on = DateField(label=_("When did they hand it over?"))
    text = forms.CharField(
        label=_("What stands in it"),
        max_length=10000,
        required=False,
        help_text=_("Take it over as it was written: it is their text. With a file below it may stay empty."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    file = FileOfCaseField(
        queryset=Attachment.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("no file"),
        label=_("Their plan as a file"),
        help_text=_("A photo or a scan that stands among the files of this case."),
    )
    request_key = RequestKeyField()

    def __init__(
        self, *args: Any, files: QuerySet[Attachment], plan: OwnPlan | None = None, today: date, **kwargs: Any
    ) -> None:
        """`files` are those that this reader may open. One that they may not open stays where it is."""
        initial: dict[str, Any] = {"handed_over_on": today}
        if plan is not None:
            initial = {name: getattr(plan, name) for name in OWN_PLAN_FIELDS}
        super().__init__(*args, initial=initial, **kwargs)
        chosen = plan.file if plan is not None else None
        self._keeps = chosen if chosen is not None and chosen.pk not in {file.pk for file in files} else None
        cast("FileOfCaseField", self.fields["file"]).queryset = files
        if self._keeps is not None or not files:
            self.fields["file"].widget = forms.HiddenInput()
        self._today = today
        self.remember(plan)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._keeps is not None:
            cleaned["file"] = self._keeps
        if not cleaned.get("text") and not cleaned.get("file") and "text" not in self.errors:
            self.add_error("text", _("Take over what stands in it, or choose the file that it stands in."))
        made, handed = cleaned.get("made_on"), cleaned.get("handed_over_on")
        if handed is not None and handed > self._today:
            self.add_error("handed_over_on", _("This day is still to come. Choose today or an earlier day."))
        elif made is not None and handed is not None and made > handed:
            self.add_error("made_on", ValidationError(_("A plan is made before it is handed over.")))
        return cleaned

    def apply_to(self, plan: OwnPlan) -> OwnPlan:
        for name in OWN_PLAN_FIELDS:
            setattr(plan, name, self.cleaned_data[name])
        return plan
