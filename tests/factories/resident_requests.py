"""What residents ask of their data, the file that is made for them, and their own words with the file."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory, HouseholdMemberFactory
from wijkteam.core.periods import months_later
from wijkteam.core.sealing import seal
from wijkteam.retention.enums import Decided, Identity, RequestKind
from wijkteam.retention.models import EXTENSION, KEPT, TERM, RequestFile, ResidentRequest, ResidentStatement
from wijkteam.retention.services.make_own_file import sealed

CONTENT: dict[str, Any] = {
    "version": 1,
    "made_at": "2026-05-04T09:00:00+00:00",
    "name": "Sanne Bakker",
    "passages": [
        {
            "key": "cases.Contact:1",
            "table": "cases.Contact",
            "fields": [{"name": "text", "label": "Wat is gezegd", "value": "Op bezoek geweest bij Sanne en Joris."}],
            "mentions": ["Joris"],
            "is_aside": False,
        },
        {
            "key": "cases.NetworkPerson:1:aside",
            "table": "cases.NetworkPerson",
            "fields": [{"name": "name", "label": "Naam", "value": "Buurvrouw Ineke"}],
            "mentions": [],
            "is_aside": True,
        },
    ],
    "consulted": [],
    "kept": [],
}


class ResidentRequestFactory(Factory[ResidentRequest]):
    """To see what is kept; noted today. `refused` is decided, `extended` takes longer."""

    class Meta:
        model = ResidentRequest

    class Params:
        refused = factory.Trait(
            kind=RequestKind.CORRECTION,
            outcome=Decided.REFUSED,
            because="Het verslag zegt wat er toen gezegd is.",
            decided_by=factory.SubFactory(UserFactory, privacy_officer=True),
            decided_at=factory.LazyFunction(timezone.now),
        )
        extended = factory.Trait(
            extended_on=factory.SelfAttribute("received_on"),
            extended_by=factory.SubFactory(UserFactory, privacy_officer=True),
            extended_because="Het dossier is groot.",
            due_on=factory.LazyAttribute(lambda one: months_later(one.received_on, TERM + EXTENSION)),
        )

    case = factory.SubFactory(CaseFactory)
    person = factory.LazyAttribute(lambda one: HouseholdMemberFactory.create(household=one.case.household).person)
    kind = RequestKind.ACCESS
    received_on = factory.LazyFunction(timezone.localdate)
    due_on = factory.LazyAttribute(lambda one: months_later(one.received_on, TERM))
    identity = Identity.KNOWN
    words = "Ik wil weten wat er over mij staat."
    noted_by = factory.SubFactory(UserFactory)
    noted_at = factory.LazyFunction(timezone.now)


class RequestFileFactory(Factory[RequestFile]):
    """Asked for; `ready` waits to be released, `released` to be fetched, `erased` is over."""

    class Meta:
        model = RequestFile

    class Params:
        ready = factory.Trait(
            runs=1,
            ready_at=factory.SelfAttribute("asked_at"),
            content=factory.LazyFunction(lambda: sealed(CONTENT)),
        )
        released = factory.Trait(
            runs=1,
            ready_at=factory.SelfAttribute("asked_at"),
            released_by=factory.SubFactory(UserFactory, privacy_officer=True),
            released_at=factory.LazyAttribute(lambda one: one.asked_at + timedelta(minutes=1)),
            ends_at=factory.LazyAttribute(lambda one: one.released_at + KEPT),
            archive=factory.LazyFunction(lambda: seal(b"PK", purpose="wijkteam.own-file")),
        )
        erased = factory.Trait(erased_at=factory.SelfAttribute("asked_at"))

    request = factory.SubFactory(ResidentRequestFactory)
    asked_by = factory.SubFactory(UserFactory, privacy_officer=True)
    asked_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))


class ResidentStatementFactory(Factory[ResidentStatement]):
    class Meta:
        model = ResidentStatement

    request = factory.SubFactory(ResidentRequestFactory, refused=True)
    case = factory.LazyAttribute(lambda one: one.request.case)
    person = factory.LazyAttribute(lambda one: one.request.person)
    text = "Zo is het niet gegaan. Ik heb nooit gezegd dat ik wilde stoppen."
    added_at = factory.LazyFunction(timezone.now)
    added_by = factory.SubFactory(UserFactory)
