"""The list puts its statement together once for each shape of rights: it finds what an ordinary query finds."""

from datetime import date, timedelta
from itertools import cycle, product

import pytest
from django.db.models import Count

from cases.models import Case, CaseRights
from cases.selectors.case_list import ORDERS, SHOWN, Terms, case_list, chosen_cases, clean_filters, wanted_of
from tests.cases.conftest import TODAY
from tests.factories import AgreedTermsFactory, CaseFactory, ContactFactory, PlanFactory, TeamFactory
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TERMS = Terms(plan_days=42, silence_days=30)
NONE, ONE, MORE = 0, 1, 2


@pytest.fixture
def worker(colleague: User) -> User:
    """With three teams that each have cases in every state, some of them theirs."""
    AgreedTermsFactory.create(plan_days=TERMS.plan_days, silence_days=TERMS.silence_days)
    long_ago, lately = date(2026, 1, 5), TODAY - timedelta(days=2)
    for team in (TeamFactory.create(), TeamFactory.create(), TeamFactory.create()):
        for _ in range(2):
            CaseFactory.create(team=team, opened_on=long_ago, coordinator=colleague)
            spoken = CaseFactory.create(team=team, opened_on=long_ago)
            ContactFactory.create(case=spoken, occurred_at=start_of(lately))
            PlanFactory.create(case=spoken, in_force=True)
            CaseFactory.create(team=team, opened_on=lately, waiting=True)
            CaseFactory.create(
                team=team, opened_on=long_ago, closed_on=lately, closing_reason="moved", coordinator=False
            )
    return colleague


def test_every_list_of_every_shape_is_the_ordinary_query(worker: User) -> None:
    mine, theirs, strange = Case.objects.values_list("team", flat=True).annotate(Count("pk")).order_by("team")
    of_mine, of_strange = (list(Case.objects.filter(team=team).order_by("pk")) for team in (mine, strange))
    sizes = (NONE, ONE, MORE)
    orders, found_any = cycle(ORDERS), set()
    for teams, extra, hidden, emergency in product(sizes, repeat=4):
        rights = CaseRights(
            teams=(mine, theirs)[:teams],
            cases=tuple(case.pk for case in of_strange[:extra]),
            hidden=tuple(case.pk for case in of_mine[:hidden]),
            emergency=tuple(case.pk for case in of_strange[2 : 2 + emergency]),
        )
        for shown in SHOWN:
            chosen = clean_filters({"toon": shown, "volgorde": next(orders)}, user=worker)
            wanted = wanted_of(chosen, user=worker, today=TODAY, terms=TERMS)
            assert wanted is not None
            ordinary = set(chosen_cases(shown, wanted, rights=rights).values_list("pk", flat=True))
            listed = case_list(user=worker, rights=rights, chosen=chosen, page="1", today=TODAY)
            assert {row.case_id for row in listed.rows} == ordinary, (rights, chosen)
            if ordinary:
                found_any.add(shown)
    assert found_any == set(SHOWN)  # none of the comparisons was of nothing with nothing


def test_each_page_goes_on_where_the_last_one_ended(colleague: User) -> None:
    team = TeamFactory.create()
    made = [CaseFactory.create(team=team, opened_on=TODAY - timedelta(days=day)).pk for day in range(60)]
    rights = CaseRights(teams=(team.pk,))
    chosen = clean_filters({"toon": "open"}, user=colleague)
    pages = [
        [row.case_id for row in case_list(user=colleague, rights=rights, chosen=chosen, page=page, today=TODAY).rows]
        for page in ("1", "2", "3", "4", "niets")
    ]
    assert [*pages[0], *pages[1], *pages[2]] == made
    assert pages[3:] == [pages[2], pages[0]]  # past the end is the last one, and what is no number is the first
