"""The rules of volunteers and active residents."""

from collections.abc import Callable
from datetime import date
from typing import Any

from collectief.enums import CertificateKind
from collectief.models import Certificate, Volunteer, VolunteerThanks
from tests.factories import (
    CertificateFactory,
    InitiativeFactory,
    MethodFactory,
    VolunteerFactory,
    VolunteerRoleFactory,
    VolunteerThanksFactory,
)
from tests.guards.past_the_code import twice

DAY = date(2020, 1, 1)


def helps_twice() -> None:
    twice(VolunteerRoleFactory.create, volunteer=VolunteerFactory.create(), initiative=InitiativeFactory.create())


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("volunteer_kind_is_known", lambda: VolunteerFactory.create(kind="boss")),
    ("volunteer_rhythm_is_known", lambda: VolunteerFactory.create(rhythm="never")),
    ("volunteer_agreed_somehow", lambda: VolunteerFactory.create(consent_manner="")),
    ("volunteer_visits_a_few_people", lambda: VolunteerFactory.create(visits_at_once=6)),
    ("volunteer_stopped_with_a_reason", lambda: VolunteerFactory.create(stopped_on=date(2026, 2, 1))),
    ("volunteer_stopped_with_a_reason", lambda: VolunteerFactory.create(stopped=True, stopped_on=DAY)),
    ("volunteer_stopped_with_a_reason", lambda: VolunteerFactory.create(stop_reason="time")),
    ("volunteer_without_consent_has_stopped", lambda: VolunteerFactory.create(withdrawn_on=date(2026, 2, 1))),
    ("volunteer_without_consent_has_stopped", lambda: VolunteerFactory.create(stopped=True, withdrawn_on=DAY)),
    ("volunteer_is_known_or_forgotten", lambda: VolunteerFactory.create(name="")),
    ("volunteer_is_known_or_forgotten", lambda: VolunteerFactory.create(phone="")),
    ("volunteer_is_known_or_forgotten", lambda: VolunteerFactory.create(stopped=True, erased_on=date(2026, 8, 2))),
    (
        "volunteer_is_known_or_forgotten",
        lambda: VolunteerFactory.create(name="", phone="", offers="", erased_on=date(2026, 8, 2)),
    ),
    ("certificate_kind_is_known", lambda: CertificateFactory.create(kind="medal")),
    ("certificate_ends_after_start", lambda: CertificateFactory.create(ends_on=DAY)),
    (
        "certificate_training_alone_is_for_a_method",
        lambda: CertificateFactory.create(kind=CertificateKind.CONDUCT, method=MethodFactory.create()),
    ),
    ("volunteer_role_ends_after_start", lambda: VolunteerRoleFactory.create(ends_on=DAY)),
    ("volunteer_role_once_at_a_time", helps_twice),
]
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (Volunteer, VolunteerFactory.create),
    (Certificate, CertificateFactory.create),
    (VolunteerThanks, VolunteerThanksFactory.create),
]
