"""T21: what somebody typed is not lost: not by a tab too many, not by a session that ended, not by a wrong turn."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Contact
from tests.factories import CaseFactory, DraftFactory, UserFactory
from wijkteam.accounts.models import User
from wijkteam.drafts.models import Draft
from wijkteam.drafts.models.seal import decrypt
from wijkteam.drafts.schedules import remove_old
from wijkteam.drafts.services.keep_draft import DraftKey
from wijkteam.teams.models import Team, TeamMembership

pytestmark = pytest.mark.django_db
KEEP, FIND, DROP = (reverse(f"drafts:{name}") for name in ("keep", "find", "drop"))


def token(user: User, case: Case | None = None, *, form: str = "contact", page: str = "one") -> str:
    subject = case.public_id if case else None
    return DraftKey(user_id=user.pk, form=form, subject=subject, part=None, page=page).sign()


def keep(client: Client, signed: str, text: str, *, slot: int = 0, version: int = 0) -> Any:
    return client.post(
        KEEP,
        {"draft": signed, "draft_slot": slot, "draft_version": version, "text": text, "draft_path": "/casussen/"},
    )


@pytest.fixture
def typing(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def contact_of(case: Case) -> str:
    return reverse("cases:contact-log", args=[case.public_id])


def filled_in(user: User, case: Case, **changes: Any) -> dict[str, Any]:
    now = timezone.localtime()
    return {
        "text": "Samen de post geopend.",
        "kind": "visit",
        "minutes": "45",
        "day": now.date().isoformat(),
        "time": "00:00",
        "visibility": "team",
        "request_key": str(uuid.uuid4()),
        "draft": token(user, case),
        "draft_slot": "0",
        "draft_version": "0",
        **changes,
    }


# -- while typing ----------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_found_again(typing: Client, colleague: User, case: Case) -> None:
    first = keep(typing, token(colleague, case), "Een").json()
    second = keep(typing, token(colleague, case), "Een twee", version=first["version"]).json()
    assert (first["version"], second["version"]) == (1, 2)
    found = typing.post(FIND, {"draft": token(colleague, case, page="later")}).json()
    assert (found["fields"]["text"], found["version"]) == (["Een twee"], 2)
    assert Draft.objects.count() == 1


def test_the_text_is_closed_in_the_database(typing: Client, colleague: User, case: Case) -> None:
    keep(typing, token(colleague, case), "kanarietekst")
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM drafts_draft d")
        assert "kanarie" not in str(cursor.fetchall())


def test_a_draft_is_of_its_writer_alone(client: Client, colleague: User, teammate: User, case: Case) -> None:
    draft = DraftFactory.create(user=colleague, subject=case.public_id)
    client.force_login(teammate)
    for url in (FIND, KEEP, DROP):
        assert client.post(url, {"draft": token(colleague, case)}).status_code in {403, 409}
    assert client.get(reverse("drafts:draft", args=[draft.public_id])).status_code == 404
    assert client.post(reverse("drafts:remove", args=[draft.public_id])).status_code == 404
    assert client.post(FIND, {"draft": token(teammate, case)}).status_code == 204
    draft.refresh_from_db()
    assert decrypt(draft) == {"text": ["Nog niet af"]}


@pytest.mark.parametrize("signed", ["", "x", "a:b:c"])
def test_a_word_that_is_not_ours_keeps_nothing(signed: str, typing: Client) -> None:
    assert keep(typing, signed, "x").status_code == 403
    assert not Draft.objects.exists()


def test_an_old_page_keeps_nothing(typing: Client, colleague: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=13)):
        old = token(colleague)
    assert keep(typing, old, "x").status_code == 403


def test_two_tabs_both_keep_their_text(typing: Client, colleague: User, case: Case) -> None:
    one, two = token(colleague, case, page="one"), token(colleague, case, page="two")
    first = keep(typing, one, "In de eerste").json()
    other = keep(typing, two, "In de tweede").json()
    assert (first["moved"], other["moved"], other["slot"]) == (False, True, 1)
    keep(typing, one, "In de eerste, verder", version=first["version"])
    keep(typing, two, "In de tweede, verder", slot=other["slot"], version=other["version"])
    texts = {decrypt(draft)["text"][0] for draft in Draft.objects.all()}
    assert texts == {"In de eerste, verder", "In de tweede, verder"}


def test_a_tab_that_restored_an_older_version_does_not_overwrite_the_newer(
    typing: Client, colleague: User, case: Case
) -> None:
    signed = token(colleague, case)
    start = keep(typing, signed, "a").json()
    keep(typing, signed, "ab", version=start["version"])
    late = keep(typing, token(colleague, case, page="old"), "ax", version=start["version"]).json()
    assert late["moved"]
    assert {decrypt(draft)["text"][0] for draft in Draft.objects.all()} == {"ab", "ax"}


def test_a_sixth_text_is_refused_and_not_put_over_another(typing: Client, colleague: User, case: Case) -> None:
    answers = [keep(typing, token(colleague, case, page=str(n)), f"Tekst {n}").status_code for n in range(6)]
    assert answers == [200] * 5 + [409]


def test_a_text_that_is_too_long_is_refused(typing: Client, colleague: User) -> None:
    assert keep(typing, token(colleague), "a" * 200_000).status_code == 409


def test_throwing_away_while_another_tab_types_is_told(typing: Client, colleague: User, case: Case) -> None:
    signed = token(colleague, case)
    version = keep(typing, signed, "Weg").json()["version"]
    typing.post(DROP, {"draft": signed, "draft_slot": "0"})
    assert keep(typing, signed, "Weg ermee", version=version).status_code == 410
    assert keep(typing, signed, "Toch niet").status_code == 200


# -- saving ----------------------------------------------------------------------------------------


def test_saving_ends_the_draft_also_what_is_still_on_its_way(typing: Client, colleague: User, case: Case) -> None:
    sent = filled_in(colleague, case)
    keep(typing, sent["draft"], "Samen de post")
    assert typing.post(contact_of(case), {**sent, "draft_version": "1"}).status_code == 302
    assert not Draft.objects.exists()
    assert keep(typing, sent["draft"], "Samen de post geopend", version=1).status_code == 410
    assert keep(typing, sent["draft"], "Samen de post geopend").status_code == 410
    assert not Draft.objects.exists()


def test_a_form_that_comes_back_goes_on_with_its_draft(typing: Client, colleague: User, case: Case) -> None:
    sent = filled_in(colleague, case, minutes="")
    keep(typing, sent["draft"], "Samen")
    answer = typing.post(contact_of(case), {**sent, "draft_version": "1"})
    assert answer.status_code == 422
    assert f'value="{sent["draft"]}"' in answer.text
    assert 'name="draft_version" value="1"' in answer.text
    assert Draft.objects.count() == 1


# -- a session that ended --------------------------------------------------------------------------


@pytest.mark.parametrize("htmx", [False, True])
def test_a_form_sent_after_the_session_ended_loses_no_word(
    htmx: bool, client: Client, colleague: User, case: Case
) -> None:
    sent = filled_in(colleague, case, text="Tweehonderd\nwoorden")
    answer = client.post(contact_of(case), sent, headers={"HX-Request": "true"} if htmx else {})
    assert answer.status_code == (401 if htmx else 302)
    draft = Draft.objects.get()
    assert decrypt(draft)["text"] == ["Tweehonderd\nwoorden"]
    client.force_login(colleague)
    page = client.get(reverse("drafts:draft", args=[draft.public_id]))
    if not htmx:
        assert reverse("drafts:draft", args=[draft.public_id]) in answer["Location"].replace("%2F", "/")
    assert "Tweehonderd\nwoorden</textarea>" in page.text
    # without JavaScript the text is saved from there, as it was, once
    again = {name: values[0] for name, values in decrypt(draft).items()}
    again |= {"draft": page.context["token"], "draft_slot": "0", "draft_version": "1"}
    assert client.post(contact_of(case), again).status_code == 302
    assert client.post(contact_of(case), again).status_code == 302
    assert Contact.objects.get().text == "Tweehonderd\nwoorden"
    assert not Draft.objects.exists()


def test_only_who_typed_it_gets_it_back(client: Client, colleague: User, teammate: User, case: Case) -> None:
    client.post(contact_of(case), filled_in(colleague, case))
    client.force_login(teammate)
    assert client.get(reverse("drafts:draft", args=[Draft.objects.get().public_id])).status_code == 404
    # a page of a colleague that is still open in this browser is not saved under another name
    answer = client.post(contact_of(case), filled_in(colleague, case, text="Van een ander"))
    assert answer.status_code == 409
    assert not Contact.objects.exists()
    assert {draft.user for draft in Draft.objects.all()} == {colleague}


def test_the_login_page_is_no_place_to_leave_text(client: Client, colleague: User) -> None:
    client.post(reverse("account_login"), {"draft": token(colleague), "text": "x"})
    assert not Draft.objects.exists()


def test_a_page_elsewhere_is_never_gone_back_to(typing: Client, colleague: User) -> None:
    for path in ("https://kwaad.nl/", "//kwaad.nl/x", "/bestaat-niet/", "javascript:alert(1)"):
        page = uuid.uuid4().hex
        typing.post(KEEP, {"draft": token(colleague, page=page), "text": page, "draft_path": path})
    assert {draft.path for draft in Draft.objects.all()} == {reverse("drafts:list")}


# -- my drafts -------------------------------------------------------------------------------------


def test_a_case_that_may_not_be_seen_any_more_takes_no_text_along(typing: Client, colleague: User, team: Team) -> None:
    case = CaseFactory.create(team=team)
    keep(typing, token(colleague, case), "Over een gezin van toen")
    draft = Draft.objects.get()
    assert case.household.name in typing.get(reverse("drafts:list")).text
    TeamMembership.objects.filter(user=colleague).update(ends_on=timezone.localdate())
    page = typing.get(reverse("drafts:list")).text
    assert "Over een gezin van toen" not in page
    assert case.household.name not in page
    assert "Je mag dit dossier niet meer zien" in page
    assert typing.get(reverse("drafts:draft", args=[draft.public_id])).status_code == 404
    assert Draft.objects.exists()
    assert typing.post(reverse("drafts:remove", args=[draft.public_id])).status_code == 302
    assert not Draft.objects.exists()


def test_after_fourteen_days_it_is_gone() -> None:
    user = UserFactory.create()
    DraftFactory.create(user=user, saved_at=timezone.now() - timedelta(days=14, minutes=1))
    kept = DraftFactory.create(user=user, slot=1, saved_at=timezone.now() - timedelta(days=13, hours=23))
    remove_old()
    assert list(Draft.objects.all()) == [kept]


def test_a_new_key_still_opens_what_an_old_one_closed(settings: Any, typing: Client, colleague: User) -> None:
    keep(typing, token(colleague), "Blijft leesbaar")
    draft = Draft.objects.get()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-this-installation"
    assert decrypt(draft)["text"] == ["Blijft leesbaar"]
    settings.SECRET_KEY_FALLBACKS = []
    assert decrypt(draft) == {}
