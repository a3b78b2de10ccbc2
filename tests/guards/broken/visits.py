"""The rules of the visiting service and of the own page of a volunteer."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from collectief.enums import CertificateKind, MatchEnd, VisitOutcome, WishEnd
from collectief.models import Certificate, Visit, VisitLink, VisitMatch, VisitWish
from tests.factories import (
    MethodFactory,
    VisitCodeFactory,
    VisitFactory,
    VisitLinkFactory,
    VisitLinkUseFactory,
    VisitMatchFactory,
    VisitWishFactory,
    VolunteerFactory,
)
from tests.factories.visits import trained
from tests.guards.past_the_code import change, twice

DAY = date(2020, 1, 1)
LATE = date(2026, 12, 1)
MOMENT = datetime(2026, 1, 26, 18, tzinfo=UTC)
BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


def match_without(kind: CertificateKind) -> None:
    wish = VisitWishFactory.create()
    helper = trained(wish=wish)
    Certificate.objects.filter(volunteer=helper, kind=kind).delete()
    VisitMatchFactory.create(wish=wish, volunteer=helper)


def match_after_the_training_ended() -> None:
    wish = VisitWishFactory.create()
    helper = trained(wish=wish)
    Certificate.objects.filter(volunteer=helper).update(ends_on=date(2026, 1, 5))
    VisitMatchFactory.create(wish=wish, volunteer=helper)


def trained_for_something_else() -> None:
    wish = VisitWishFactory.create()
    helper = trained(wish=wish)
    Certificate.objects.filter(volunteer=helper, kind="training").update(method=MethodFactory.create())
    VisitMatchFactory.create(wish=wish, volunteer=helper)


def one_too_many() -> None:
    running = VisitMatchFactory.create()
    wish = VisitWishFactory.create(team=running.wish.team, method=running.wish.method)
    VisitMatchFactory.create(wish=wish, volunteer=running.volunteer)


def two_visitors() -> None:
    wish = VisitWishFactory.create()
    twice(VisitMatchFactory.create, wish=wish)


def of_another_team() -> None:
    wish = VisitWishFactory.create()
    VisitMatchFactory.create(wish=wish, volunteer=trained(wish=wish, team=VolunteerFactory.create().team))


def who_stopped() -> None:
    wish = VisitWishFactory.create()
    helper = trained(wish=wish)
    change(helper, stopped_on=date(2026, 1, 1), stop_reason="time")
    VisitMatchFactory.create(wish=wish, volunteer=helper)


def ended_again() -> None:
    change(VisitMatchFactory.create(ended=True), ended_on=date(2026, 2, 2))


def visited_after_the_end() -> None:
    change(VisitFactory.create(told=True).match, ended_on=date(2026, 1, 25), end_reason=MatchEnd.ENOUGH)


def another_match() -> None:
    change(VisitFactory.create(), match=VisitMatchFactory.create())


def twice_that_day() -> None:
    twice(VisitFactory.create, match=VisitMatchFactory.create(), told=True)


def measured(**scores: int) -> None:
    VisitMatchFactory.create(measure_name="Rapportcijfer", measure_low=1, measure_high=10, **scores)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("visit_wish_agreed_somehow", lambda: VisitWishFactory.create(consent_manner="")),
    ("visit_wish_closed_as_a_whole", lambda: VisitWishFactory.create(closed_on=LATE)),
    ("visit_wish_closed_as_a_whole", lambda: VisitWishFactory.create(closed=True, closed_on=DAY)),
    ("visit_wish_is_known_or_forgotten", lambda: VisitWishFactory.create(name="")),
    ("visit_wish_is_known_or_forgotten", lambda: VisitWishFactory.create(reach="")),
    ("visit_wish_is_known_or_forgotten", lambda: VisitWishFactory.create(closed=True, erased_on=LATE)),
    (
        "visit_wish_is_forgotten_altogether",
        lambda: change(
            VisitWishFactory.create(closed=True, languages=["nl"]), name="", reach="", wish="", erased_on=LATE
        ),
    ),
    (
        "visit_wish_closes_after_the_visits",
        lambda: change(VisitMatchFactory.create().wish, closed_on=LATE, close_reason=WishEnd.DONE),
    ),
    (
        "volunteer_is_forgotten_altogether",
        lambda: change(
            VolunteerFactory.create(stopped=True, languages=["nl"]), name="", phone="", offers="", erased_on=LATE
        ),
    ),
    (
        "volunteer_stops_after_the_visits",
        lambda: change(VisitMatchFactory.create().volunteer, stopped_on=LATE, stop_reason="time"),
    ),
    ("volunteer_keeps_to_capacity", one_too_many),
    ("volunteer_keeps_to_capacity", lambda: change(VisitMatchFactory.create().volunteer, visits_at_once=0)),
    ("visit_match_needs_training", lambda: match_without(CertificateKind.TRAINING)),
    ("visit_match_needs_training", lambda: match_without(CertificateKind.CONDUCT)),
    ("visit_match_needs_training", match_after_the_training_ended),
    ("visit_match_needs_training", trained_for_something_else),
    ("visit_match_is_of_one_team", of_another_team),
    ("visit_match_is_of_one_team", lambda: VisitMatchFactory.create(wish__method=MethodFactory.create())),
    ("visit_match_both_want_it", who_stopped),
    ("visit_match_both_want_it", lambda: VisitMatchFactory.create(wish__closed=True)),
    ("visit_match_both_want_it", lambda: VisitMatchFactory.create(wish__consent_on=LATE)),
    ("visit_match_one_at_a_time", two_visitors),
    ("visit_match_lasts_a_while", lambda: VisitMatchFactory.create(planned_until=DAY)),
    ("visit_match_ended_as_a_whole", lambda: VisitMatchFactory.create(end_reason=MatchEnd.ENOUGH)),
    ("visit_match_ended_as_a_whole", lambda: VisitMatchFactory.create(ended=True, end_reason="")),
    ("visit_match_ended_as_a_whole", lambda: VisitMatchFactory.create(ended=True, ended_on=DAY)),
    ("visit_match_ended_as_a_whole", lambda: VisitMatchFactory.create(talked_on=LATE)),
    ("visit_match_scores_lie_on_the_scale", lambda: measured(score_before=0)),
    ("visit_match_scores_lie_on_the_scale", lambda: measured(score_after=11)),
    ("visit_match_scores_lie_on_the_scale", lambda: VisitMatchFactory.create(score_before=5)),
    ("visit_match_stays_as_it_was", ended_again),
    ("visit_match_stays_as_it_was", lambda: change(VisitMatchFactory.create(), starts_on=date(2026, 1, 6))),
    ("visit_told_as_a_whole", lambda: VisitFactory.create(planned_on=None)),
    ("visit_told_as_a_whole", lambda: VisitFactory.create(told=True, minutes=None)),
    ("visit_told_as_a_whole", lambda: VisitFactory.create(told=True, outcome=VisitOutcome.NOT)),
    ("visit_told_as_a_whole", lambda: VisitFactory.create(is_worried=True)),
    ("visit_once_a_day", twice_that_day),
    ("visit_lies_in_its_match", lambda: VisitFactory.create(planned_on=LATE)),
    ("visit_lies_in_its_match", lambda: VisitFactory.create(told=True, held_on=date(2026, 1, 4))),
    ("visit_lies_in_its_match", lambda: VisitFactory.create(told=True, held_on=date(2026, 1, 27))),
    ("visit_lies_in_its_match", visited_after_the_end),
    ("visit_lies_in_its_match", another_match),
    ("visit_link_goes_to_an_address", lambda: VisitLinkFactory.create(email="")),
    ("visit_link_sent_with_its_hash", lambda: VisitLinkFactory.create(digest=None)),
    ("visit_link_revoked_by_somebody", lambda: VisitLinkFactory.create(revoked_at=MOMENT)),
    ("visit_link_lasts_about_a_year_at_most", lambda: VisitLinkFactory.create(expires_on=date(2028, 1, 1))),
    ("volunteer_has_one_link", lambda: twice(VisitLinkFactory.create, volunteer=VisitMatchFactory.create().volunteer)),
    ("visit_link_stays_as_it_was", lambda: change(VisitLinkFactory.create(), starts_on=date(2026, 1, 4))),
    ("visit_code_sent_with_its_hash", lambda: VisitCodeFactory.create(digest=None)),
    ("visit_code_used_after_it_was_sent", lambda: VisitCodeFactory.create(used_at=BEFORE)),
    ("visit_code_is_used_once", lambda: change(VisitCodeFactory.create(), asked_at=BEFORE)),
    ("visit_link_use_is_known", lambda: VisitLinkUseFactory.create(outcome="seen")),
    ("visit_link_opens_while_it_lasts", lambda: VisitLinkUseFactory.create(at=datetime(2028, 1, 1, tzinfo=UTC))),
]
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (VisitWish, VisitWishFactory.create),
    (VisitMatch, VisitMatchFactory.create),
    (Visit, VisitFactory.create),
    (VisitLink, VisitLinkFactory.create),
]
