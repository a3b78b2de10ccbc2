"""Around the table: who hears what, what becomes of it, whose hours it is, and an invitation that says nothing."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.models import Action, Case, CaseConference, CaseRights, ConferenceHours, ConferenceItem, SharedItem
from cases.selectors.conferences import names_for, participants_of
from cases.services.hold_conference import (
    ConferencePlan,
    NoGroundToShare,
    change_conference,
    close_conference,
    write_item,
)
from cases.services.record_sharing import withdraw_sharing
from cases.services.send_invitations import send_invitations
from tests.cases.conftest import NOW, TODAY
from tests.factories import (
    CaseConferenceFactory,
    ConferenceItemFactory,
    ConferenceParticipantFactory,
    GoalFactory,
    PersonFactory,
    PlanFactory,
    SharingRecordFactory,
    UserFactory,
)
from tests.guards.past_the_code import change
from wijkteam.accounts.models import User
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def conference(team: Team, colleague: User) -> CaseConference:
    """Next week; `colleague` leads it and comes."""
    made = CaseConferenceFactory.create(team=team, chair=colleague)
    ConferenceParticipantFactory.create(conference=made, worker=colleague)
    return made


def lines_of(file: bytes) -> list[str]:
    """Strict: CRLF everywhere, no line over 75 octets; folded lines put together again."""
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    raw = file.split(b"\r\n")[:-1]
    assert all(0 < len(one) <= 75 for one in raw)
    unfolded: list[bytes] = []
    for one in raw:
        if one.startswith(b" "):
            unfolded[-1] += one[1:]
        else:
            unfolded.append(one)
    lines = [one.decode() for one in unfolded]
    open_parts: list[str] = []
    for line in lines:
        assert re.match(r"[A-Z-]+[;:]", line), line
        if line.startswith("BEGIN:"):
            open_parts.append(line[6:])
        elif line.startswith("END:"):
            assert open_parts.pop() == line[4:]
    assert not open_parts
    return lines


def test_a_conference_is_planned_once_and_repeated(signed_in: Client, colleague: User, teammate: User) -> None:
    data = {
        "day": "2026-05-12",
        "time": "9:30",
        "minutes": "60",
        "place": "Buurthuis",
        "chair": str(colleague.public_id),
        "workers": [str(colleague.public_id), str(teammate.public_id)],
        "request_key": str(uuid.uuid4()),
    }
    page = reverse("cases:conference-add")
    assert signed_in.post(page, data).status_code == 302
    signed_in.post(page, data)
    made = CaseConference.objects.get()
    assert (made.starts_at.isoformat(), made.participants.count()) == ("2026-05-12T07:30:00+00:00", 2)
    again = signed_in.get(page, {"na": str(made.public_id)}).content.decode()
    assert 'value="2026-05-26"' in again
    assert "Buurthuis" in again


def test_an_invitation_waits_until_the_mail_server_is_back(
    conference: CaseConference, colleague: User, settings: Settings
) -> None:
    User.objects.filter(pk=colleague.pk).update(email="collega@voorbeeld.nl")
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""  # as in an installation that has none
    assert send_invitations(at=NOW) == 0
    settings.EMAIL_BACKEND = usual
    assert send_invitations(at=NOW) == 1


def test_the_invitation_tells_nothing_of_a_household_and_rises_with_each_change(
    conference: CaseConference, case: Case, colleague: User, signed_in: Client
) -> None:
    User.objects.filter(pk=colleague.pk).update(email="collega@voorbeeld.nl")
    item = ConferenceItemFactory.create(conference=conference, case=case, question="Kan Noor naar de opvang?")
    assert send_invitations(at=NOW) == 1
    assert send_invitations(at=NOW) == 0
    page = reverse("cases:conference-edit", args=[conference.public_id])
    data = {
        "day": "2026-05-13",
        "time": "9:30",
        "minutes": "60",
        "place": "Buurthuis; zaal 2, boven",
        "chair": str(colleague.public_id),
        "workers": [str(colleague.public_id)],
        "request_key": str(uuid.uuid4()),
    }
    assert signed_in.post(page, data).status_code == 302
    assert send_invitations(at=NOW) == 1
    off = reverse("cases:conference-cancel", args=[conference.public_id])
    assert signed_in.post(off, {"reason": "Ziek"}).status_code == 302
    assert send_invitations(at=NOW) == 1
    files: list[Any] = [message.attachments[0] for message in mail.outbox]
    found = [lines_of(file.content.encode()) for file in files]
    assert [line for lines in found for line in lines if line.startswith("METHOD")] == [
        "METHOD:REQUEST",
        "METHOD:REQUEST",
        "METHOD:CANCEL",
    ]
    assert [line for lines in found for line in lines if line.startswith("SEQUENCE")] == [
        "SEQUENCE:0",
        "SEQUENCE:1",
        "SEQUENCE:2",
    ]
    assert len({line for lines in found for line in lines if line.startswith("UID:")}) == 1
    assert "DTSTART;TZID=Europe/Amsterdam:20260512T093000" in found[0]
    assert "DTEND;TZID=Europe/Amsterdam:20260512T103000" in found[0]
    assert "DTSTAMP:20260504T090000Z" in found[0]
    assert r"LOCATION:Buurthuis\; zaal 2\, boven" in found[1]
    assert "STATUS:CANCELLED" in found[2]
    for message, lines in zip(mail.outbox, found, strict=True):
        told = "\n".join([str(message.subject), str(message.body), *lines])
        assert "Casusoverleg" in told
        for secret in (case.household.name, item.question, case.number, "Noor"):
            assert secret not in told
    file = signed_in.get(reverse("cases:conference-calendar", args=[conference.public_id]))
    assert lines_of(file.content)[0] == "BEGIN:VCALENDAR"


def test_a_partner_hears_only_what_there_is_a_ground_for(
    conference: CaseConference, case: Case, colleague: User
) -> None:
    item = ConferenceItemFactory.create(conference=conference, case=case)
    guest = ConferenceParticipantFactory.create(conference=conference, outsider=True)
    write: dict[str, Any] = {"item": item, "notes": "", "minutes": 20, "outsiders": [guest], "by": colleague, "at": NOW}
    with pytest.raises(NoGroundToShare):
        write_item(**write)
    assert guest.professional is not None
    record = SharingRecordFactory.create(case=case, organisation=guest.professional.organisation)
    write_item(**write)
    assert item.outsiders.get().sharing == record
    close_conference(conference=conference, present=[guest], by=colleague, at=conference.starts_at + timedelta(hours=1))
    shared = SharedItem.objects.get()
    assert (shared.record, shared.channel, shared.what) == (record, "conference", item.question)


def test_the_page_hides_what_one_may_not_see(
    conference: CaseConference, case: Case, signed_in: Client, client: Client, outsider: User
) -> None:
    ConferenceItemFactory.create(conference=conference, case=case, question="Hoe verder met de huur?")
    page = reverse("cases:conference", args=[conference.public_id])
    assert "Hoe verder met de huur?" in signed_in.get(page).content.decode()
    client.force_login(outsider)
    assert client.get(page).status_code == 404


def test_an_anonymous_question_names_nobody(signed_in: Client, conference: CaseConference, case: Case) -> None:
    person = case.household.members.get().person
    page = reverse("cases:conference-item-add", args=[conference.public_id])
    data = {"question": f"Wat doen we met {person.family_name}?", "minutes": "10", "request_key": str(uuid.uuid4())}
    refused = signed_in.post(page, data)
    assert refused.status_code == 422
    assert f"Hier staat een naam in: {person.family_name}" in refused.content.decode()
    assert signed_in.post(page, data | {"question": "Wat kan bij huurschuld?"}).status_code == 302
    assert ConferenceItem.objects.get().case is None


def test_a_decision_becomes_an_action_in_the_plan(signed_in: Client, conference: CaseConference, case: Case) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case))
    item = ConferenceItemFactory.create(conference=conference, case=case)
    page = reverse("cases:conference-decide", args=[conference.public_id, item.public_id])
    data = {"text": "De school bellen", "goal": str(goal.public_id), "owner": "team", "request_key": str(uuid.uuid4())}
    assert signed_in.post(page, data).status_code == 302
    signed_in.post(page, data)
    action = Action.objects.get()
    assert (action.goal, item.decisions.get().action) == (goal, action)


def test_closing_writes_the_hours_of_every_worker_who_was_there(
    conference: CaseConference, case: Case, colleague: User, teammate: User
) -> None:
    ConferenceItemFactory.create(conference=conference, case=case, minutes=25)
    ConferenceItemFactory.create(conference=conference, anonymous=True, minutes=10)
    here = conference.participants.get()
    away = ConferenceParticipantFactory.create(conference=conference, worker=teammate)
    at = conference.starts_at + timedelta(hours=1)
    close_conference(conference=conference, present=[here], by=colleague, at=at)
    hours = ConferenceHours.objects.order_by("pk").values_list("worker", "time_entry__kind", "time_entry__minutes")
    assert list(hours) == [(colleague.pk, "individual", 25), (colleague.pk, "team", 35)]
    assert not TimeEntry.objects.filter(user=teammate).exists()
    away.refresh_from_db()
    assert away.was_present is False


def test_a_ground_that_is_withdrawn_on_the_day_does_not_keep_a_conference_open(
    signed_in: Client, conference: CaseConference, case: Case, colleague: User
) -> None:
    """Closing says who is left out of what, writes nothing as shared, and goes on in one step."""
    guest = ConferenceParticipantFactory.create(conference=conference, outsider=True)
    named = guest.professional
    assert named is not None
    record = SharingRecordFactory.create(case=case, organisation=named.organisation, professional=named)
    item = ConferenceItemFactory.create(conference=conference, case=case)
    write_item(item=item, notes="", minutes=20, outsiders=[guest], by=colleague, at=NOW)
    withdraw_sharing(records=[record], on=conference.day, reason="Noor wil het niet meer.", by=colleague)
    url = reverse("cases:conference-close", args=[conference.public_id])
    with time_machine.travel(conference.starts_at + timedelta(hours=1), tick=False):
        signed_in.force_login(colleague)
        left_out = f"{named.name} bij punt 1"
        assert left_out in signed_in.get(url).text
        present = [str(one.public_id) for one in conference.participants.all()]
        answer = signed_in.post(url, {"present": present}, follow=True)
    assert left_out in answer.text
    conference.refresh_from_db()
    assert conference.held_at is not None
    assert not SharedItem.objects.exists()
    assert not item.outsiders.exists()
    assert ConferenceHours.objects.filter(worker=colleague).exists()


def test_who_is_no_longer_invited_hears_so_once(
    conference: CaseConference, colleague: User, teammate: User, signed_in: Client
) -> None:
    User.objects.filter(pk=teammate.pk).update(email="ander@voorbeeld.nl")
    ConferenceParticipantFactory.create(conference=conference, worker=teammate)
    guest = ConferenceParticipantFactory.create(conference=conference, outsider=True)
    quiet = ConferenceParticipantFactory.create(conference=conference, outsider=True)
    for one, address in ((guest, "partner@voorbeeld.nl"), (quiet, "")):
        assert one.professional is not None
        change(one.professional, email=address)
    User.objects.filter(pk=colleague.pk).update(email="")
    assert send_invitations(at=NOW) == 2
    data = {
        "day": "2026-05-12",
        "time": "9:30",
        "minutes": "60",
        "place": conference.place,
        "chair": str(colleague.public_id),
        "workers": [str(colleague.public_id)],
        "request_key": str(uuid.uuid4()),
    }
    assert signed_in.post(reverse("cases:conference-edit", args=[conference.public_id]), data).status_code == 302
    for one in (guest, quiet):
        drop = reverse("cases:conference-drop", args=[conference.public_id, one.public_id])
        assert signed_in.get(drop).status_code == 200
        assert signed_in.post(drop).status_code == 302
    page = signed_in.get(reverse("cases:conference", args=[conference.public_id])).content.decode()
    assert guest.professional is not None
    assert guest.professional.name not in page
    mail.outbox.clear()
    assert send_invitations(at=NOW) == 2
    assert send_invitations(at=NOW) == 0
    assert {message.to[0] for message in mail.outbox} == {"ander@voorbeeld.nl", "partner@voorbeeld.nl"}
    for message in mail.outbox:
        attached: Any = message.attachments[0]
        lines = lines_of(attached.content.encode())
        assert "METHOD:CANCEL" in lines
        assert "STATUS:CANCELLED" in lines
        assert str(message.subject).startswith("Niet meer uitgenodigd")
    assert [one.worker for one in conference.participants.all()] == [colleague]


def test_who_is_invited_again_before_the_mail_went_stays(
    conference: CaseConference, colleague: User, teammate: User
) -> None:
    User.objects.filter(pk=teammate.pk).update(email="ander@voorbeeld.nl")
    who = ConferenceParticipantFactory.create(conference=conference, worker=teammate)
    send_invitations(at=NOW)
    mail.outbox.clear()
    for workers in ([colleague], [colleague, teammate]):
        plan = ConferencePlan(
            starts_at=conference.starts_at, minutes=60, place=conference.place, chair=colleague, workers=workers
        )
        change_conference(conference=conference, plan=plan, by=colleague, at=NOW)
    assert send_invitations(at=NOW) == 0
    who.refresh_from_db()
    assert who.dropped_at is None


def test_a_resident_is_invited_to_one_item_and_hears_of_no_other_household(
    signed_in: Client, conference: CaseConference, case: Case
) -> None:
    person = case.household.members.get().person
    change(person, email="noor@voorbeeld.nl")
    stranger = PersonFactory.create()
    item = ConferenceItemFactory.create(conference=conference, case=case)
    ConferenceItemFactory.create(conference=conference, anonymous=True)
    page = reverse("cases:conference-item", args=[conference.public_id, item.public_id])
    assert person.full_name in signed_in.get(page).content.decode()
    data: dict[str, Any] = {"notes": "", "minutes": "20", "residents": [str(stranger.public_id)]}
    assert signed_in.post(page, data).status_code == 422
    data["residents"] = [str(person.public_id)]
    assert signed_in.post(page, data).status_code == 302
    assert signed_in.post(page, data).status_code == 302
    guest = conference.participants.get(person=person)
    assert guest.items.get().item == item
    send_invitations(at=NOW)
    assert [message.to for message in mail.outbox if "noor@voorbeeld.nl" in message.to] == [["noor@voorbeeld.nl"]]
    assert signed_in.post(page, data | {"residents": []}).status_code == 302
    mail.outbox.clear()
    send_invitations(at=NOW)
    assert str(mail.outbox[0].subject).startswith("Niet meer uitgenodigd")
    assert not conference.participants.filter(person=person).exists()


def test_the_name_of_a_resident_is_not_for_who_may_not_see_the_case(
    conference: CaseConference, case: Case, colleague: User
) -> None:
    person = case.household.members.get().person
    item = ConferenceItemFactory.create(conference=conference, case=case)
    write_item(item=item, notes="", minutes=10, outsiders=[], residents=[person], by=colleague, at=NOW)
    invited = participants_of(conference)
    seen = names_for(invited, rights=CaseRights.of(colleague, on=TODAY))
    other = names_for(invited, rights=CaseRights.of(UserFactory.create(), on=TODAY))
    guest = conference.participants.get(person=person)
    assert seen[guest.pk] == person.full_name
    assert other[guest.pk] == "Een bewoner"


def test_where_it_was_discussed_stands_in_the_file(
    signed_in: Client, conference: CaseConference, case: Case, colleague: User
) -> None:
    item = ConferenceItemFactory.create(conference=conference, case=case, question="Hoe verder met de huur?")
    item.decisions.create(text="De corporatie bellen", decided_by=colleague, decided_at=NOW)
    text = signed_in.get(reverse("cases:partners", args=[case.public_id])).content.decode()
    assert "Hoe verder met de huur?" in text
    assert "De corporatie bellen" in text
    assert reverse("cases:conference", args=[conference.public_id]) in text
