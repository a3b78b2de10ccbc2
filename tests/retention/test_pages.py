"""The screens of the road, through the front door."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from tests.factories import LegalHoldFactory, UserFactory, sign_in
from tests.factories.retention import closed_long_ago
from wijkteam.retention.models import DestructionList, LegalHold, RetentionTerm
from wijkteam.retention.services.walk_list import approve_list, draw_up_list, review_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, Client]:
    return {
        "author": sign_in(Client(), UserFactory.create(administrator=True, name="Anouk Auteur")),
        "reviewer": sign_in(Client(), UserFactory.create(privacy_officer=True, name="Sunil Kijker")),
        "archivist": sign_in(Client(), UserFactory.create(administrator=True, name="Ada Archief")),
    }


def test_g25_the_whole_road_on_screen(people: dict[str, Client], django_capture_on_commit_callbacks: Any) -> None:
    case = closed_long_ago()
    author, reviewer, archivist = people.values()
    response = author.post(reverse("retention:draw-up"), {"request_key": uuid.uuid4()})
    made = DestructionList.objects.get()
    url = reverse("retention:list", args=[made.public_id])
    assert response.headers["Location"] == url
    page = author.get(url).content.decode()
    assert case.number in page
    assert case.household.name not in page
    assert author.post(reverse("retention:review", args=[made.public_id])).status_code == 403
    assert reviewer.post(reverse("retention:review", args=[made.public_id])).status_code == 302
    assert author.post(reverse("retention:approve", args=[made.public_id])).status_code == 403
    assert reviewer.post(reverse("retention:approve", args=[made.public_id])).status_code == 403
    assert archivist.post(reverse("retention:approve", args=[made.public_id])).status_code == 302
    confirm = reverse("retention:confirm", args=[made.public_id])
    assert author.post(confirm, {"typed": "vernietig 1 dossier"}).status_code == 409
    assert Case.objects.filter(pk=case.pk).exists()


def test_carrying_out_asks_for_the_typed_sentence(
    people: dict[str, Client], django_capture_on_commit_callbacks: Any
) -> None:
    closed_long_ago()
    then = timezone.now() - dt.timedelta(days=8)
    by = [UserFactory.create() for _ in range(3)]
    made = draw_up_list(by=by[0], at=then, request_key=uuid.uuid4())
    approve_list(destruction=review_list(destruction=made, by=by[1], at=then), by=by[2], at=then)
    confirm = reverse("retention:confirm", args=[made.public_id])
    assert people["author"].post(confirm, {"typed": "ja"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert people["author"].post(confirm, {"typed": " Vernietig  1 dossier"}).status_code == 302
    assert not Case.objects.exists()
    page = people["reviewer"].get(reverse("retention:declaration", args=[made.public_id])).content.decode()
    assert "1 dossiers van huishoudens" in page
    pdf = people["reviewer"].get(reverse("retention:declaration-pdf", args=[made.public_id]))
    assert pdf.content.startswith(b"%PDF")


def test_taking_out_and_dropping_ask_why(people: dict[str, Client]) -> None:
    closed_long_ago()
    people["author"].post(reverse("retention:draw-up"), {"request_key": uuid.uuid4()})
    made = DestructionList.objects.get()
    entry = made.entries.get()
    out = reverse("retention:take-out", args=[made.public_id, entry.public_id])
    assert people["reviewer"].post(out, {"reason": ""}).status_code == 422
    assert people["reviewer"].post(out, {"reason": "Historisch belang"}).status_code == 302
    page = people["author"].get(reverse("retention:list", args=[made.public_id])).content.decode()
    assert "Historisch belang" in page
    drop = reverse("retention:drop", args=[made.public_id])
    assert people["author"].post(drop, {"reason": "Leeg"}).status_code == 302
    made.refresh_from_db()
    assert made.dropped_because == "Leeg"


def test_holding_a_file_by_its_number(people: dict[str, Client]) -> None:
    case = closed_long_ago()
    answers = {"number": case.number, "reason": "Klacht", "until": "2099-01-01", "request_key": str(uuid.uuid4())}
    hold = reverse("retention:hold")
    assert people["reviewer"].post(hold, answers).status_code == 422, "further than ten years"
    answers["until"] = (timezone.localdate() + dt.timedelta(days=90)).isoformat()
    assert people["reviewer"].post(hold, {**answers, "number": f"1999-{case.pk:05d}"}).status_code == 422
    for _ in range(2):
        assert people["reviewer"].post(hold, answers).status_code == 302
    made = LegalHold.objects.get()
    assert case.number in people["author"].get(reverse("retention:holds")).content.decode()
    lift = reverse("retention:lift", args=[made.public_id])
    assert people["reviewer"].post(lift, {"reason": "Klaar"}).status_code == 302
    assert LegalHold.objects.get().lifted_because == "Klaar"


def test_a_term_is_never_shorter_than_the_law(people: dict[str, Client]) -> None:
    url = reverse("retention:term-add")
    assert people["reviewer"].post(url, {"ground": "youth", "years": 19, "source": "4.2"}).status_code == 422
    assert people["reviewer"].post(url, {"ground": "youth", "years": 25, "source": "4.2"}).status_code == 302
    assert RetentionTerm.objects.get().years == 25
    assert "25 jaar" in people["author"].get(reverse("retention:terms")).content.decode()


def test_the_hold_of_another_case_is_not_lost(people: dict[str, Client]) -> None:
    LegalHoldFactory.create(lifted=True)
    assert people["author"].get(reverse("retention:holds")).status_code == 200
