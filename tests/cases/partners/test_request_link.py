"""A partner answers from a mail: with the address and a code of the same mailbox; the case shows it at once."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.enums import AnswerKind, DeclineReason, InvolvementMode, RestrictionKind
from cases.models import Case, Involvement, RequestAnswer, RequestCode, RequestLink, RequestLinkUse, SharingRecord
from cases.notifications.request_mail import mail_what_waits
from cases.services.answer_request import Answer, answer_by_link
from cases.services.involve_partner import call_off
from cases.services.open_request import open_with_code
from cases.services.record_sharing import withdraw_sharing
from cases.services.restrict_case import restrict_case
from tests.cases.conftest import NOW, TODAY
from tests.factories import (
    InvolvementFactory,
    OrganisationFactory,
    ProfessionalFactory,
    RequestLinkFactory,
    SharingRecordFactory,
    TeamMembershipFactory,
)
from tests.guards.past_the_code import change
from wijkteam.accounts.models import User
from wijkteam.core.mail_links import WRONG_CODES, LinkIsOver, LinkUse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
QUESTION = "Kunnen jullie deze vader helpen met slapen?"
MAILBOX = "aanmelden@voorbeeld.nl"
Commit = Callable[..., Any]


@pytest.fixture
def asked(case: Case, colleague: User) -> Involvement:
    change(case, underlying_question="Rust in huis")
    clinic = OrganisationFactory.create(name="Kliniek Zuid", email=MAILBOX)
    ground = SharingRecordFactory.create(case=case, organisation=clinic)
    return InvolvementFactory.create(
        case=case,
        organisation=clinic,
        sharing=ground,
        mode=InvolvementMode.REFERRED,
        outside_agreement="Alleen daar",
        question=QUESTION,
        sent_by=colleague,
        sent_on=TODAY,
    )


@pytest.fixture
def mailed(asked: Involvement, signed_in: Client, django_capture_on_commit_callbacks: Commit) -> str:
    """The path in the mail that the team sent."""
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in.post(mail_page(asked), {"request_key": str(uuid.uuid4())})
    assert answer["Location"] == reverse("cases:partners", args=[asked.case.public_id])
    return path_in(mail.outbox[-1].body)


@pytest.fixture
def partner() -> Iterator[Client]:
    """A telephone of somebody without an account."""
    yield Client()
    cache.clear()


def mail_page(asked: Involvement) -> str:
    return reverse("cases:request-mail", args=[asked.case.public_id, asked.public_id])


def path_in(text: object) -> str:
    found = re.search(r"https?://[^/\s]+(/verzoek/[^/\s]+/)", str(text))
    assert found is not None
    return found[1]


@pytest.fixture
def get_in(partner: Client, django_capture_on_commit_callbacks: Commit) -> Callable[[str], Any]:
    def ask_and_fill_in(path: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            assert partner.post(f"{path}code/").status_code == 302
        return partner.post(path, {"code": code_in(mail.outbox[-1].body)})

    return ask_and_fill_in


def code_in(text: object) -> str:
    found = re.search(r": (\d{6})\n", str(text))
    assert found is not None
    return found[1]


def said(**fields: Any) -> dict[str, Any]:
    return {"name": "Samira Bakker", "request_key": str(uuid.uuid4()), **fields}


def no(**fields: Any) -> dict[str, Any]:
    return said(reason="capacity", words="In het najaar weer wel", **fields)


def without_what_changes(text: str, path: str) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", text.replace(path, ""))


def test_the_mail_says_nothing_of_the_household(mailed: str, asked: Involvement, colleague: User) -> None:
    (sent,) = mail.outbox
    assert sent.to == [MAILBOX]
    case = asked.case
    person = case.household.members.get().person
    whole = f"{sent.subject}\n{sent.body}"
    for hidden in (
        QUESTION,
        case.number,
        case.household.name,
        person.family_name,
        case.household.street,
        colleague.name,
    ):
        assert hidden not in whole
    link = RequestLink.objects.get()
    assert case.team.name in sent.subject
    assert link.reference in sent.subject
    assert (link.sent_at, link.expires_on) == (NOW, TODAY + timedelta(days=14))


def test_only_a_hash_of_the_address_is_kept(mailed: str) -> None:
    token = mailed.rstrip("/").rsplit("/", 1)[-1]
    link = RequestLink.objects.get()
    assert len(token) == 43
    assert token not in repr(vars(link))
    assert "digest" not in {field.name for field in RequestLink.pgh_event_model._meta.fields}  # type: ignore[attr-defined]  # pghistory


def test_looking_at_the_page_mails_nothing_and_shows_nothing(partner: Client, mailed: str, asked: Involvement) -> None:
    for path in (mailed, f"{mailed}antwoord/ja/", f"{mailed}antwoord/nee/"):
        page = partner.get(path)
        assert page.status_code == 200
        assert QUESTION not in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert {"no-store", "private"} <= set(page["Cache-Control"].replace(" ", "").split(","))
    assert len(mail.outbox) == 1
    assert not RequestCode.objects.exists()


def test_with_the_code_one_reads_what_was_asked_and_nothing_else(
    partner: Client, mailed: str, asked: Involvement, colleague: User, get_in: Callable[[str], Any]
) -> None:
    assert get_in(mailed)["Location"] == mailed
    assert mail.outbox[-1].to == [MAILBOX]
    assert QUESTION not in mail.outbox[-1].body
    page = partner.get(mailed)
    case = asked.case
    person = case.household.members.get().person
    for shown in (QUESTION, colleague.name, case.team.name, "Kliniek Zuid", "Toestemming"):
        assert shown in page.text
    for hidden in (case.household.name, person.full_name, person.family_name, case.household.street, case.number):
        assert hidden not in page.text
    assert "Rust in huis" not in page.text
    assert [one.outcome for one in RequestLinkUse.objects.all()] == [LinkUse.OPENED]


def test_a_no_with_its_reason_stands_at_the_case_at_once(
    partner: Client, mailed: str, asked: Involvement, signed_in: Client, get_in: Callable[[str], Any]
) -> None:
    get_in(mailed)
    form = no()
    for _ in range(2):  # pressed twice
        assert partner.post(f"{mailed}antwoord/nee/", form)["Location"] == mailed
    asked.refresh_from_db()
    assert (asked.declined_on, asked.decline_reason) == (TODAY, DeclineReason.CAPACITY)
    assert asked.decline_note == "In het najaar weer wel"
    assert RequestAnswer.objects.get().name == "Samira Bakker"
    thanks = partner.get(mailed)
    assert thanks.status_code == 200
    assert "Samira Bakker" in thanks.text
    assert QUESTION not in thanks.text
    for page in ("cases:partners", "cases:detail"):
        assert "Samira Bakker" in signed_in.get(reverse(page, args=[asked.case.public_id])).text
    assert "Kliniek Zuid" in signed_in.get(reverse("cases:my-work")).text


def test_a_yes_has_a_day_or_weeks(
    partner: Client, mailed: str, asked: Involvement, signed_in: Client, get_in: Callable[[str], Any]
) -> None:
    get_in(mailed)
    assert partner.post(f"{mailed}antwoord/ja/", said()).status_code == 422
    assert partner.post(f"{mailed}antwoord/ja/", said(from_on="2026-05-03")).status_code == 422
    assert partner.post(f"{mailed}antwoord/ja/", said(wait_weeks="105")).status_code == 422
    assert partner.post(f"{mailed}antwoord/ja/", said(wait_weeks="4")).status_code == 302
    asked.refresh_from_db()
    assert asked.accepted_on == TODAY
    assert "4 weken" in signed_in.get(reverse("cases:partners", args=[asked.case.public_id])).text


def test_later_keeps_the_request_open_and_the_link_alive(
    partner: Client, mailed: str, asked: Involvement, signed_in: Client, get_in: Callable[[str], Any]
) -> None:
    get_in(mailed)
    later = TODAY + timedelta(days=20)
    for wrong in (TODAY, TODAY + timedelta(days=61)):
        assert partner.post(f"{mailed}antwoord/later/", said(later_on=wrong.isoformat())).status_code == 422
    assert partner.post(f"{mailed}antwoord/later/", said(later_on=later.isoformat())).status_code == 302
    asked.refresh_from_db()
    assert asked.is_open
    assert asked.accepted_on is None
    assert "24 mei 2026" in signed_in.get(reverse("cases:partners", args=[asked.case.public_id])).text
    with time_machine.travel(NOW + timedelta(days=21), tick=False):
        get_in(mailed)
        assert partner.post(f"{mailed}antwoord/nee/", no()).status_code == 302
    assert [one.kind for one in RequestAnswer.objects.order_by("pk")] == [AnswerKind.LATER, AnswerKind.NO]


def test_a_second_tab_with_another_answer_reads_that_it_did_not_count(
    partner: Client, mailed: str, asked: Involvement, get_in: Callable[[str], Any]
) -> None:
    get_in(mailed)
    partner.post(f"{mailed}antwoord/ja/", said(wait_weeks="0"))
    late = partner.post(f"{mailed}antwoord/nee/", no())
    assert late.status_code == 409
    assert "telde niet" in late.text
    asked.refresh_from_db()
    assert asked.declined_on is None
    assert RequestAnswer.objects.count() == 1


def test_called_off_in_the_meantime_says_so_to_who_was_in_and_nothing_to_others(
    partner: Client, mailed: str, asked: Involvement, colleague: User, get_in: Callable[[str], Any]
) -> None:
    get_in(mailed)
    call_off(involvement=asked, on=TODAY, reason="Niet meer nodig", by=colleague)
    late = partner.post(f"{mailed}antwoord/ja/", said(wait_weeks="1"))
    assert late.status_code == 409
    assert "Niet meer nodig" not in late.text
    assert QUESTION not in late.text
    assert not RequestAnswer.objects.exists()
    unknown = reverse("cases:request", args=["x" * 43])
    stranger = Client()
    first, second = stranger.get(mailed), stranger.get(unknown)
    assert first.status_code == second.status_code == 404
    assert without_what_changes(first.text, mailed) == without_what_changes(second.text, unknown)


def _withdrawn(asked: Involvement, by: User) -> None:
    records = list(SharingRecord.objects.filter(case=asked.case))
    withdraw_sharing(records=records, on=TODAY, reason="Wil het niet meer", by=by)


def _restricted(asked: Involvement, by: User) -> None:
    restrict_case(case=asked.case, kind=next(iter(RestrictionKind)), note="Kent het gezin", named=[], by=by, at=NOW)


def _left(asked: Involvement, by: User) -> None:
    change(asked.organisation, ends_on=TODAY)


def _taken_back(asked: Involvement, by: User) -> None:
    change(RequestLink.objects.get(), revoked_at=NOW, revoked_by=by)


@pytest.mark.parametrize("over", [_withdrawn, _left, _taken_back, _restricted], ids=lambda one: one.__name__)
def test_t13_the_link_ends_with_what_it_stands_on(
    over: Callable[[Involvement, User], None],
    partner: Client,
    mailed: str,
    asked: Involvement,
    colleague: User,
    get_in: Callable[[str], Any],
) -> None:
    get_in(mailed)
    assert QUESTION in partner.get(mailed).text
    over(asked, colleague)
    assert QUESTION not in partner.get(mailed).text
    assert partner.post(f"{mailed}antwoord/ja/", said(wait_weeks="1")).status_code == 409
    assert not RequestAnswer.objects.exists()
    assert Client().get(mailed).status_code == 404


def test_it_ends_by_itself_after_two_weeks(partner: Client, mailed: str, get_in: Callable[[str], Any]) -> None:
    with time_machine.travel(NOW + timedelta(days=13), tick=False):
        assert partner.get(mailed).status_code == 200
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        assert partner.get(mailed).status_code == 404
        assert partner.post(f"{mailed}code/").status_code == 404


def test_a_wrong_code_is_counted_and_five_are_enough(
    partner: Client, mailed: str, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        partner.post(f"{mailed}code/")
    right = code_in(mail.outbox[-1].body)
    wrong = "000000" if right != "000000" else "111111"
    assert [partner.post(mailed, {"code": wrong}).status_code for _ in range(6)] == [422] * 5 + [429]
    assert partner.post(mailed, {"code": right}).status_code == 429
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert partner.post(mailed, {"code": right}).status_code == 422  # too old by now


def test_fifteen_wrong_codes_end_the_link_for_good(asked: Involvement) -> None:
    link = RequestLinkFactory.create(involvement=asked)
    for _ in range(WRONG_CODES):
        link.uses.create(at=NOW - timedelta(days=1), outcome=LinkUse.WRONG_CODE)
    with pytest.raises(LinkIsOver):
        open_with_code(link=link, code="012345", at=NOW)


def test_a_code_works_once_and_for_its_own_link(
    partner: Client, mailed: str, asked: Involvement, get_in: Callable[[str], Any]
) -> None:
    get_in(mailed)
    code = code_in(mail.outbox[-1].body)
    assert Client().post(mailed, {"code": code}).status_code == 422
    other = InvolvementFactory.create(anonymous=True, case=asked.case, organisation=asked.organisation)
    theirs = RequestLinkFactory.create(involvement=other, token="y" * 43)
    assert Client().post(reverse("cases:request", args=["y" * 43]), {"code": code}).status_code == 422
    name, morsel = next((key, value) for key, value in partner.cookies.items() if key.startswith("verzoek-"))
    partner.cookies[f"verzoek-{theirs.public_id.hex[:12]}"] = morsel.value
    assert name != f"verzoek-{theirs.public_id.hex[:12]}"
    assert other.question not in partner.get(reverse("cases:request", args=["y" * 43])).text


def test_codes_do_not_fill_a_mailbox(partner: Client, mailed: str, django_capture_on_commit_callbacks: Commit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert [partner.post(f"{mailed}code/").status_code for _ in range(2)] == [302, 302]
    assert len(mail.outbox) == 2  # the link, and one code
    found = []
    for minutes in (2, 4, 6, 8, 10):
        with (
            time_machine.travel(NOW + timedelta(minutes=minutes), tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            found.append(Client().post(f"{mailed}code/").status_code)
    assert found == [302, 302, 302, 302, 429]
    assert RequestCode.objects.count() == 5


def test_after_half_an_hour_a_code_is_asked_again_and_what_was_typed_still_counts(
    partner: Client, mailed: str, asked: Involvement, get_in: Callable[[str], Any]
) -> None:
    get_in(mailed)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        assert QUESTION not in partner.get(mailed).text
        assert partner.post(f"{mailed}antwoord/nee/", no()).status_code == 302
    asked.refresh_from_db()
    assert asked.declined_on == TODAY


def test_closing_it_on_this_device(partner: Client, mailed: str, get_in: Callable[[str], Any]) -> None:
    get_in(mailed)
    assert partner.post(f"{mailed}klaar/").status_code == 302
    assert QUESTION not in partner.get(mailed).text


def test_a_new_mail_ends_the_link_before_and_pressing_twice_sends_one(
    asked: Involvement, signed_in: Client, mailed: str, django_capture_on_commit_callbacks: Commit
) -> None:
    key = {"request_key": str(uuid.uuid4())}
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            signed_in.post(mail_page(asked), key)
    assert len(mail.outbox) == 2
    assert Client().get(mailed).status_code == 404
    assert Client().get(path_in(mail.outbox[-1].body)).status_code == 200


def test_one_person_is_asked_at_their_own_address_only(signed_in: Client, asked: Involvement) -> None:
    someone = ProfessionalFactory.create(organisation=asked.organisation, email="")
    named = InvolvementFactory.create(
        case=asked.case, organisation=asked.organisation, sharing=asked.sharing, professional=someone
    )
    page = signed_in.get(mail_page(named))
    assert MAILBOX not in page.text
    signed_in.post(mail_page(named), {"request_key": str(uuid.uuid4())})
    assert not RequestLink.objects.exists()


def test_what_is_answered_or_may_not_be_shown_is_not_mailed(
    signed_in: Client, asked: Involvement, colleague: User
) -> None:
    _withdrawn(asked, colleague)
    assert mail_page(asked) not in signed_in.get(reverse("cases:partners", args=[asked.case.public_id])).text
    signed_in.post(mail_page(asked), {"request_key": str(uuid.uuid4())})
    assert not RequestLink.objects.exists()


def test_the_mail_goes_out_later_when_it_could_not_at_once(asked: Involvement, signed_in: Client) -> None:
    signed_in.post(mail_page(asked), {"request_key": str(uuid.uuid4())})  # the message to the broker is lost
    assert not mail.outbox
    assert mail_what_waits(at=NOW) == 1
    assert mail_what_waits(at=NOW) == 0
    assert len(mail.outbox) == 1


def test_an_anonymous_consult_shows_its_question_only(
    partner: Client, case: Case, get_in: Callable[[str], Any], signed_in: Client
) -> None:
    clinic = OrganisationFactory.create(email=MAILBOX)
    asked = InvolvementFactory.create(case=case, organisation=clinic, anonymous=True, question="Wat zou u doen?")
    RequestLinkFactory.create(involvement=asked, token="z" * 43)
    path = reverse("cases:request", args=["z" * 43])
    get_in(path)
    page = partner.get(path).text
    assert "Wat zou u doen?" in page
    assert case.household.name not in page
    assert partner.post(f"{path}antwoord/ja/", said(words="Bel mij morgen")).status_code == 302
    assert "Bel mij morgen" in signed_in.get(reverse("cases:partners", args=[case.public_id])).text


def test_another_team_mails_nothing_and_takes_nothing_back(client: Client, mailed: str, asked: Involvement) -> None:
    client.force_login(TeamMembershipFactory.create().user)
    link = RequestLink.objects.get()
    for path in (
        mail_page(asked),
        reverse("cases:request-link-revoke", args=[asked.case.public_id, link.public_id]),
    ):
        assert client.post(path, {"request_key": str(uuid.uuid4())}).status_code == 404
    assert Client().get(mailed).status_code == 200


def test_the_team_takes_the_link_back(signed_in: Client, mailed: str, asked: Involvement) -> None:
    link = RequestLink.objects.get()
    signed_in.post(reverse("cases:request-link-revoke", args=[asked.case.public_id, link.public_id]))
    assert Client().get(mailed).status_code == 404


def test_the_same_answer_twice_is_kept_once(asked: Involvement) -> None:
    link, key = RequestLinkFactory.create(involvement=asked), uuid.uuid4()
    answer = Answer(kind=AnswerKind.NO, name="Samira", reason=DeclineReason.CAPACITY)
    first = answer_by_link(link=link, answer=answer, at=NOW, request_key=key)
    assert answer_by_link(link=link, answer=answer, at=NOW, request_key=key) == first
    with pytest.raises(LinkIsOver):
        answer_by_link(link=link, answer=answer, at=NOW, request_key=uuid.uuid4())
