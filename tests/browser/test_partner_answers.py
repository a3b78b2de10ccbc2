"""A household is referred to a partner of the second ring, who declines on a telephone from the link in the mail.

With JavaScript and without; nobody who reads along in the mailbox learns anything of the household.
"""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import Case, Involvement
from netwerk.models import Organisation
from tests.browser.conftest import PHONE, Screen
from tests.browser.test_main_job import Neighbourhood, choose, fill, press
from tests.factories import (
    CaseFactory,
    OrganisationFactory,
    RingMembershipFactory,
    SharingRecordFactory,
    WorkingAgreementFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "Vader slaapt niet meer en durft niet naar buiten. Kunnen jullie aan huis komen?"
WORDS = "Tot het najaar zitten wij vol. Bel dan gerust opnieuw."


class Referral:
    """A team, a household whose question is known, and a clinic further away with which it works."""

    def __init__(self) -> None:
        self.there = Neighbourhood()
        team = self.there.team
        self.clinic: Organisation = OrganisationFactory.create(name="Kliniek Zuid", email="aanmelden@voorbeeld.nl")
        RingMembershipFactory.create(team=team, organisation=self.clinic, second=True)
        WorkingAgreementFactory.create(team=team, organisation=self.clinic)
        self.case: Case = CaseFactory.create(
            team=team, coordinator=self.there.member, underlying_question="Weer kunnen slapen"
        )
        self.ground = SharingRecordFactory.create(case=self.case, organisation=self.clinic)

    @property
    def hidden(self) -> tuple[str, ...]:
        home = self.case.household
        person = home.members.get().person
        return home.name, person.family_name, home.street, self.case.number


def refer(page: Page, one: Referral) -> None:
    page.goto(reverse("cases:involvement-add", args=[one.case.public_id, one.clinic.public_id]))
    choose(page, "mode", "referred")
    fill(page, question=QUESTION)
    page.locator(f"main input[name=records][value='{one.ground.public_id}']").check()
    press(page, "main form.card")
    page.wait_for_url("**/samenwerking/")
    request = Involvement.objects.get()
    page.locator(
        f"main a[href='{reverse('cases:request-mail', args=[one.case.public_id, request.public_id])}']"
    ).click()
    page.wait_for_url("**/mail/")
    press(page)
    page.wait_for_url("**/samenwerking/")
    expect(page.locator("main")).to_contain_text(one.clinic.email)


def found(pattern: str) -> str:
    match = re.search(pattern, str(mail.outbox[-1].body))
    assert match is not None
    return match[1]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "none"])
def test_a_second_ring_partner_declines_for_capacity_from_the_mail(
    open_screen: Callable[..., Screen], javascript: bool
) -> None:
    one = Referral()
    desk = open_screen(javascript=javascript).sign_in(one.there.member)
    refer(desk.page, one)
    (sent,) = mail.outbox
    assert not [word for word in (*one.hidden, QUESTION) if word in f"{sent.subject}{sent.body}"]

    phone = open_screen(width=PHONE, javascript=javascript)
    page = phone.open(found(r"https?://[^/\s]+(/verzoek/\S+/)"))
    looks_well(phone, javascript)
    press(page)
    expect(page.locator("main input[name=code]")).to_be_visible()
    fill(page, code=found(r": (\d{6})\n"))
    press(page)
    expect(page.locator("main")).to_contain_text(QUESTION)
    shown = page.locator("main").inner_text()
    assert not [word for word in one.hidden if word in shown]
    looks_well(phone, javascript)
    page.locator("main a[href$='/antwoord/nee/']").click()
    page.wait_for_url("**/antwoord/nee/")
    choose(page, "reason", "capacity")
    fill(page, words=WORDS, name="Samira Bakker")
    looks_well(phone, javascript)
    press(page)
    expect(page.locator("main h1")).to_have_text("Dank u voor uw antwoord")
    looks_well(phone, javascript)

    desk.page.reload()
    for path in (reverse("cases:partners", args=[one.case.public_id]), reverse("cases:my-work")):
        desk.page.goto(path)
        expect(desk.page.locator("main")).to_contain_text(WORDS)
    desk.page.goto(reverse("cases:detail", args=[one.case.public_id]))
    expect(desk.page.locator("main")).to_contain_text("Samira Bakker")
    request = Involvement.objects.get()
    assert (request.decline_reason, request.decline_note) == ("capacity", WORDS)


def looks_well(screen: Screen, javascript: bool) -> None:
    if javascript:  # axe is a script itself
        assert screen.barriers() == []
        assert not screen.is_wider_than_the_screen()
