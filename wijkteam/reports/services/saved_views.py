"""Use cases: keep a view of the overview, make it the one that opens, throw it away."""

from django.db import transaction

from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.reports.enums import OverviewPage
from wijkteam.reports.models import MOST_VIEWS, SavedView
from wijkteam.teams.models import Team


class TooManyViews(Exception):
    """There are twelve: throw one away first."""


@transaction.atomic
def save_view(
    *,
    by: User,
    name: str,
    page: OverviewPage,
    team: Team,
    district: Area | None,
    theme: Theme | None,
    months: int,
    is_default: bool,
) -> SavedView:
    """Under a name that is there already it takes the place of that one. Raises TooManyViews."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)  # two tabs at once wait for each other
    own = SavedView.objects.filter(user=by)
    known = own.filter(name=name).first()
    free = sorted(set(range(1, MOST_VIEWS + 1)) - set(own.values_list("place", flat=True)))
    if known is None and not free:
        raise TooManyViews
    if is_default:
        own.update(is_default=False)
    view = known or SavedView(user=by, name=name, place=free[0])
    view.page, view.team, view.district, view.theme, view.months = page, team, district, theme, months
    view.is_default = is_default or (known is not None and known.is_default)
    view.save()
    return view


@transaction.atomic
def make_default(*, view: SavedView) -> None:
    """It opens by itself from now on; asked once more, it no longer does."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=view.user_id)
    SavedView.objects.filter(user=view.user_id).exclude(pk=view.pk).update(is_default=False)
    view.is_default = not view.is_default
    view.save(update_fields=["is_default"])


def remove_view(*, view: SavedView) -> None:
    view.delete()
