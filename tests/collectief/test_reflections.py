"""Reflections: kept with the figures of then, looked back at three times, and never rewritten."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from collectief.enums import Occasion, ReflectionChoice, ReviewResult
from collectief.models import Reflection, ReflectionFigure, ReflectionReview
from collectief.services.hold_reflection import look_back
from tests.factories import (
    CaseFactory,
    InitiativeFactory,
    NeighbourhoodFactory,
    OpportunityFactory,
    OrganisationFactory,
    ReflectionFactory,
    ReflectionReviewFactory,
    RingMembershipFactory,
    SignalFactory,
    TeamAreaFactory,
    ThemeWeekFactory,
)
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LAST = date(2026, 4, 27)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def given(colleague: User, **fields: Any) -> dict[str, Any]:
    return {
        "occasion": "calendar",
        "held_on": "2026-05-01",
        "residents": "7",
        "seen": "Mensen kennen hun buren niet.",
        "choice": "start",
        "chosen": "Elke week samen eten.",
        "decided_by": "Team en bewoners",
        "responsible": colleague.pk,
        "request_key": str(uuid.uuid4()),
        **fields,
    }


def test_from_an_opportunity_with_the_figures_of_then_and_three_reviews(
    signed_in: Client, team: Team, colleague: User, teammate: User
) -> None:
    found = OpportunityFactory.create(team=team)
    TeamAreaFactory.create(team=team, area=found.area)
    ThemeWeekFactory.create(area=found.area, theme=found.theme, week=LAST, questions=4, signals=3)
    SignalFactory.create(team=team, theme=found.theme, area=found.area)
    near = NeighbourhoodFactory.create(parent=found.area)
    CaseFactory.create(team=team, theme=found.theme, household__area=near, opened_on=date(2026, 4, 20))
    partner = RingMembershipFactory.create(team=team).organisation
    address = f"{reverse('collectief:reflection-new')}?kans={found.public_id}"
    form = signed_in.get(address).context["form"]
    assert (form["occasion"].value(), form["theme"].value(), form["area"].value()) == (
        Occasion.OPPORTUNITY, found.theme_id, found.area_id,
    )  # fmt: skip
    data = given(
        colleague, occasion="opportunity", theme=found.theme_id, area=found.area_id,
        partners=[partner.pk], colleagues=[teammate.pk],
    )  # fmt: skip
    first, second = (signed_in.post(address, data) for _ in range(2))
    kept = Reflection.objects.get()
    assert first["Location"] == second["Location"] == reverse("collectief:reflection", args=[kept.public_id])
    assert (kept.opportunity, kept.choice, kept.residents) == (found, ReflectionChoice.START, 7)
    assert (list(kept.partners.all()), list(kept.colleagues.all())) == ([partner], [teammate])
    assert list(kept.reviews.order_by("months").values_list("months", "due_on", "responsible")) == [
        (3, date(2026, 8, 1), colleague.pk),
        (6, date(2026, 11, 1), colleague.pk),
        (12, date(2027, 5, 1), colleague.pk),
    ]
    figures = dict(ReflectionFigure.objects.values_list("key", "value"))
    assert figures == {
        "asked": 7, "signals-waiting": 1, "asks-waiting": 0, "initiatives": 0, "outreach": 0,
        "open-cases": 1, "new-cases": 1,
    }  # fmt: skip
    page = signed_in.get(first["Location"])
    assert page.context["page"].people == ("7 bewoners", partner.name, teammate.name)
    opportunity = signed_in.get(reverse("collectief:opportunity", args=[found.public_id]))
    assert opportunity.context["page"].state.text == "reflectie: een initiatief beginnen"


def test_looking_back_sets_then_beside_now_and_freezes_it(signed_in: Client, team: Team, colleague: User) -> None:
    signed_in.post(reverse("collectief:reflection-new"), given(colleague))
    review = ReflectionReview.objects.get(months=3)
    address = reverse("collectief:review", args=[review.public_id])
    assert signed_in.get(address).status_code == 404  # it is not time yet
    InitiativeFactory.create(team=team, starts_on=date(2026, 6, 1))
    with time_machine.travel(datetime(2026, 8, 3, 9, tzinfo=UTC), tick=False):
        signed_in.force_login(colleague)
        figures = signed_in.get(address).context["figures"]
        assert figures.heads == ("Toen", "Nu")
        assert next(row.values for row in figures.rows if row.label == "Initiatieven die lopen") == (0, 1)
        assert signed_in.post(address, {"result": "better"}).status_code == 422
        signed_in.post(address, {"result": "better", "note": "Twintig mensen per week."})
        InitiativeFactory.create(team=team)
        page = signed_in.get(reverse("collectief:reflection", args=[review.reflection.public_id])).context["page"]
    assert page.figures.heads == ("Toen", "Na 3 maanden", "Nu")
    assert next(row.values for row in page.figures.rows if row.label == "Initiatieven die lopen") == (0, 1, 2)
    review.refresh_from_db()
    assert (review.result, review.done_by) == (ReviewResult.BETTER, colleague)


def test_who_looks_back_second_hears_it_and_keeps_the_text(signed_in: Client, team: Team, teammate: User) -> None:
    review = ReflectionReviewFactory.create(reflection__team=team, due_on=date(2026, 5, 1))
    address = reverse("collectief:review", args=[review.public_id])
    signed_in.get(address)
    look_back(review=review, result=ReviewResult.SAME, note="Nog even.", by=teammate, at=NOW)
    answer = signed_in.post(address, {"result": "better", "note": "Mijn lange tekst"})
    assert answer.status_code in {302, 422}
    review.refresh_from_db()
    assert review.note == "Nog even."
    assert "Mijn lange tekst" in answer.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"seen": ""}, "seen"),
        ({"held_on": "2026-05-05"}, "held_on"),
        ({"occasion": "opportunity"}, "occasion"),
        ({"occasion": "municipality"}, "officials"),
        ({"choice": "strengthen"}, "initiative"),
        ({"residents": "501"}, "residents"),
        ({"responsible": "0"}, "responsible"),
    ],
)
def test_what_is_not_whole_is_refused(signed_in: Client, colleague: User, wrong: dict[str, str], field: str) -> None:
    answer = signed_in.post(reverse("collectief:reflection-new"), given(colleague, **wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Reflection.objects.exists()


def test_the_meeting_with_the_municipality_is_a_kind(signed_in: Client, colleague: User, team: Team) -> None:
    address = f"{reverse('collectief:reflection-new')}?aanleiding=municipality"
    assert signed_in.get(address).context["form"]["occasion"].value() == "municipality"
    signed_in.post(
        address, given(colleague, occasion="municipality", officials="Wethouder zorg", choice="ask", chosen="Ruimte")
    )
    kept = Reflection.objects.get()
    assert (kept.occasion, kept.officials, kept.choice) == (Occasion.MUNICIPALITY, "Wethouder zorg", "ask")


def test_an_opportunity_of_another_team_is_not_there(signed_in: Client, other_team: Team, colleague: User) -> None:
    found = OpportunityFactory.create(team=other_team)
    address = reverse("collectief:reflection-new")
    assert signed_in.get(address, {"kans": str(found.public_id)}).status_code == 404
    assert signed_in.get(address, {"kans": "geen-uuid"}).status_code == 200
    foreign = ReflectionFactory.create(team=other_team)
    assert signed_in.get(reverse("collectief:reflection", args=[foreign.public_id])).status_code == 404


def test_a_partner_that_is_in_no_ring_of_the_team_is_no_choice(signed_in: Client, colleague: User) -> None:
    answer = signed_in.post(
        reverse("collectief:reflection-new"), given(colleague, partners=[OrganisationFactory.create().pk])
    )
    assert list(answer.context["form"].errors) == ["partners"]


def test_my_work_asks_to_look_back_and_a_coordinator_for_who_left(
    signed_in: Client, team: Team, colleague: User, coordinator: User, ex_colleague: User
) -> None:
    mine = ReflectionReviewFactory.create(
        reflection__team=team, reflection__responsible=colleague, due_on=date(2026, 5, 1)
    )
    left = ReflectionReviewFactory.create(
        reflection__team=team, reflection__responsible=ex_colleague, due_on=date(2026, 5, 2)
    )
    ReflectionReviewFactory.create(
        reflection__team=team, reflection__responsible=colleague, due_on=date(2026, 5, 5), months=6
    )

    def asked(client: Client) -> list[str]:
        page = client.get(reverse("cases:my-work"))
        return [
            item.url
            for group in page.context["groups"]
            for row in group.rows
            for item in row.items
            if item.kind == "review"
        ]

    assert asked(signed_in) == [reverse("collectief:review", args=[mine.public_id])]
    signed_in.force_login(coordinator)
    assert asked(signed_in) == [reverse("collectief:review", args=[left.public_id])]


def test_the_list_shows_first_where_it_is_time(signed_in: Client, team: Team) -> None:
    later = ReflectionFactory.create(team=team, held_on=date(2026, 4, 1))
    ReflectionReviewFactory.create(reflection=later, due_on=date(2026, 7, 1))
    due = ReflectionReviewFactory.create(reflection__team=team, due_on=date(2026, 4, 1)).reflection
    overview = signed_in.get(reverse("collectief:reflections")).context["overview"]
    assert [row.url for row in overview.due] == [reverse("collectief:reflection", args=[due.public_id])]
    assert [row.url for row in overview.others] == [reverse("collectief:reflection", args=[later.public_id])]
