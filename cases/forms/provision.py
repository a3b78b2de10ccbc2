"""Forms about provisions: what is given, the broad look before it ends, and what comes next."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import ProvisionEnd, ProvisionKind, RenewalOutcome
from cases.models import Person, Provision
from cases.services.give_provision import ProvisionDetails
from collectief.models import Initiative
from netwerk.models import Organisation
from wijkteam.core.forms import DateField, Form, RadioCards, RadioChips
from wijkteam.core.request_keys import RequestKeyField


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # of organisations or of initiatives
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ProvisionForm(Form):
    """What is given, to whom, by whom and until when. `ends_on` is the first day without it."""

    kind = forms.ChoiceField(label=_("Which kind of provision?"), choices=ProvisionKind)
    name = forms.CharField(
        label=_("Which one?"), required=False, max_length=120, help_text=_("In the words of the decision.")
    )
    who = forms.ChoiceField(label=_("For whom?"))
    organisation = NamedChoice(
        label=_("Provider"), queryset=Organisation.objects.none(), required=False, empty_label=_("Not in the list")
    )
    provider = forms.CharField(
        label=_("Name of the provider"), required=False, max_length=160, help_text=_("When it is not in the list.")
    )
    amount = forms.CharField(
        label=_("How much?"), required=False, max_length=60, help_text=_("For example: 3 hours a week")
    )
    starts_on = DateField(label=_("First day"))
    last_day = DateField(
        label=_("Last day"), required=False, help_text=_("Empty only for what is given for good, such as a stairlift.")
    )
    request_key = RequestKeyField()

    def __init__(
        self, *args: Any, people: Iterable[Person], today: date, instead_of: Provision | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"starts_on": today, "who": "household"}
        if instead_of is not None:
            initial = {
                "kind": instead_of.kind,
                "name": instead_of.name,
                "who": str(instead_of.person.public_id) if instead_of.person else "household",
                "organisation": instead_of.organisation_id,
                "provider": instead_of.provider,
                "amount": instead_of.amount,
                "starts_on": instead_of.ends_on or today,
            }
        super().__init__(*args, initial=initial, **kwargs)
        self.people = {str(one.public_id): one for one in people}
        who = cast("forms.ChoiceField", self.fields["who"])
        who.choices = [("household", _("the whole household"))] + [
            (key, one.full_name) for key, one in self.people.items()
        ]
        organisation = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        organisation.queryset = Organisation.objects.active(on=today).order_by("name", "pk")

    def ask_mandate(self) -> None:
        """Let the page say at once who decides about the chosen kind; without scripts it lists all kinds."""
        self.fields["kind"].widget.attrs.update(
            {"hx-get": "", "hx-vals": '{"deel": "decide"}', "hx-target": "#decide", "hx-swap": "outerHTML"}
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("organisation") and not data.get("provider"):
            self.add_error("provider", _("Choose a provider, or write its name."))
        if data.get("kind") == ProvisionKind.OTHER and not data.get("name"):
            self.add_error("name", _("Say which provision it is."))
        starts, last = data.get("starts_on"), data.get("last_day")
        if starts and last and last < starts:
            self.add_error("last_day", _("The last day lies before the first day."))
        return data

    @property
    def details(self) -> ProvisionDetails:
        data = self.cleaned_data
        organisation: Organisation | None = data["organisation"]
        return ProvisionDetails(
            kind=ProvisionKind(data["kind"]),
            name=data["name"],
            provider=organisation.name[:160] if organisation else data["provider"],
            organisation=organisation,
            person=self.people.get(data["who"]),
            amount=data["amount"],
            starts_on=data["starts_on"],
            ends_on=data["last_day"] + timedelta(days=1) if data["last_day"] else None,
        )


class EndProvisionForm(Form):
    last_day = DateField(label=_("Last day"))
    reason = forms.ChoiceField(label=_("Why does it stop?"), choices=ProvisionEnd, widget=RadioChips)
    note = forms.CharField(label=_("What comes instead?"), required=False, max_length=300)


class LookForm(Form):
    """Not the form of the provider: what changed, is it still the question, and who else can do it."""

    changes = forms.CharField(
        label=_("What has changed since it began?"),
        max_length=2000,
        help_text=_("Ask the household first, then look at the exploration and at the goals of the plan."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_same_question = forms.ChoiceField(
        label=_("Is the question still the same?"), choices=[("yes", _("yes")), ("no", _("no"))], widget=RadioChips
    )
    instead = forms.CharField(
        label=_("What can the own network or the neighbourhood do?"),
        max_length=2000,
        help_text=_("Whom did you ask? Which initiative fits? Write it down too when the answer is: nothing now."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecideRenewalForm(Form):
    outcome = forms.ChoiceField(label=_("What do you decide together?"), choices=RenewalOutcome, widget=RadioCards)
    note = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("The household may read this."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    initiative = NamedChoice(
        label=_("Which initiative?"),
        queryset=Initiative.objects.none(),
        required=False,
        empty_label=_("Choose an initiative"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initiative = cast("forms.ModelChoiceField[Initiative]", self.fields["initiative"])
        initiative.queryset = Initiative.objects.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == RenewalOutcome.INITIATIVE:
            if not data.get("initiative"):
                self.add_error("initiative", _("Choose the initiative that takes over."))
        else:
            data["initiative"] = None
        return data
