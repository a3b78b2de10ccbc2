"""The information round: composed from what happened, never about a household, sent once to who wants it."""

import smtplib
import threading
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collectief.enums import RoundFailure, SignalFollowUp
from collectief.models import InformationRound, RoundDelivery, RoundItem, RoundRecipient
from collectief.notifications.deliver_round import MOST_TRIES, deliver_round, deliver_waiting
from collectief.notifications.round_letter import MARK, letter_of, stop_token
from collectief.selectors.round_proposals import proposals
from collectief.services.send_round import send_round, stop_recipient, try_again
from collectief.services.write_round import RoundIsSent, start_round, write_round
from tests.cases.test_at_once import at_once, kinds
from tests.factories import (
    CaseFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    InformationRoundFactory,
    InitiativeFactory,
    OrganisationFactory,
    PersonFactory,
    ProfessionalFactory,
    RingMembershipFactory,
    RoundDeliveryFactory,
    RoundItemFactory,
    RoundRecipientFactory,
    RoundRhythmFactory,
    SignalFactory,
    TeamMembershipFactory,
    UserFactory,
)
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
TODAY = date(2026, 5, 4)
SINCE = date(2026, 3, 23)


@pytest.fixture
def draft(team: Team) -> InformationRound:
    made = InformationRoundFactory.create(team=team)
    RoundItemFactory.create(round=made, position=0, heading="Eerst", text="Koffie.\n- dinsdag\n- donderdag")
    RoundItemFactory.create(round=made, position=1, heading="Daarna")
    RoundItemFactory.create(round=made, position=2, heading="Niet mee", is_chosen=False)
    return made


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def at(name: str, one: InformationRound) -> str:
    return reverse(f"collectief:{name}", args=[one.public_id])


def filled_in(one: InformationRound, **changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"subject": one.subject, "opening": one.opening, "closing": "", "version": str(one.version)}
    for item in one.items.all():
        data[f"heading-{item.public_id.hex}"] = item.heading
        data[f"text-{item.public_id.hex}"] = item.text
        if item.is_chosen:
            data[f"chosen-{item.public_id.hex}"] = "on"
    return {**data, **changes}


def headings(one: InformationRound) -> list[str]:
    return list(one.items.order_by("position", "pk").values_list("heading", flat=True))


# -- what is proposed --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_happened_is_proposed_in_words(team: Team) -> None:
    InitiativeFactory.create(team=team, name="Kookclub", starts_on=date(2026, 4, 7), rhythm="dinsdag 10 uur")
    InitiativeFactory.create(team=team, name="Fietsles", starts_on=date(2026, 5, 20))
    InitiativeFactory.create(team=team, name="Naaicafé", ends_on=date(2026, 4, 20))
    InitiativeFactory.create(team=team, name="Inloop")
    InitiativeFactory.create(team=team, name="Lotgenoten", starts_on=date(2026, 4, 7), is_public=False)
    InitiativeFactory.create(name="Van een ander team", starts_on=date(2026, 4, 7))
    RingMembershipFactory.create(team=team, organisation__name="De Moskee", starts_on=date(2026, 4, 1))
    found = proposals(team=team, since=SINCE, today=TODAY)
    assert [one.heading for one in found] == [
        "Begonnen: Kookclub",
        "Binnenkort: Fietsles",
        "Gestopt: Naaicafé",
        "U kunt meedoen",
        "Nieuw om het team: De Moskee",
        "Dank u wel",
        "Wat we u vragen",
    ]
    assert "dinsdag 10 uur" in found[0].text
    assert "19 april" in found[2].text
    assert [one.is_chosen for one in found] == [True, True, True, False, False, True, True]


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "shown"), [(1, False), (4, False), (5, True)])
def test_a_small_number_of_signals_is_not_told(team: Team, count: int, shown: bool) -> None:
    """And never a word of a signal, or that a resident was called."""
    for _ in range(count):
        SignalFactory.create(
            team=team,
            text="De gordijnen van nummer 12 blijven dicht.",
            followed_up=True,
            followed_up_at=NOW - timedelta(days=3),
            received_at=NOW - timedelta(days=4),
            follow_up=SignalFollowUp.CONTACT,
        )
    (told,) = [one for one in proposals(team=team, since=SINCE, today=TODAY) if one.source == "signals"]
    assert (str(count) in told.text) is shown
    assert "gordijnen" not in told.text
    assert "bewoner gesproken" not in told.text


@pytest.mark.django_db
def test_a_team_has_one_draft_and_begins_at_its_last_round(team: Team, colleague: User) -> None:
    InformationRoundFactory.create(team=team, sent=True, sent_at=NOW - timedelta(weeks=5))
    first = start_round(team=team, today=TODAY, by=colleague, at=NOW)
    assert first.since == TODAY - timedelta(weeks=5)
    assert start_round(team=team, today=TODAY, by=colleague, at=NOW) == first


# -- writing -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_writing_ticking_and_ordering_without_dragging(signed_in: Client, draft: InformationRound) -> None:
    first, second, third = draft.items.order_by("position")
    changed = filled_in(draft, doe=f"omlaag:{first.public_id}")
    del changed[f"chosen-{second.public_id.hex}"]
    changed[f"text-{first.public_id.hex}"] = "Met taart."
    answer = signed_in.post(at("round", draft), changed)
    assert answer["Location"].endswith(f"#deel-{first.public_id}")
    assert headings(draft) == ["Daarna", "Eerst", "Niet mee"]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.is_chosen) == ("Met taart.", False)
    draft.refresh_from_db()
    signed_in.post(at("round", draft), filled_in(draft, doe=f"omhoog:{third.public_id}"))
    assert headings(draft) == ["Daarna", "Niet mee", "Eerst"]


@pytest.mark.django_db
def test_a_part_of_ones_own_and_what_happened_since(signed_in: Client, draft: InformationRound, team: Team) -> None:
    signed_in.post(at("round", draft), filled_in(draft, doe="nieuw"))
    assert headings(draft)[-1] == "Een eigen stukje"
    InitiativeFactory.create(team=team, name="Kookclub", starts_on=timezone.localdate())
    for _ in range(2):
        draft.refresh_from_db()
        signed_in.post(at("round", draft), filled_in(draft, doe="kijk"))
    assert headings(draft).count("Begonnen: Kookclub") == 1


@pytest.mark.django_db
def test_two_who_write_do_not_wipe_out_each_other(signed_in: Client, draft: InformationRound, teammate: User) -> None:
    mine = filled_in(draft, opening="Van mij.")
    theirs = Client()
    theirs.force_login(teammate)
    theirs.post(at("round", draft), filled_in(draft, opening="Van hen."))
    answer = signed_in.post(at("round", draft), mine)
    assert answer.status_code == 409
    assert "Van mij." in answer.text
    draft.refresh_from_db()
    assert draft.opening == "Van hen."
    again = {**mine, "version": str(answer.context["form"]["version"].value())}
    assert signed_in.post(at("round", draft), again).status_code == 302
    draft.refresh_from_db()
    assert draft.opening == "Van mij."


@pytest.mark.django_db
def test_a_heading_that_is_missing_loses_nothing(signed_in: Client, draft: InformationRound) -> None:
    first = draft.items.order_by("position")[0]
    answer = signed_in.post(
        at("round", draft), filled_in(draft, opening="Lang getypt.") | {f"heading-{first.public_id.hex}": ""}
    )
    assert answer.status_code == 422
    assert "Lang getypt." in answer.text


# -- a last look -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_name_of_a_household_is_pointed_out_before_sending(
    signed_in: Client, draft: InformationRound, team: Team, colleague: User
) -> None:
    """Also with an accent or in capitals; a name that the writer may not know of is not betrayed."""
    household = HouseholdFactory.create(members=0)
    HouseholdMemberFactory.create(
        household=household, person=PersonFactory.create(given_name="Gülşah", family_name="Çelik-Yıldız")
    )
    CaseFactory.create(team=team, coordinator=colleague, household=household)
    stranger = HouseholdFactory.create(members=0)
    HouseholdMemberFactory.create(
        household=stranger, person=PersonFactory.create(given_name="Wendelmoet", family_name="Quist")
    )
    CaseFactory.create(household=stranger)
    RoundRecipientFactory.create(team=team)
    RoundItemFactory.create(round=draft, text="Gulsah bakte taart, Wendelmoet ook.")
    page = signed_in.get(at("round-preview", draft))
    assert page.context["names"] == ["Gulsah"]
    sent = {"version": str(draft.version)}
    assert signed_in.post(at("round-preview", draft), sent).status_code == 422
    assert not mail.outbox
    assert signed_in.post(at("round-preview", draft), {**sent, "sure": "on"}).status_code == 302


@pytest.mark.django_db
def test_what_was_changed_since_one_looked_is_not_sent(signed_in: Client, draft: InformationRound, team: Team) -> None:
    RoundRecipientFactory.create(team=team)
    seen = str(draft.version)
    signed_in.post(at("round", draft), filled_in(draft, opening="Iets heel anders."))
    signed_in.post(at("round-preview", draft), {"version": seen})
    draft.refresh_from_db()
    assert draft.is_draft


# -- sending -----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_it_goes_once_to_everybody_who_wants_it(signed_in: Client, draft: InformationRound, team: Team) -> None:
    """As a partner, as a professional and by themselves; nobody sees another's address, and stopping is one tap."""
    partner = OrganisationFactory.create(email="moskee@voorbeeld.nl")
    person = ProfessionalFactory.create(email="Moskee@voorbeeld.nl", organisation=partner)
    for who in ({"organisation": partner}, {"professional": person}, {"organisation": OrganisationFactory.create()}):
        RoundRecipientFactory.create(team=team, name="", email="", **who)
    neighbour = RoundRecipientFactory.create(team=team, email="buur@voorbeeld.nl")
    RoundRecipientFactory.create(team=team, stopped=True)
    RoundRecipientFactory.create()
    for _ in range(2):
        signed_in.post(at("round-preview", draft), {"version": str(draft.version)}, follow=True)
    assert sorted(one.to[0].split("<")[-1].rstrip(">") for one in mail.outbox) == [
        "buur@voorbeeld.nl",
        "moskee@voorbeeld.nl",
    ]
    deliver_round(round_id=draft.pk, at=NOW)
    deliver_waiting(at=NOW)
    assert len(mail.outbox) == 2
    went = next(one for one in mail.outbox if "buur@" in one.to[0])
    stop = went.extra_headers["List-Unsubscribe"].strip("<>")
    html = str(went.alternatives[0][0])  # type: ignore[attr-defined]  # a mail with two forms
    for body in (str(went.body), html):
        assert stop in body
        assert MARK not in body
        assert "Niet mee" not in body
        assert body.index("buurt.") < body.index("dinsdag") < body.lower().index("daarna")
    assert "<li>dinsdag</li>" in html
    assert '<html lang="nl">' in html
    draft.refresh_from_db()
    assert draft.body_text.replace(MARK, stop) == went.body
    assert RoundDelivery.objects.filter(sent_at__isnull=False).count() == 2
    page = signed_in.get(at("round", draft))
    assert "2 van 2" in page.text
    assert signed_in.get(at("round-mail", draft)).text == draft.body_html.replace(MARK, "#")

    neighbours = Client(enforce_csrf_checks=True)
    path = stop.partition("://")[2].partition("/")[2]
    shown = neighbours.get(f"/{path}")
    assert shown.status_code == 200
    neighbour.refresh_from_db()
    assert neighbour.stopped_at is None  # a scanner of mail opens every link
    token = neighbours.cookies["csrftoken"].value
    assert neighbours.post(f"/{path}", {"csrfmiddlewaretoken": token}).status_code == 200
    assert list(RoundRecipient.objects.exclude(stopped_at=None).filter(email__startswith="buur@")) == [neighbour]
    assert not RoundRecipient.objects.filter(stopped_by__isnull=False).exists()


@pytest.mark.django_db
def test_who_stops_while_it_is_being_sent_gets_nothing() -> None:
    delivery = RoundDeliveryFactory.create()
    stop_recipient(recipient=delivery.recipient, by=None, at=NOW)
    assert deliver_waiting(at=NOW) == 0
    delivery.refresh_from_db()
    assert (delivery.failure, mail.outbox) == (RoundFailure.STOPPED, [])
    assert try_again(round=delivery.round, by=UserFactory.create()) == 0


class _Away:
    """A mail server that is not there; `refuses` one that does not want the address."""

    refuses = False

    def __init__(self, **_: Any) -> None: ...

    def send_messages(self, messages: list[Any]) -> int:
        if self.refuses:
            raise smtplib.SMTPRecipientsRefused({})
        raise ConnectionRefusedError


class _Refuses(_Away):
    refuses = True


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_tried_again_and_then_given_up(settings: Any, signed_in: Client) -> None:
    delivery = RoundDeliveryFactory.create()
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}._Away"
    now = NOW
    for _ in range(MOST_TRIES + 3):
        deliver_waiting(at=now)
        deliver_waiting(at=now)  # not twice in the same moment
        now += timedelta(hours=1)
    delivery.refresh_from_db()
    assert (delivery.tries, delivery.failure) == (MOST_TRIES, RoundFailure.UNREACHABLE)
    settings.EMAIL_BACKEND = usual
    assert try_again(round=delivery.round, by=UserFactory.create()) == 1
    assert deliver_waiting(at=now) == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_an_address_that_is_refused_does_not_hold_up_the_others(settings: Any) -> None:
    delivery = RoundDeliveryFactory.create()
    settings.EMAIL_BACKEND = f"{__name__}._Refuses"
    deliver_waiting(at=NOW)
    delivery.refresh_from_db()
    assert (delivery.failure, delivery.sent_at) == (RoundFailure.REFUSED, None)


@pytest.mark.django_db
def test_nobody_to_send_to_and_nothing_to_say(signed_in: Client, draft: InformationRound, team: Team) -> None:
    answer = signed_in.post(at("round-preview", draft), {"version": str(draft.version)})
    assert answer.status_code == 422
    RoundRecipientFactory.create(team=team)
    RoundItem.objects.update(is_chosen=False)
    InformationRound.objects.filter(pk=draft.pk).update(opening="")
    answer = signed_in.post(at("round-preview", draft), {"version": str(draft.version)})
    assert "staat nog niets" in answer.text
    assert not mail.outbox


@pytest.mark.django_db
def test_text_of_people_is_text_in_the_mail(draft: InformationRound) -> None:
    RoundItemFactory.create(round=draft, heading="<b>Let op</b>", text='<script>alert("x")</script> & meer')
    letter = letter_of(draft)
    assert "<script>" not in letter.html
    assert "&lt;b&gt;Let op&lt;/b&gt;" in letter.html
    assert '<script>alert("x")</script> & meer' in letter.text


@pytest.mark.django_db
def test_a_subject_cannot_add_a_header(signed_in: Client, draft: InformationRound) -> None:
    sent = filled_in(draft, subject="Nieuws\r\nBcc: iedereen@voorbeeld.nl")
    signed_in.post(at("round", draft), sent)
    draft.refresh_from_db()
    assert "\n" not in draft.subject


# -- who gets it -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_list_is_kept_by_the_team(signed_in: Client, team: Team) -> None:
    url = reverse("collectief:round-recipients", args=[team.slug])
    partner = OrganisationFactory.create(email="school@voorbeeld.nl")
    given = {"organisation": str(partner.public_id), "wish": "agreed", "wanted_on": "01-02-2026"}
    assert signed_in.post(url, {**given, "request_key": str(uuid.uuid4())}).status_code == 302
    again = signed_in.post(url, {**given, "request_key": str(uuid.uuid4())})
    assert "staan al op de lijst" in again.text
    one = RoundRecipient.objects.get()
    stop = reverse("collectief:round-recipient-stop", args=[one.public_id])
    signed_in.post(stop)
    one.refresh_from_db()
    assert one.stopped_by is not None
    assert signed_in.post(url, {**given, "request_key": str(uuid.uuid4())}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("given", [{}, {"name": "Oma"}, {"email": "oma@voorbeeld.nl"}, {"wanted_on": "01-01-2040"}])
def test_a_recipient_is_one_of_three(signed_in: Client, team: Team, given: dict[str, str]) -> None:
    url = reverse("collectief:round-recipients", args=[team.slug])
    sent = {"wish": "asked", "wanted_on": "01-02-2026", "request_key": str(uuid.uuid4()), **given}
    assert signed_in.post(url, sent).status_code == 422
    assert not RoundRecipient.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "abc.def", "0b8e1c6f4f1d4a0d9f6e2f3c5a7b9d11.verzonnen"])
def test_an_address_that_was_made_up_stops_nobody(client: Client, token: str) -> None:
    one = RoundRecipientFactory.create()
    url = reverse("collectief:round-stop", args=[token])
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    one.refresh_from_db()
    assert one.stopped_at is None
    assert one.email not in client.get(reverse("collectief:round-stop", args=[stop_token(one)])).text


@pytest.mark.django_db
def test_the_team_coordinator_is_reminded_quietly(client: Client, team: Team, coordinator: User) -> None:
    RoundRhythmFactory.create(team=team, every_weeks=6, chosen_at=NOW - timedelta(weeks=6, days=-3))
    with time_machine.travel(NOW, tick=False):
        client.force_login(coordinator)
        assert "tijd voor een informatieronde" in client.get(reverse("cases:my-work")).text
        InformationRoundFactory.create(team=team, sent=True, sent_at=NOW - timedelta(days=1))
        assert "tijd voor een informatieronde" not in client.get(reverse("cases:my-work")).text


# -- at the same moment ------------------------------------------------------------------------------


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_eight_press_send_and_it_goes_once() -> None:
    draft = InformationRoundFactory.create()
    RoundItemFactory.create(round=draft)
    RoundRecipientFactory.create(team=draft.team)
    by = UserFactory.create()
    results = at_once(*[lambda: send_round(round=draft, version=draft.version, by=by, at=NOW)] * 8)
    assert kinds(results) == ["InformationRound"] + ["RoundIsSent"] * 7
    assert len(mail.outbox) == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_eight_workers_deliver_each_mail_once() -> None:
    one = InformationRoundFactory.create(sent=True)
    for _ in range(5):
        RoundDeliveryFactory.create(round=one)
    at_once(*[lambda: deliver_round(round_id=one.pk, at=NOW)] * 8)
    assert len({message.to[0] for message in mail.outbox}) == 5
    assert len(mail.outbox) == 5


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_who_writes_while_it_is_sent_is_told_so() -> None:
    """The words that went are the words that stand there: a part is never added to a round that went."""
    draft = InformationRoundFactory.create()
    RoundItemFactory.create(round=draft)
    RoundRecipientFactory.create(team=draft.team)
    by = UserFactory.create()
    barrier = threading.Barrier(2)

    def add() -> Any:
        barrier.wait()
        return RoundItemFactory.create(round=draft, heading="Er nog bij")

    def send() -> Any:
        barrier.wait()
        return send_round(round=draft, version=draft.version, by=by, at=NOW)

    at_once(add, send)
    draft.refresh_from_db()
    assert not draft.is_draft
    assert ("ER NOG BIJ" in draft.body_text) == draft.items.filter(heading="Er nog bij").exists()


@pytest.mark.django_db
def test_nothing_is_written_after_it_was_sent(team: Team) -> None:
    one = InformationRoundFactory.create(team=team, sent=True)
    TeamMembershipFactory.create(team=team)
    with pytest.raises(RoundIsSent):
        write_round(round=one, draft=None, version=one.version, by=UserFactory.create())  # type: ignore[arg-type]
