"""Two tabs keep a view at one moment, over real connections that commit: never more than twelve, and one default."""

from collections.abc import Callable

import pytest

from tests.cases.test_at_once import at_once, kinds
from tests.factories import SavedViewFactory, TeamFactory, UserFactory
from wijkteam.reports.enums import OverviewPage
from wijkteam.reports.models import MOST_VIEWS, SavedView
from wijkteam.reports.services.saved_views import save_view

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def test_the_last_place_is_given_once() -> None:
    user, team = UserFactory.create(team_coordinator=True), TeamFactory.create()
    for place in range(1, MOST_VIEWS):
        SavedViewFactory.create(user=user, team=team, place=place, name=f"Weergave {place}")

    def keep(name: str) -> Callable[[], SavedView]:
        return lambda: save_view(
            by=user,
            name=name,
            page=OverviewPage.COURSE,
            team=team,
            district=None,
            theme=None,
            months=12,
            is_default=True,
        )

    results = at_once(keep("Een"), keep("Twee"))
    assert kinds(results) == ["SavedView", "TooManyViews"]
    assert SavedView.objects.filter(user=user).count() == MOST_VIEWS
    assert SavedView.objects.filter(user=user, is_default=True).count() == 1
