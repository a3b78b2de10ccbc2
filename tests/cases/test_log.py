"""Logging a contact from anywhere: what is proposed, what is saved, and that nobody writes where they may not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Contact
from tests.cases.conftest import NOW, statements
from tests.factories import BreakGlassFactory, CaseFactory, ContactFactory, TimeEntryFactory, UserFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act
from wijkteam.audit.models import ReadLog
from wijkteam.core import navigation
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LOG = reverse("cases:log")


def worked_on(case: Case, user: User, *, days_ago: int) -> None:
    when = NOW - timedelta(days=days_ago)
    hours = TimeEntryFactory.create(team=case.team, user=user, worked_on=when.date(), kind="individual")
    ContactFactory.create(case=case, author=user, time_entry=hours, occurred_at=when)


def offered(client: Client, **headers: str) -> list[str]:
    return [value for value, _label in client.get(LOG, headers=headers).context["form"].fields["case"].choices]


def answers(client: Client, **changes: str) -> dict[str, str]:
    """What a worker sends who fills in two fields and leaves the rest as it was proposed."""
    form = client.get(LOG).context["form"]
    proposed = {
        name: str(form[name].value()) for name in ("case", "kind", "visibility", "request_key") if form[name].value()
    }
    return {**proposed, "day": "2026-05-04", "time": "11:00", "text": "Even gebeld.", "minutes": "15", **changes}


def test_two_fields_are_enough_and_the_last_household_is_proposed(
    signed_in: Client, team: Team, colleague: User, case: Case
) -> None:
    last = CaseFactory.create(team=team)
    worked_on(case, colleague, days_ago=9)
    worked_on(last, colleague, days_ago=2)
    assert offered(signed_in)[:2] == [str(last.public_id), str(case.public_id)]
    form = signed_in.get(LOG).context["form"]
    empty = [
        name
        for name, field in form.fields.items()
        if field.required and not form[name].value() and not field.widget.is_hidden
    ]
    assert empty == ["text", "minutes"]
    answer = signed_in.post(LOG, answers(signed_in))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("cases:detail", args=[last.public_id])
    contact = Contact.objects.latest("pk")
    assert (contact.case, contact.text, contact.time_entry.minutes) == (last, "Even gebeld.", 15)


def test_the_household_of_the_page_that_one_came_from_stands_first(
    signed_in: Client, team: Team, colleague: User, case: Case, other_team: Team
) -> None:
    worked_on(case, colleague, days_ago=1)
    here, elsewhere = CaseFactory.create(team=team), CaseFactory.create(team=other_team)
    page = f"http://testserver/casussen/{here.public_id}/dagboek/"
    assert offered(signed_in, Referer=page)[0] == str(here.public_id)
    assert str(elsewhere.public_id) not in offered(
        signed_in, Referer=page.replace(str(here.public_id), str(elsewhere.public_id))
    )
    assert offered(signed_in, Referer="http://testserver/casussen/niets-------------------------------/")


def test_what_is_proposed_is_in_the_read_log(signed_in: Client, colleague: User, case: Case) -> None:
    signed_in.get(LOG)
    line = ReadLog.objects.get(act=Act.LIST)
    assert (line.user_id, line.subject_id, line.household_id) == (colleague.pk, case.pk, case.household_id)


def test_nobody_writes_where_they_may_not(
    signed_in: Client, other_team: Team, team: Team, case: Case, client: Client
) -> None:
    theirs, closed = CaseFactory.create(team=other_team), CaseFactory.create(team=team, closed=True)
    for one in (theirs, closed):
        assert signed_in.post(LOG, answers(signed_in, case=str(one.public_id))).status_code == 422
    assert not Contact.objects.exists()
    outsider = UserFactory.create(role="team-member")
    BreakGlassFactory.create(case=case, user=outsider)
    page = sign_in(Client(), outsider).get(LOG)
    assert not page.context["has_cases"]
    assert "Nog geen gezin" in page.text


def test_sent_twice_it_is_saved_once(signed_in: Client, case: Case) -> None:
    sent = answers(signed_in)
    for _ in range(2):
        assert signed_in.post(LOG, sent).status_code == 302
    assert Contact.objects.count() == TimeEntry.objects.count() == 1


def test_what_is_missing_is_asked_for_and_nothing_is_lost(signed_in: Client, case: Case) -> None:
    answer = signed_in.post(LOG, answers(signed_in, minutes=""))
    assert answer.status_code == 422
    assert "Even gebeld." in answer.text
    assert not Contact.objects.exists()


def test_four_statements_however_many_cases(signed_in: Client, team: Team, colleague: User, case: Case) -> None:
    signed_in.get(LOG)  # the session is there from here on
    before = len(statements(lambda: signed_in.get(LOG)))
    for one in CaseFactory.create_batch(8, team=team, coordinator=colleague):
        worked_on(one, colleague, days_ago=3)
    seen = statements(lambda: signed_in.get(LOG))
    assert len(seen) == before == 4, "\n".join(seen)  # user, rights, proposals, read log
    assert len(offered(signed_in)) == 6


def test_it_is_one_key_and_one_tap_away_on_every_page(signed_in: Client, case: Case) -> None:
    action = navigation.action(role="team-member")
    assert action is not None
    assert (action.url_name, action.key) == ("cases:log", "n")
    page = signed_in.get(reverse("cases:my-work")).text
    assert f'href="{LOG}" data-key="n" aria-keyshortcuts="n"' in page
    assert f'tabbar__link--action" href="{LOG}"' in page
    User.objects.filter(username__gt="").update(shortcuts=False)
    assert 'data-key="' not in signed_in.get(reverse("cases:my-work")).text
