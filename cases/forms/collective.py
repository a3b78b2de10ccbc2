"""Forms of going on together with others: to an initiative, and how it ended."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import CollectiveOutcome
from cases.models import Person, SharingRecord
from cases.selectors.collective import EditionChoice
from cases.selectors.sharing import record_label
from cases.services.refer_to_initiative import CollectiveRequest
from collectief.models import Initiative
from wijkteam.core.forms import Form, RadioCards, RadioChips
from wijkteam.core.request_keys import RequestKeyField


class CollectiveReferralForm(Form):
    """Who goes, to which edition, and what the group needs to know: a first name at most."""

    person = forms.ChoiceField(label=_("Who goes there?"), widget=RadioChips())
    edition = forms.ChoiceField(label=_("In which edition?"), required=False, widget=RadioCards())
    name = forms.CharField(
        label=_("What does the group call them?"),
        max_length=60,
        required=False,
        help_text=_("A first name is enough. Leave it empty and they get a number. The group does not see the case."),
    )
    hope = forms.CharField(
        label=_("What is it for?"),
        max_length=300,
        required=False,
        help_text=_("Stays in this file: the initiative does not see it."),
    )
    sharing = forms.ChoiceField(label=_("Do you pass something on to the organiser?"), required=False)
    request_key = RequestKeyField()

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        initiative: Initiative,
        editions: Sequence[EditionChoice],
        records: Sequence[SharingRecord],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._initiative = initiative
        self._people = {str(one.public_id): one for one in people}
        self._editions = {str(one.edition.public_id): one for one in editions}
        self._records = {str(one.public_id): one for one in records}
        self._choose("person", [(key, one.full_name) for key, one in self._people.items()])
        if editions:
            chosen = [(key, one.label) for key, one in self._editions.items()]
            self._choose("edition", [*chosen, ("", _("None of these: just the initiative"))])
            cast("RadioCards", self.fields["edition"].widget).hints = {
                key: one.hint for key, one in self._editions.items()
            }
        else:
            del self.fields["edition"], self.fields["name"]
        if initiative.organisation_id is not None:
            told = [(key, record_label(one)) for key, one in self._records.items()]
            self._choose("sharing", [("", _("No, the resident goes there themselves")), *told])
        else:
            del self.fields["sharing"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def request(self) -> CollectiveRequest:
        """After validation."""
        given = self.cleaned_data
        chosen = self._editions.get(given.get("edition", ""))
        return CollectiveRequest(
            person=self._people[given["person"]],
            initiative=self._initiative,
            edition=chosen.edition if chosen else None,
            name=given.get("name", "") if chosen else "",
            hope=given["hope"],
            sharing=self._records.get(given.get("sharing", "")),
        )


class CollectiveEndForm(Form):
    outcome = forms.ChoiceField(label=_("How did it go?"), choices=CollectiveOutcome.choices, widget=RadioChips())
