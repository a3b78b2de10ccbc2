"""Logging a contact and its hours in one act, and correcting one's own."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import ContactKind, Visibility
from cases.models import Case, Contact
from cases.services.close_case import close_case
from cases.services.lock_case import CaseIsClosed
from cases.services.log_contact import (
    ContactDetails,
    ContactHasChanged,
    NotYourContact,
    correct_contact,
    log_contact,
)
from tests.cases.conftest import HTMX, NOW, statements
from tests.factories import ContactFactory
from wijkteam.accounts.models import User
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def details(**changes: Any) -> ContactDetails:
    said: dict[str, Any] = {
        "kind": ContactKind.VISIT,
        "occurred_at": NOW - timedelta(hours=1),
        "minutes": 45,
        "text": "Samen de post geopend.",
    }
    return ContactDetails(**said | changes)


def filled_in(**changes: Any) -> dict[str, Any]:
    return {
        "text": "Samen de post geopend.",
        "kind": "visit",
        "minutes": "45",
        "day": "2026-05-04",
        "time": "10:15",
        "visibility": "team",
        "request_key": str(uuid.uuid4()),
        **changes,
    }


def url(name: str, case: Case, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[case.public_id, *args])


# -- use cases -------------------------------------------------------------------------------------


def test_a_contact_registers_its_hours_for_the_team_and_the_neighbourhood(case: Case, colleague: User) -> None:
    contact = log_contact(case=case, details=details(), by=colleague, request_key=None)
    hours = contact.time_entry
    assert (hours.user, hours.team, hours.area) == (colleague, case.team, case.area)
    assert (hours.minutes, hours.kind, hours.worked_on) == (45, WorkKind.INDIVIDUAL, date(2026, 5, 4))
    case.refresh_from_db()
    assert case.last_contact_at == contact.occurred_at


def test_an_escalation_counts_as_one(case: Case, colleague: User) -> None:
    contact = log_contact(case=case, details=details(is_escalation=True), by=colleague, request_key=None)
    assert contact.time_entry.kind == WorkKind.ESCALATION


def test_work_after_midnight_in_amsterdam_belongs_to_the_new_day(case: Case, colleague: User) -> None:
    late = datetime(2026, 4, 30, 22, 30, tzinfo=UTC)  # half past midnight on the first of May there
    contact = log_contact(case=case, details=details(occurred_at=late), by=colleague, request_key=None)
    assert contact.time_entry.worked_on == date(2026, 5, 1)


def test_the_same_form_twice_is_one_contact(case: Case, colleague: User) -> None:
    key = uuid.uuid4()
    first = log_contact(case=case, details=details(), by=colleague, request_key=key)
    again = log_contact(case=case, details=details(), by=colleague, request_key=key)
    assert first == again
    assert (Contact.objects.count(), TimeEntry.objects.count()) == (1, 1)


def test_a_closed_case_has_no_new_contacts(case: Case, colleague: User) -> None:
    close_case(case=case, reason="moved", note="", results={}, by=colleague, at=NOW)  # type: ignore[arg-type]
    with pytest.raises(CaseIsClosed):
        log_contact(case=case, details=details(), by=colleague, request_key=None)
    assert not TimeEntry.objects.exists()


def test_a_correction_changes_the_hours_with_it_and_keeps_the_old_text(case: Case, colleague: User) -> None:
    contact = log_contact(case=case, details=details(), by=colleague, request_key=None)
    correct_contact(contact=contact, details=details(minutes=60, text="Toch niet."), seen=None, by=colleague, at=NOW)
    contact.refresh_from_db()
    assert (contact.text, contact.time_entry.minutes, contact.corrected_at) == ("Toch niet.", 60, NOW)
    kept = contact.events.order_by("pgh_id").values_list("text", flat=True)  # type: ignore[attr-defined]  # pghistory
    assert next(iter(kept)) == "Samen de post geopend."


def test_nobody_corrects_the_words_of_somebody_else(case: Case, colleague: User, teammate: User) -> None:
    contact = log_contact(case=case, details=details(), by=colleague, request_key=None)
    with pytest.raises(NotYourContact):
        correct_contact(contact=contact, details=details(), seen=None, by=teammate, at=NOW)


def test_two_corrections_of_one_text_do_not_wipe_out_each_other(case: Case, colleague: User) -> None:
    contact = log_contact(case=case, details=details(), by=colleague, request_key=None)
    correct_contact(contact=contact, details=details(text="De eerste."), seen=None, by=colleague, at=NOW)
    with pytest.raises(ContactHasChanged) as refused:
        correct_contact(contact=contact, details=details(text="De tweede."), seen=None, by=colleague, at=NOW)
    assert refused.value.contact.text == "De eerste."


# -- pages -----------------------------------------------------------------------------------------


def test_logging_without_javascript_goes_back_to_the_case(signed_in: Client, case: Case) -> None:
    answer = signed_in.post(url("contact-log", case), filled_in(minutes="1:15"))
    assert (answer.status_code, answer["Location"]) == (302, url("detail", case))
    assert Contact.objects.get().time_entry.minutes == 75
    assert "Samen de post geopend." in signed_in.get(url("detail", case)).text


def test_logging_with_htmx_puts_the_line_in_the_timeline_and_empties_the_form(signed_in: Client, case: Case) -> None:
    answer = signed_in.post(url("contact-log", case) + "?deel=compose", filled_in(), headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert '<ol hx-swap-oob="afterbegin:#timeline">' in answer.text
    assert 'id="saved"' in answer.text
    form, line = answer.text.split('<ol hx-swap-oob="afterbegin:#timeline">')
    assert "Samen de post geopend." in line
    assert "Samen de post geopend." not in form


def test_a_wrong_form_keeps_the_text(signed_in: Client, case: Case) -> None:
    for headers in ({}, HTMX):
        wrong = filled_in(minutes="", day="2026-05-05")
        answer = signed_in.post(url("contact-log", case) + "?deel=compose", wrong, headers=headers)
        assert answer.status_code == 422
        assert "Samen de post geopend." in answer.text
    assert not Contact.objects.exists()


def test_a_restricted_contact_leaves_no_trace_for_others(
    client: Client, case: Case, colleague: User, teammate: User
) -> None:
    ContactFactory.create(case=case, author=teammate, visibility=Visibility.RESTRICTED, text="Alleen voor de regisseur")
    ContactFactory.create(case=case, author=colleague, visibility=Visibility.RESTRICTED, text="Van de regisseur zelf")
    client.force_login(colleague)
    page = client.get(url("detail", case)).text
    assert "Alleen voor de regisseur" in page
    client.force_login(teammate)
    page = client.get(url("detail", case)).text
    assert "Alleen voor de regisseur" in page  # the author
    assert "Van de regisseur zelf" not in page
    hidden = Contact.objects.get(author=colleague)
    assert client.get(url("contact-correct", case, hidden.public_id)).status_code == 404


def test_older_contacts_come_in_pages_that_miss_none_and_repeat_none(signed_in: Client, case: Case) -> None:
    for number in range(45):
        ContactFactory.create(case=case, text=f"Contact {number:02d}.", occurred_at=NOW - timedelta(days=number))
    seen: list[str] = []
    address, fragment = url("detail", case), ""
    pages = 0
    while True:
        answer = signed_in.get(address + fragment, headers=HTMX if fragment else {})
        timeline = answer.context["timeline"] if fragment else answer.context["page"].timeline
        seen += [item.text or item.key for item in timeline.items]
        pages += 1
        if timeline.older is None:
            break
        fragment = f"?vanaf={timeline.older}&na={timeline.month}&deel=older"
    assert pages == 3
    assert [text for text in seen if text.startswith("Contact")] == [f"Contact {number:02d}." for number in range(45)]
    assert len(seen) == len(set(seen)) == 47  # with who became the coordinator, and the opening


def test_a_month_is_named_once(signed_in: Client, case: Case) -> None:
    for number in range(25):
        ContactFactory.create(case=case, occurred_at=NOW - timedelta(hours=number))
    first = signed_in.get(url("detail", case)).context["page"].timeline
    more = signed_in.get(url("detail", case) + f"?vanaf={first.older}&na={first.month}").context["timeline"]
    assert [item.period for item in [*first.items, *more.items] if item.period] == ["mei 2026", "maart 2026"]


def test_a_correction_that_meets_another_shows_both(signed_in: Client, case: Case, colleague: User) -> None:
    contact = ContactFactory.create(case=case, author=colleague, text="Zoals het was.")
    address = url("contact-correct", case, contact.public_id)
    correct_contact(contact=contact, details=details(text="In een ander tabblad."), seen=None, by=colleague, at=NOW)
    answer = signed_in.post(address, filled_in(text="In dit tabblad.", seen=""))
    assert answer.status_code == 409
    assert "In een ander tabblad." in answer.text
    assert "In dit tabblad." in answer.text
    again = signed_in.post(address, filled_in(text="Samen.", seen=NOW.isoformat()))
    assert again.status_code == 302
    contact.refresh_from_db()
    assert contact.text == "Samen."


@pytest.mark.parametrize("contacts", [1, 30])
def test_the_page_of_a_case_takes_eight_statements(signed_in: Client, case: Case, contacts: int) -> None:
    for number in range(contacts):
        ContactFactory.create(case=case, occurred_at=NOW - timedelta(days=number))
    signed_in.get(url("detail", case))  # the words of the municipality are kept from here on
    seen = statements(lambda: signed_in.get(url("detail", case)))
    assert len(seen) == 8, "\n".join(seen)
