"""How long one waits for a partner, who waits too long, and asking them about it."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Contact, Inquiry, Involvement
from cases.selectors.waiting_times import counted, quarters
from netwerk.models import Organisation, Service
from netwerk.selectors.waiting import SHOWN_FROM, Counted, Waited, estimate, late_of_team, waiting_times
from tests.cases.conftest import TODAY, statements
from tests.factories import (
    AgreedTermsFactory,
    CaseFactory,
    CaseRestrictionFactory,
    InquiryFactory,
    InvolvementFactory,
    OrganisationFactory,
    ServiceFactory,
    WorkingAgreementFactory,
)
from tests.guards.past_the_code import change
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SENT = date(2026, 2, 2)
OLD = date(2024, 5, 3)


@pytest.fixture
def clinic(db: None) -> Organisation:
    return OrganisationFactory.create(name="Kliniek Zuid")


def asked(partner: Organisation, *, began: int | None = None, left: int | None = None, **fields: Any) -> Involvement:
    """A request of 2 February: the help began, or it was declined, after so many days; or it waits (91 days now)."""
    dates: dict[str, Any] = {}
    if began is not None:
        dates = {"accepted_on": SENT, "started_on": SENT + timedelta(days=began)}
    if left is not None:
        dates = {"declined_on": SENT + timedelta(days=left), "decline_reason": "capacity"}
    sharing = {"sharing__starts_on": SENT, "sharing__consent_on": SENT}
    return InvolvementFactory.create(
        **{"organisation": partner, "temporary": True, "sent_on": SENT, **sharing, **dates, **fields}
    )


def rows(*days: int, left: tuple[int, ...] = (), waits: tuple[int, ...] = ()) -> list[Counted]:
    return [
        *(Counted(organisation=1, service=None, days=day, began=1) for day in days),
        *(Counted(organisation=1, service=None, days=day, left=1) for day in left),
        *(Counted(organisation=1, service=None, days=day, waits=1) for day in waits),
    ]


def test_without_anybody_waiting_it_is_the_plain_median() -> None:
    found = estimate(rows(10, 20, 30, 40, 50))
    assert (found.median, found.most, found.began, found.waits) == (30, 50, 5, 0)


def test_who_still_waits_makes_it_longer_and_never_disappears() -> None:
    """Ten requests, five begun within five weeks, five waiting eighty days: half have not begun within five weeks."""
    fast = estimate(rows(7, 14, 21, 28, 35))
    honest = estimate(rows(7, 14, 21, 28, 35, waits=(80, 80, 80, 80, 80, 90)))
    assert fast.median == 21
    assert honest.median is None
    assert (honest.waits, honest.longest, honest.seen) == (6, 90, 90)
    assert honest.text == "meer dan de helft wacht langer dan 13 weken"
    assert honest.still == "6 wachten nog, de langste al 13 weken"


def test_the_estimate_is_that_of_kaplan_and_meier() -> None:
    """Worked by hand: 1·(5/6)·(4/5)·(2/3)·(1/2); who left at 15 and who waits since 35 only shrink who is at risk."""
    found = estimate(rows(10, 12, 20, 40, left=(15,), waits=(35,)))
    # At 10 six are at risk (5/6), at 12 five (4/5), at 20 three (2/3): 0.444, so the median is 20; at 40 one: 0.
    assert (found.median, found.most) == (20, 40)


def test_more_of_those_waiting_never_makes_the_median_shorter() -> None:
    begun = (5, 9, 14, 30, 31, 44, 60)
    medians = [estimate(rows(*begun, waits=tuple([25] * count))).median or 10_000 for count in range(12)]
    assert medians == sorted(medians)


def test_a_few_requests_say_nothing(clinic: Organisation) -> None:
    for days in (10, 20, 30):
        asked(clinic, began=days)
    found = waiting_times([clinic.pk], today=TODAY).of(clinic.pk)
    assert not found.is_enough
    assert found.text == "3 vragen, te weinig om iets over wachten te zeggen"
    assert found.days is None
    for days in (40, 50):
        asked(clinic, began=days)
    found = waiting_times([clinic.pk], today=TODAY).of(clinic.pk)
    assert (found.days, found.began) == (30, SHOWN_FROM)
    assert waiting_times([clinic.pk], today=TODAY).of(0) == Waited()


def test_what_is_counted(clinic: Organisation) -> None:
    """By service and partner; a consult is no waiting list, and what is older than two years has passed."""
    service = ServiceFactory.create(organisation=clinic)
    asked(clinic, began=10)
    asked(clinic, began=10, service=service)
    asked(clinic, left=5, service=service)
    asked(clinic, service=service)
    InvolvementFactory.create(organisation=clinic)
    InvolvementFactory.create(
        organisation=clinic, temporary=True, sent_on=OLD, sharing__starts_on=OLD, sharing__consent_on=OLD
    )
    times = waiting_times(None, today=TODAY)
    named = times.of_service(clinic.pk, service.pk)
    assert (named.began, named.left, named.waits, named.longest) == (1, 1, 1, 91)
    assert times.of_service(clinic.pk, None).asked == 1
    assert times.of(clinic.pk).asked == 4
    assert {row.quarter for row in counted([clinic.pk], today=TODAY, by_quarter=True)} == {date(2026, 1, 1)}
    assert quarters(today=TODAY, back=3) == (date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1))


def test_the_page_shows_ours_beside_what_they_state_and_what_was_agreed(
    signed_in: Client, team: Team, clinic: Organisation
) -> None:
    service = ServiceFactory.create(organisation=clinic, waiting=True, name="Therapie")
    ServiceFactory.create(organisation=clinic, name="Folders")
    WorkingAgreementFactory.create(team=team, organisation=clinic)
    for days in (60, 65, 70, 75, 80):
        asked(clinic, began=days, service=service)
    text = signed_in.get(reverse("cases:waiting")).content.decode()
    for said in ("Therapie", "De helft begint binnen 10 weken", "Zij zeggen: 6 weken", "bij ons duurt het langer"):
        assert said in text
    assert "nog 1 waarvan over wachten niets bekend is" in text
    region = signed_in.get(reverse("cases:waiting"), {"niveau": "region"}).content.decode()
    assert "Therapie" not in region
    assert signed_in.get(reverse("cases:waiting"), {"thema": "x\1", "niveau": "?", "team": "?"}).status_code == 200
    provider = signed_in.get(reverse("cases:waiting-of", args=[clinic.public_id])).content.decode()
    assert "K1 2026" in provider
    assert "hoogstens 6 weken" in provider


def test_the_page_takes_the_same_statements_however_much_there_is(
    signed_in: Client, team: Team, clinic: Organisation
) -> None:
    def page() -> int:
        return len(statements(lambda: signed_in.get(reverse("cases:waiting"))))

    asked(clinic, service=ServiceFactory.create(organisation=clinic, waiting=True))
    page()
    few = page()
    for _ in range(4):
        service = ServiceFactory.create(waiting=True)
        asked(service.organisation, began=10, service=service)
    assert page() == few


# -- too long --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "stated", "ago", "is_late"),
    [
        ({}, None, 14, False),  # nothing agreed: an answer within the term of the municipality
        ({}, None, 15, True),
        ({"accepted": True}, None, 50, False),  # they said yes, and nothing was agreed on waiting
        ({"accepted": True}, 3, 21, False),
        ({"accepted": True}, 3, 22, True),
        ({}, 0, 14, False),  # "no waiting" still has the term for an answer
        ({}, 0, 15, True),
        ({"temporary": False}, 30, 15, True),  # a consult is a question, whatever the waiting list
    ],
)
def test_what_is_too_long_without_an_agreement(
    fields: dict[str, Any], stated: int | None, ago: int, is_late: bool, case: Case, clinic: Organisation
) -> None:
    says = {"waiting_weeks": stated, "waiting_stated_on": None if stated is None else SENT}
    service = ServiceFactory.create(organisation=clinic, **says)
    sent = TODAY - timedelta(days=ago)
    if fields.get("accepted"):
        fields = {"accepted_on": sent}
    given = {"temporary": True, **fields}
    InvolvementFactory.create(
        case=case,
        organisation=clinic,
        service=service,
        sent_on=sent,
        sharing__starts_on=SENT,
        sharing__consent_on=SENT,
        **given,
    )
    assert Involvement.objects.late(on=TODAY).exists() == is_late


def test_the_term_of_the_municipality_counts(case: Case, clinic: Organisation) -> None:
    InvolvementFactory.create(case=case, organisation=clinic, sent_on=TODAY - timedelta(days=20), temporary=True)
    assert Involvement.objects.late(on=TODAY).count() == 1
    AgreedTermsFactory.create(municipality=case.team.municipality, partner_days=21)
    assert not Involvement.objects.late(on=TODAY).exists()


def test_an_agreement_goes_before_what_they_state(case: Case, clinic: Organisation) -> None:
    agreement = WorkingAgreementFactory.create(team=case.team, organisation=clinic, max_wait_weeks=6)
    service = ServiceFactory.create(organisation=clinic, waiting_weeks=2, waiting_stated_on=SENT)
    InvolvementFactory.create(
        case=case, organisation=clinic, service=service, agreement=agreement, accepted=True, temporary=True
    )
    assert not Involvement.objects.late(on=date(2026, 4, 20)).exists()
    assert Involvement.objects.late(on=date(2026, 4, 21)).exists()


def test_the_list_of_the_team_shows_who_waits_and_logs_it(
    signed_in: Client, colleague: User, case: Case, clinic: Organisation
) -> None:
    sent = InvolvementFactory.create(case=case, organisation=clinic, temporary=True)
    elsewhere = InvolvementFactory.create(temporary=True)
    hidden = CaseFactory.create(team=case.team, area=case.area)
    InvolvementFactory.create(case=hidden, temporary=True)
    CaseRestrictionFactory.create(case=hidden)
    text = signed_in.get(reverse("cases:late-partners")).content.decode()
    assert case.number in text
    assert "Kliniek Zuid" in text
    assert "Nog niet nagevraagd" in text
    assert elsewhere.case.number not in text
    assert hidden.number not in text
    assert case.household.name not in text
    assert ReadLog.objects.filter(user_id=colleague.pk, subject_id=case.pk, act="list").exists()
    assert late_of_team(case.team, user=colleague, today=TODAY) == {sent.organisation_id: 1}


def test_the_list_takes_the_same_statements_however_many_wait(signed_in: Client, case: Case) -> None:
    def page() -> int:
        return len(statements(lambda: signed_in.get(reverse("cases:late-partners"))))

    InquiryFactory.create(involvement=InvolvementFactory.create(case=case, temporary=True))
    page()
    few = page()
    for _ in range(3):
        InquiryFactory.create(involvement=InvolvementFactory.create(case=case, temporary=True))
    assert page() == few


# -- asking again ----------------------------------------------------------------------------------


def said(**changes: Any) -> dict[str, Any]:
    return {
        "words": "Eerste gesprek over twee weken.",
        "minutes": "5",
        "on": "2026-05-04",
        "expected_on": "2026-05-18",
        "request_key": str(uuid.uuid4()),
        **changes,
    }


def page_of(involvement: Involvement) -> str:
    return reverse("cases:inquiry", args=[involvement.case.public_id, involvement.public_id])


def test_asking_again_is_one_entry_that_counts_as_a_contact_with_its_hours(
    signed_in: Client, colleague: User, case: Case, clinic: Organisation
) -> None:
    sent = InvolvementFactory.create(case=case, organisation=clinic, temporary=True)
    data = said()
    for _ in range(2):  # pressed twice
        assert signed_in.post(page_of(sent), data).status_code == 302
    inquiry = Inquiry.objects.get()
    contact = Contact.objects.get()
    assert (inquiry.contact, inquiry.involvement, inquiry.expected_on) == (contact, sent, date(2026, 5, 18))
    assert (contact.kind, contact.present, contact.time_entry.minutes) == ("consultation", "Kliniek Zuid", 5)
    assert contact.author == colleague
    for address in (reverse("cases:late-partners"), reverse("cases:partners", args=[case.public_id])):
        text = signed_in.get(address).content.decode()
        assert "Eerste gesprek over twee weken." in text
        assert "Begint op 18 mei 2026, zeggen zij" in text


def test_words_for_few_are_not_on_the_list(signed_in: Client, case: Case) -> None:
    one = InquiryFactory.create(involvement=InvolvementFactory.create(case=case, temporary=True))
    change(one.contact, visibility="restricted")
    for address in (reverse("cases:late-partners"), reverse("cases:partners", args=[case.public_id])):
        text = signed_in.get(address).content.decode()
        assert "Nog twee weken" not in text
        assert "in het logboek, voor enkelen" in text


@pytest.mark.parametrize("state", [{"started": True}, {"declined": True}, {"cancelled": True}])
def test_who_no_longer_waits_is_not_asked_about(state: dict[str, bool], signed_in: Client, case: Case) -> None:
    sent = InvolvementFactory.create(case=case, temporary=True, **state)
    assert signed_in.post(page_of(sent), said()).status_code == 302
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"words": ""}, {"on": "2026-05-05"}, {"on": "2026-03-01"}, {"expected_on": "2026-05-03"}, {"minutes": "0"}],
)
def test_what_cannot_be_is_refused(wrong: dict[str, str], signed_in: Client, case: Case) -> None:
    sent = InvolvementFactory.create(case=case, temporary=True)
    assert signed_in.post(page_of(sent), said(**wrong)).status_code == 422
    assert not Contact.objects.exists()


def test_another_team_asks_nothing(client: Client, outsider: User, case: Case) -> None:
    sent = InvolvementFactory.create(case=case, temporary=True)
    client.force_login(outsider)
    assert client.post(page_of(sent), said()).status_code == 404
    assert not Contact.objects.exists()


def test_a_request_of_another_case_is_not_here(signed_in: Client, case: Case) -> None:
    other = InvolvementFactory.create(case=CaseFactory.create(team=case.team, area=case.area), temporary=True)
    page = reverse("cases:inquiry", args=[case.public_id, other.public_id])
    assert signed_in.get(page).status_code == 404


def test_a_service_that_ended_still_counts(clinic: Organisation) -> None:
    service: Service = ServiceFactory.create(organisation=clinic, ends_on=date(2026, 4, 1))
    asked(clinic, began=12, service=service)
    assert waiting_times([clinic.pk], today=TODAY).of(clinic.pk).began == 1
