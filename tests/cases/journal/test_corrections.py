"""What a contact said before it was corrected, for those who may; and ticking off what was to be come back to."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import Visibility
from cases.models import Case, Contact
from cases.selectors.corrections import differences
from cases.services.log_contact import correct_contact, log_contact
from tests.cases.conftest import NOW
from tests.cases.test_journal import details
from tests.factories import ContactFactory
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def url(name: str, contact: Contact) -> str:
    return reverse(f"cases:{name}", args=[contact.case.public_id, contact.public_id])


def correct(contact: Contact, by: User, **changes: Any) -> None:
    correct_contact(contact=contact, details=details(**changes), seen=contact.corrected_at, by=by, at=NOW)
    contact.refresh_from_db()


@pytest.fixture
def corrected(case: Case, teammate: User) -> Contact:
    contact = log_contact(case=case, details=details(text="Hij drinkt veel."), by=teammate, request_key=None)
    correct(contact, teammate, text="Hij drinkt soms.")
    return contact


def test_the_author_the_coordinator_and_the_team_coordinator_read_what_stood_there(
    client: Client, corrected: Contact, teammate: User, colleague: User, coordinator: User
) -> None:
    for user in (teammate, colleague, coordinator):
        client.force_login(user)
        assert (
            url("contact-earlier", corrected)
            in client.get(reverse("cases:detail", args=[corrected.case.public_id])).text
        )
        page = client.get(url("contact-earlier", corrected))
        assert "<del>veel.</del>" in page.text
        assert "<ins>soms.</ins>" in page.text


def test_others_of_the_team_do_not(client: Client, corrected: Contact, granted: User) -> None:
    client.force_login(granted)
    assert client.get(url("contact-earlier", corrected)).status_code == 403
    page = client.get(reverse("cases:detail", args=[corrected.case.public_id])).text
    assert "Hij drinkt soms." in page
    assert url("contact-earlier", corrected) not in page


def test_a_text_that_was_restricted_stays_so_when_the_contact_is_opened_up(
    client: Client, case: Case, teammate: User, colleague: User, coordinator: User
) -> None:
    first = details(text="Geheim.", visibility=Visibility.RESTRICTED)
    contact = log_contact(case=case, details=first, by=teammate, request_key=None)
    correct(contact, teammate, text="Voor iedereen.")
    seen = {}
    for user in (teammate, colleague, coordinator):
        client.force_login(user)
        seen[user] = "Geheim." in client.get(url("contact-earlier", contact)).text
    assert seen == {teammate: True, colleague: True, coordinator: False}


def test_a_restricted_contact_has_no_earlier_text_for_others(
    client: Client, case: Case, teammate: User, coordinator: User
) -> None:
    contact = ContactFactory.create(case=case, author=teammate, visibility=Visibility.RESTRICTED)
    client.force_login(coordinator)
    assert client.get(url("contact-earlier", contact)).status_code == 404


@pytest.mark.parametrize(
    ("before", "after"),
    [("a b c", "a x c"), ("", "nieuw"), ("oud", ""), ("a\n\nb", "a\nb"), ("  a", "a  "), ("zelfde", "zelfde")],
)
def test_the_pieces_make_both_texts_again(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.words for piece in pieces if piece.change != "added") == before
    assert "".join(piece.words for piece in pieces if piece.change != "removed") == after


def test_ticking_off_and_on_again(client: Client, case: Case, colleague: User, teammate: User) -> None:
    day = date(2026, 5, 11)
    contact = log_contact(case=case, details=details(follow_up_on=day), by=colleague, request_key=None)
    client.force_login(teammate)
    page = reverse("cases:detail", args=[case.public_id])
    assert url("contact-follow-up", contact) in client.get(page).text
    client.post(url("contact-follow-up", contact))
    contact.refresh_from_db()
    assert (contact.followed_up_at, contact.followed_up_by) == (NOW, teammate)
    client.post(url("contact-follow-up", contact), {"undo": "1"})
    contact.refresh_from_db()
    assert contact.followed_up_at is None


def test_another_day_has_to_be_done_again(case: Case, colleague: User) -> None:
    day = date(2026, 5, 11)
    contact = log_contact(case=case, details=details(follow_up_on=day), by=colleague, request_key=None)
    Contact.objects.filter(pk=contact.pk).update(followed_up_at=NOW, followed_up_by=colleague)
    contact.refresh_from_db()
    correct(contact, colleague, follow_up_on=day)
    assert contact.followed_up_at == NOW
    correct(contact, colleague, follow_up_on=day + timedelta(days=7))
    assert contact.followed_up_at is None


def test_a_contact_without_such_a_day_is_left_alone(client: Client, case: Case, colleague: User) -> None:
    contact = ContactFactory.create(case=case)
    client.force_login(colleague)
    client.post(url("contact-follow-up", contact))
    contact.refresh_from_db()
    assert contact.followed_up_at is None
