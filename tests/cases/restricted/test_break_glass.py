"""G23: emergency access is for an hour, one household, with a reason, announced, marked and judged by another."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from cases.models import BreakGlass, Case
from cases.schedules import announce_emergencies
from tests.cases.conftest import NOW
from tests.factories import BreakGlassFactory, CaseRestrictionFactory, ContactFactory, sign_in
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog

pytestmark = pytest.mark.django_db
REASON = "De politie staat nu bij het gezin aan de deur."


def ask(client: Client, number: str, **answers: str) -> str:
    """The address one is sent to, or the status."""
    data = {"number": number, "kind": "danger", "reason": REASON, **answers}
    response = client.post(reverse("cases:emergency-ask"), data)
    return response.headers.get("Location", str(response.status_code))


@pytest.mark.parametrize("who", ["outsider", "teammate"])
def test_g23_an_hour_to_read_one_household(
    who: str, case: Case, request: pytest.FixtureRequest, measured: Measured
) -> None:
    user: User = request.getfixturevalue(who)
    CaseRestrictionFactory.create(case=case)
    ContactFactory.create(case=case, text="Wat er gisteren is besproken.")
    client = Client()
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, user)
        detail = reverse("cases:detail", args=[case.public_id])
        assert client.get(detail).status_code == 404
        place = ask(client, case.number)
        assert client.get(f"{place}gezin/", follow=True).status_code == 200
        page = client.get(detail)
        assert "Wat er gisteren is besproken." in page.content.decode()
        assert "Noodtoegang loopt tot 12.00" in page.content.decode()
        assert "Noodtoegang loopt tot 12.00" in client.get(reverse("cases:list")).content.decode()
        # Reading, not writing.
        assert client.post(reverse("cases:contact-log", args=[case.public_id])).status_code == 403
        assert client.get(reverse("cases:close", args=[case.public_id])).status_code == 403
        assert client.get(reverse("cases:restriction", args=[case.public_id])).status_code == 403
        clock.shift(timedelta(minutes=60))
        sign_in(client, user)
        assert client.get(detail).status_code == 404
        assert "Noodtoegang loopt" not in client.get(reverse("cases:list")).content.decode()
    measured("G23", "shut after 60 minutes", part="reason")


def test_g23_every_reading_is_marked(case: Case, outsider: User, colleague: User) -> None:
    client = sign_in(Client(), outsider)
    ask(client, case.number)
    client.get(reverse("cases:detail", args=[case.public_id]))
    client.get(reverse("cases:household", args=[case.public_id]))
    client.get(reverse("cases:list"), {"toon": "open"})
    sign_in(Client(), colleague).get(reverse("cases:detail", args=[case.public_id]))
    lines = ReadLog.objects.filter(household_id=case.household_id)
    assert lines.filter(user_id=outsider.pk).count() >= 2
    assert not lines.filter(user_id=outsider.pk, is_emergency=False).exists()
    assert not lines.filter(user_id=colleague.pk, is_emergency=True).exists()


def test_g23_the_answer_is_the_same_for_a_number_that_no_case_has(case: Case, outsider: User) -> None:
    pages = set()
    with time_machine.travel(NOW, tick=False):
        for number in (case.number, "2026-98765", "geen nummer"):
            client = sign_in(Client(), outsider)
            place = ask(client, number)
            one = BreakGlass.objects.get(number=number)
            answer = client.get(place)
            body = answer.content.decode()
            assert number in body
            for own in (number, str(one.public_id)):
                body = body.replace(own, "-")
            pages.add(
                (answer.status_code, re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="\w+"', "-", body))
            )
            client.post(reverse("cases:emergency-end", args=[one.public_id]))
    assert len(pages) == 1
    assert BreakGlass.objects.filter(reviewed_at=None).count() == 3
    assert BreakGlass.objects.filter(case=None).count() == 2


def test_g23_a_reason_of_twenty_characters_and_a_category(case: Case, outsider: User, measured: Measured) -> None:
    client = sign_in(Client(), outsider)
    assert ask(client, case.number, reason="Er is haast bij.") == "422"
    assert ask(client, case.number, reason=" " * 30) == "422"
    assert ask(client, case.number, kind="") == "422"
    assert not BreakGlass.objects.exists()
    measured("G23", "shorter or without a category: 422", part="reason")


def test_g23_one_household_at_a_time(case: Case, outsider: User, measured: Measured) -> None:
    client = sign_in(Client(), outsider)
    ask(client, case.number)
    assert ask(client, "2026-98765") == "409"
    client.post(reverse("cases:emergency-end", args=[BreakGlass.objects.get().public_id]))
    assert client.get(reverse("cases:detail", args=[case.public_id])).status_code == 404
    assert ask(client, "2026-98765").startswith("/noodtoegang/")
    measured("G23", "a second household: 409", part="reason")


def test_who_may_see_it_needs_no_emergency(case: Case, teammate: User) -> None:
    assert ask(sign_in(Client(), teammate), case.number) == reverse("cases:detail", args=[case.public_id])
    assert not BreakGlass.objects.exists()


def test_g23_the_coordinator_and_the_privacy_officer_hear_of_it(
    case: Case,
    outsider: User,
    coordinator: User,
    privacy_officer: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    measured: Measured,
) -> None:
    User.objects.filter(pk=coordinator.pk).update(email="c@voorbeeld.nl")
    User.objects.filter(pk=privacy_officer.pk).update(email="p@voorbeeld.nl")
    client = sign_in(Client(), outsider)
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, case.number)
    assert sorted(message.to[0] for message in mail.outbox) == ["c@voorbeeld.nl", "p@voorbeeld.nl"]
    for message in mail.outbox:
        said = f"{message.subject} {message.body}"
        for secret in (case.number, case.household.name, outsider.name, REASON):
            assert secret not in said
    announce_emergencies()
    assert len(mail.outbox) == 2  # once
    # A place on the screen as well, for both; and for nobody else.
    place = reverse("cases:emergency", args=[BreakGlass.objects.get().public_id])
    for user in (coordinator, privacy_officer):
        assert outsider.name in sign_in(Client(), user).get(reverse("cases:emergencies")).content.decode()
        page = sign_in(Client(), user).get(place).content.decode()
        assert REASON in page
        assert case.household.name not in page
    measured("G23", "both mailed in the same request", part="notice")


def test_g23_a_notice_that_failed_goes_out_a_minute_later(case: Case, outsider: User, privacy_officer: User) -> None:
    User.objects.filter(pk=privacy_officer.pk).update(email="p@voorbeeld.nl")
    BreakGlassFactory.create(user=outsider, case=case)
    announce_emergencies()
    assert [message.to for message in mail.outbox] == [["p@voorbeeld.nl"]]
    assert BreakGlass.objects.get().announced_at is not None


def test_g23_somebody_else_judges_within_three_working_days(
    case: Case, outsider: User, privacy_officer: User, measured: Measured
) -> None:
    fresh = BreakGlassFactory.create(user=outsider, started_at=NOW - timedelta(hours=2))
    one = BreakGlassFactory.create(user=outsider, case=case, started_at=NOW - timedelta(days=10))
    assert (one.review_by - timezone.localdate(one.started_at)).days in {3, 5}
    with time_machine.travel(NOW, tick=False):
        client = sign_in(Client(), privacy_officer)
        page = client.get(reverse("cases:emergencies")).content.decode()
        assert "1 keer noodtoegang had al beoordeeld moeten zijn" in page
        first, second = page.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:2]
        assert one.number in first
        assert "te laat" in first
        assert fresh.number in second
        assert "te laat" not in second
        place = reverse("cases:emergency", args=[one.public_id])
        assert client.post(place, {"result": "justified", "note": ""}).status_code == 422
        assert client.post(place, {"result": "justified", "note": "Nagevraagd."}).status_code == 302
        assert client.post(place, {"result": "unjustified", "note": "Toch niet."}).status_code == 403
        assert "had al beoordeeld" not in client.get(reverse("cases:emergencies")).content.decode()
    one.refresh_from_db()
    assert (one.reviewed_by, one.result) == (privacy_officer, "justified")
    assert sign_in(Client(), outsider).post(place, {"result": "justified", "note": "x"}).status_code == 403
    measured("G23", "3 working days, then told as late", part="judged")
