"""The visiting service: who waits and who fits, visits over half a year, and the own page of a volunteer."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from collectief.enums import CertificateKind, MatchEnd, SignalSource, StopReason, VisitOutcome
from collectief.models import Certificate, Signal, Visit, VisitLink, VisitMatch, VisitWish, Volunteer
from collectief.schedules import erase_volunteers_who_stopped
from collectief.services.keep_volunteer import stop_volunteer
from collectief.services.visit_somebody import Told, make_match, tell_visit
from tests.cases.test_at_once import at_once, kinds
from tests.factories import (
    MethodFactory,
    NeighbourhoodFactory,
    VisitFactory,
    VisitLinkFactory,
    VisitMatchFactory,
    VisitWishFactory,
    VolunteerFactory,
)
from tests.factories.visits import VISIT_TOKEN, trained
from wijkteam.accounts.models import User
from wijkteam.core.mail_links import WRONG_CODES
from wijkteam.teams.models import Team

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
TODAY = date(2026, 3, 2)
Commit = Callable[..., Any]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


@pytest.fixture
def wish(team: Team) -> VisitWish:
    return VisitWishFactory.create(team=team, name="Truus", languages=["nl", "tr"], interests=["walking"])


@pytest.fixture
def match(wish: VisitWish, colleague: User) -> VisitMatch:
    """Greet visits Truus since 5 January."""
    helper = trained(wish=wish, name="Greet", email="greet@voorbeeld.nl")
    return VisitMatchFactory.create(wish=wish, volunteer=helper, coordinator=colleague)


def told(**fields: Any) -> dict[str, Any]:
    return {"outcome": "happened", "when": "today", "minutes": "60", "request_key": str(uuid.uuid4()), **fields}


def test_from_a_wish_to_a_match_with_its_visits(signed_in: Client, team: Team, colleague: User) -> None:
    no_scale: dict[str, Any] = {"measure_name": "", "measure_low": None, "measure_high": None}
    method = MethodFactory.create(form="visits", meetings=10, interval_weeks=3, **no_scale)
    sent = {
        "name": "Truus",
        "reach": "06 1",
        "method": str(method.public_id),
        "languages": ["nl"],
        "consent_manner": "talk",
        "request_key": str(uuid.uuid4()),
    }
    address = reverse("collectief:visit-wish-new")
    assert signed_in.post(address, sent).status_code == 422, "without a yes nothing is kept"
    for _twice in range(2):
        answer = signed_in.post(address, {**sent, "agreed": "on"})
    wish = VisitWish.objects.get()
    assert (wish.team, wish.consent_on) == (team, TODAY)
    helper = trained(wish=wish, name="Greet", languages=["nl"])
    assert "Greet" in signed_in.get(answer["Location"]).content.decode()
    address = reverse("collectief:visit-match-new", args=[wish.public_id, helper.public_id])
    given = {"starts_on": "2026-03-02", "request_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert signed_in.post(address, given).status_code == 302
    made = VisitMatch.objects.get()
    assert (made.coordinator, made.planned_until) == (colleague, date(2026, 9, 2))
    days = [day for day in made.visits.order_by("planned_on").values_list("planned_on", flat=True) if day]
    assert days[:2] == [TODAY, TODAY + timedelta(weeks=3)]
    # one or two a month, within the half year
    assert len(days) == 9
    assert days[-1] < made.planned_until
    # the second volunteer is too late
    other = trained(wish=wish)
    late = reverse("collectief:visit-match-new", args=[wish.public_id, other.public_id])
    assert signed_in.post(late, {**given, "request_key": str(uuid.uuid4())}).status_code == 422


def test_who_fits_stands_first_with_why(signed_in: Client, wish: VisitWish) -> None:
    here = NeighbourhoodFactory.create()
    VisitWish.objects.filter(pk=wish.pk).update(area=here)
    trained(wish=wish, name="Bea", languages=["pl"])
    trained(wish=wish, name="Ayse", languages=["tr"], interests=["walking"], area=here)
    full = VisitMatchFactory.create(wish=VisitWishFactory.create(team=wish.team, method=wish.method))
    Volunteer.objects.filter(pk=full.volunteer_id).update(name="Vol")
    expired = trained(wish=wish, name="Verlopen", languages=["tr"])
    Certificate.objects.filter(volunteer=expired, kind=CertificateKind.CONDUCT).update(ends_on=TODAY)
    VolunteerFactory.create(team=wish.team, name="Ongetraind")
    page = signed_in.get(reverse("collectief:visit-wish", args=[wish.public_id]))
    shown = page.context["page"].candidates
    assert [one.name for one in shown] == ["Ayse", "Bea", "Verlopen", "Vol"]
    assert [one.can for one in shown] == [True, True, False, False]
    assert shown[0].fits == ("spreken Turks", "doen allebei graag: wandelen", "wonen in dezelfde buurt")
    assert shown[1].against == ("geen taal gemeen",)
    assert shown[2].against == ("er is geen VOG die telt",)
    assert "Vol" not in [one.name for one in signed_in.get(reverse("collectief:visits")).context["overview"].volunteers]


def test_months_as_dots_and_in_words(signed_in: Client, match: VisitMatch, colleague: User) -> None:
    for day in (date(2026, 1, 10), date(2026, 1, 20)):
        VisitFactory.create(match=match, told=True, planned_on=None, held_on=day)
    (row,) = signed_in.get(reverse("collectief:visits")).context["overview"].running
    tones = [dot.tone for dot in row.months.dots]
    assert tones == ["positive", "warning", *["neutral"] * 4]
    assert row.months.text.startswith("maand 1: 2 bezoeken, maand 2: nog niet")
    assert not row.months.has_missed
    with time_machine.travel(datetime(2026, 3, 5, 12, tzinfo=UTC), tick=False):
        signed_in.force_login(colleague)
        text = signed_in.get(reverse("collectief:visits")).content.decode()
        assert "een maand zonder bezoek" in text
        work = signed_in.get("/mijn-werk/").content.decode()
        assert "Er ging een maand voorbij zonder bezoek" in work
        # told of late: it is seen no longer
        VisitFactory.create(match=match, told=True, planned_on=None, held_on=date(2026, 1, 11))
        VisitFactory.create(
            match=match, told=True, planned_on=None, held_on=date(2026, 2, 10), told_at=datetime(2026, 3, 5, tzinfo=UTC)
        )
        assert "een maand zonder bezoek" not in signed_in.get(reverse("collectief:visits")).content.decode()
        assert "voorbij zonder bezoek" not in signed_in.get("/mijn-werk/").content.decode()


def test_telling_about_a_visit_takes_the_planned_one(signed_in: Client, match: VisitMatch, colleague: User) -> None:
    planned = VisitFactory.create(match=match, planned_on=date(2026, 2, 28))
    later = VisitFactory.create(match=match, planned_on=date(2026, 3, 20))
    address = reverse("collectief:visit-tell", args=[match.public_id])
    assert signed_in.post(address, told(minutes="")).status_code == 422
    assert signed_in.post(address, told(when="other", other_day="2026-03-03")).status_code == 422
    assert signed_in.post(address, told(when="other", other_day="2026-01-04")).status_code == 422
    sent = told(when="yesterday", words="Gewandeld", is_worried="on")
    for _twice in range(2):
        assert signed_in.post(address, sent).status_code == 302
    planned.refresh_from_db()
    later.refresh_from_db()
    assert (planned.held_on, planned.minutes, planned.told_by) == (date(2026, 3, 1), 60, colleague)
    assert later.outcome == ""
    # the same day again is refused, another is written beside it
    assert signed_in.post(address, told(when="yesterday")).status_code == 422
    assert signed_in.post(address, told(outcome="no-contact", minutes="")).status_code == 302
    assert Visit.objects.filter(match=match).count() == 3
    signal = Signal.objects.get()
    assert signal.source == SignalSource.VOLUNTEER
    assert "Truus" not in signal.text + signal.signaller


def test_the_end_and_what_follows(signed_in: Client, match: VisitMatch) -> None:
    VisitFactory.create(match=match, told=True)
    VisitFactory.create(match=match, planned_on=date(2026, 4, 1))
    VisitLinkFactory.create(volunteer=match.volunteer)
    address = reverse("collectief:visit-match-end", args=[match.public_id])
    given = {"reason": "enough", "ended_on": "2026-01-20", "talked_on": ""}
    assert signed_in.post(address, given).status_code == 422, "there was a visit after that day"
    assert signed_in.post(address, {**given, "ended_on": "2026-03-02", "talked_on": "2026-03-02"}).status_code == 302
    match.refresh_from_db()
    assert (match.end_reason, match.talked_on) == (MatchEnd.ENOUGH, TODAY)
    assert not match.visits.filter(planned_on=date(2026, 4, 1)).exists()
    assert VisitLink.objects.get().revoked_at == NOW
    assert signed_in.get(address).status_code == 403
    # the person waits again, and can be taken off the list
    close = reverse("collectief:visit-wish-close", args=[match.wish.public_id])
    assert signed_in.post(close, {"reason": "withdrawn"}).status_code == 302
    erase_volunteers_who_stopped.apply(throw=True)
    gone = VisitWish.objects.get()
    assert (gone.name, gone.reach, gone.languages) == ("", "", [])
    assert Visit.objects.get().words == ""


def test_a_volunteer_who_stops_ends_the_visits(match: VisitMatch, colleague: User) -> None:
    VisitLinkFactory.create(volunteer=match.volunteer)
    stop_volunteer(volunteer=match.volunteer, reason=StopReason.WITHDRAWN, by=colleague, at=NOW)
    match.refresh_from_db()
    assert (match.ended_on, match.end_reason) == (TODAY, MatchEnd.VOLUNTEER)
    assert VisitLink.objects.get().revoked_by == colleague
    erase_volunteers_who_stopped.apply(throw=True)
    assert VisitLink.objects.get().email == "vergeten@voorbeeld.invalid"


def edit(client: Client, volunteer: Volunteer, **fields: str) -> int:
    given = {"name": "Greet", "kind": "volunteer", "rhythm": "structural", "visits_at_once": "1", **fields}
    return client.post(reverse("collectief:volunteer-edit", args=[volunteer.public_id]), given).status_code


def test_another_mailbox_ends_the_link(signed_in: Client, match: VisitMatch) -> None:
    VisitLinkFactory.create(volunteer=match.volunteer)
    assert edit(signed_in, match.volunteer, email="greet@voorbeeld.nl") == 302
    assert VisitLink.objects.get().revoked_at is None
    assert edit(signed_in, match.volunteer, email="ander@voorbeeld.nl") == 302
    assert VisitLink.objects.get().revoked_at == NOW


def test_nobody_says_to_visit_fewer_people_than_now(signed_in: Client, match: VisitMatch) -> None:
    assert edit(signed_in, match.volunteer, phone="06 1", visits_at_once="0") == 422
    assert edit(signed_in, match.volunteer, phone="06 1", visits_at_once="9") == 422


def test_what_was_to_begin_later_can_be_called_off(signed_in: Client, match: VisitMatch) -> None:
    later = VisitMatchFactory.create(
        wish=VisitWishFactory.create(team=match.wish.team), starts_on="2026-03-20", planned_until="2026-09-20"
    )
    address = reverse("collectief:visit-match-end", args=[later.public_id])
    assert signed_in.post(address, {"reason": "no-click", "ended_on": "2026-03-21"}).status_code == 422
    assert signed_in.post(address, {"reason": "no-click", "ended_on": "2026-03-20"}).status_code == 302


def test_another_team_does_not_know_them(signed_in: Client, other_team: Team) -> None:
    theirs = VisitMatchFactory.create(wish__team=other_team)
    assert signed_in.get(reverse("collectief:visit-match", args=[theirs.public_id])).status_code == 404
    assert not signed_in.get(reverse("collectief:visits")).context["overview"].running


# -- the own page --------------------------------------------------------------------------------------


@pytest.fixture
def mailed(match: VisitMatch, signed_in: Client, django_capture_on_commit_callbacks: Commit) -> str:
    """The path in the mail that the volunteer got."""
    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("collectief:visit-link-mail", args=[match.public_id])
        assert signed_in.post(address, {"request_key": str(uuid.uuid4())}).status_code == 302
    found = re.search(r"https?://[^/\s]+(/bezoek/[^/\s]+/)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


@pytest.fixture
def phone() -> Client:
    return Client()


@pytest.fixture
def get_in(phone: Client, django_capture_on_commit_callbacks: Commit) -> Callable[[str], Any]:
    def ask_and_fill_in(path: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            assert phone.post(f"{path}code/").status_code == 302
        found = re.search(r": (\d{6})\n", str(mail.outbox[-1].body))
        assert found is not None
        return phone.post(path, {"code": found[1]})

    return ask_and_fill_in


def test_the_mail_names_nobody(mailed: str, match: VisitMatch) -> None:
    (sent,) = mail.outbox
    assert sent.to == ["greet@voorbeeld.nl"]
    assert not re.search("Truus|Greet|Wachtende", f"{sent.subject}\n{sent.body}")


def test_a_volunteer_tells_in_a_few_taps(
    mailed: str, phone: Client, get_in: Callable[[str], Any], match: VisitMatch
) -> None:
    VisitFactory.create(match=match, planned_on=date(2026, 3, 5))
    before = phone.get(mailed)
    assert "Truus" not in before.content.decode()
    assert before["Cache-Control"] == "no-store, private"
    assert get_in(mailed).status_code == 302
    text = phone.get(mailed).content.decode()
    assert "Truus" in text
    assert match.wish.reach not in text, "the page shows a first name, nothing more"
    tell = f"{mailed}{match.public_id}/"
    assert phone.get(tell).status_code == 200
    sent = told(is_worried="on")
    for _twice in range(2):
        assert phone.post(tell, sent).status_code == 302
    visit = Visit.objects.get()
    assert (visit.held_on, visit.told_by, visit.is_worried) == (TODAY, None, True)
    assert Signal.objects.get().team == match.wish.team
    assert "Bedankt" in phone.get(mailed).content.decode()
    # somebody else's match does not exist here
    other = VisitMatchFactory.create()
    assert phone.get(f"{mailed}{other.public_id}/").status_code == 404
    # closing it on this device
    phone.post(f"{mailed}klaar/")
    assert "Truus" not in phone.get(mailed).content.decode()


def test_half_an_hour_later_the_door_is_closed(mailed: str, phone: Client, get_in: Callable[[str], Any]) -> None:
    get_in(mailed)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        assert "Truus" not in phone.get(mailed).content.decode()


def test_the_link_ends_with_the_visits(
    mailed: str, phone: Client, get_in: Callable[[str], Any], match: VisitMatch, signed_in: Client
) -> None:
    get_in(mailed)
    given = {"reason": "finished", "ended_on": "2026-03-02"}
    signed_in.post(reverse("collectief:visit-match-end", args=[match.public_id]), given)
    gone = phone.get(mailed)
    never = phone.get(reverse("collectief:own-visits", args=["nooit-geweest"]))
    assert gone.status_code == never.status_code == 404
    assert phone.post(f"{mailed}{match.public_id}/", told()).status_code == 404
    assert not Visit.objects.exclude(outcome="").exists()


def test_wrong_codes_close_the_link(match: VisitMatch, phone: Client) -> None:
    link = VisitLinkFactory.create(volunteer=match.volunteer, token=VISIT_TOKEN)
    path = reverse("collectief:own-visits", args=[VISIT_TOKEN])
    for _wrong in range(5):
        assert phone.post(path, {"code": "000000"}).status_code == 422
    assert phone.post(path, {"code": "000000"}).status_code == 429
    for _wrong in range(WRONG_CODES - 5):
        link.uses.create(at=NOW - timedelta(days=1), outcome="wrong-code")
    assert phone.post(path, {"code": "000000"}).status_code == 404


def test_the_pages_run_few_statements(signed_in: Client, match: VisitMatch, django_assert_max_num_queries: Any) -> None:
    for _more in range(3):
        more = VisitWishFactory.create_batch(2, team=match.wish.team, method=match.wish.method)
        VisitFactory.create(match=VisitMatchFactory.create(wish=more[0]), told=True)
        trained(wish=more[1])
    for name, args in (("visits", []), ("visit-match", [match.public_id]), ("visit-wish", [match.wish.public_id])):
        with django_assert_max_num_queries(14):
            signed_in.get(reverse(f"collectief:{name}", args=args))


# -- two at once ---------------------------------------------------------------------------------------


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_colleagues_match_one_volunteer_at_once() -> None:
    first = VisitWishFactory.create()
    second = VisitWishFactory.create(team=first.team, method=first.method)
    helper = trained(wish=first)
    by = VisitMatchFactory.create().coordinator

    def give(wish: VisitWish) -> VisitMatch:
        return make_match(
            wish=wish, volunteer=helper, starts_on=TODAY, by=by, score_before=None, request_key=uuid.uuid4()
        )

    results = at_once(lambda: give(first), lambda: give(second))
    assert kinds(results) == ["NoRoom", "VisitMatch"]
    assert VisitMatch.objects.running().filter(volunteer=helper).count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_stopping_and_matching_at_once() -> None:
    wish = VisitWishFactory.create()
    helper = trained(wish=wish)
    by = VisitMatchFactory.create().coordinator
    at_once(
        lambda: make_match(
            wish=wish, volunteer=helper, starts_on=TODAY, by=by, score_before=None, request_key=uuid.uuid4()
        ),
        lambda: stop_volunteer(volunteer=helper, reason=StopReason.TIME, by=by, at=NOW),
    )
    helper.refresh_from_db()
    assert helper.stopped_on == TODAY
    assert not VisitMatch.objects.running().filter(volunteer=helper).exists()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_two_tabs_at_once() -> None:
    match = VisitMatchFactory.create()
    key = uuid.uuid4()
    what = Told(outcome=VisitOutcome.HAPPENED, held_on=TODAY, minutes=60)
    results = at_once(
        *[lambda: tell_visit(match=match, told=what, by=None, at=NOW, request_key=key)] * 2,
    )
    assert kinds(results) == ["Visit", "Visit"]
    assert Visit.objects.count() == 1
