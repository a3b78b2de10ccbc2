"""The rules of outreach and opportunities."""

from collections.abc import Callable
from datetime import date
from typing import Any

from collectief.enums import Occasion, OpportunityAnswer, ReflectionChoice
from collectief.models import OpportunityReply, OutreachMoment, Reflection
from tests.factories import (
    DetectionRunFactory,
    DistrictFactory,
    HeardFactory,
    OpportunityFactory,
    OpportunityReplyFactory,
    OutreachMomentFactory,
    ReflectionFactory,
    ReflectionFigureFactory,
    ReflectionReviewFactory,
    SignalFactory,
    ThemeWeekFactory,
    UserFactory,
)
from tests.guards.past_the_code import change, twice
from wijkteam.hours.enums import WorkKind

TUESDAY = date(2026, 3, 3)
LATER = date(2026, 3, 9)


def second_running() -> None:
    first = OpportunityFactory.create()
    OpportunityFactory.create(
        theme=first.theme, area=first.area, team=first.team, first_week=LATER, last_week=LATER, looked_week=LATER
    )


def begun_twice() -> None:
    first = OpportunityFactory.create(ended_on=date(2026, 6, 1))
    OpportunityFactory.create(theme=first.theme, area=first.area, team=first.team)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("signal_source_is_known", lambda: SignalFactory.create(source="spion")),
    ("outreach_has_a_place", lambda: OutreachMomentFactory.create(place="")),
    ("outreach_met_are_possible", lambda: OutreachMomentFactory.create(residents_met=2001)),
    ("outreach_met_are_possible", lambda: OutreachMomentFactory.create(residents_met=1, new_met=2)),
    ("outreach_hours_are_of_its_author", lambda: change(OutreachMomentFactory.create(), author=UserFactory.create())),
    ("outreach_hours_are_of_its_author", lambda: change(OutreachMomentFactory.create(), happened_on=TUESDAY)),
    (
        "outreach_hours_are_of_its_author",
        lambda: change(OutreachMomentFactory.create().time_entry, kind=WorkKind.TEAM),
    ),
    ("heard_says_something", lambda: HeardFactory.create(text="")),
    (
        "heard_stays_as_it_became_a_signal",
        lambda: change(HeardFactory.create(signal=SignalFactory.create()), text="Iets anders"),
    ),
    ("theme_week_once", lambda: twice(ThemeWeekFactory.create, area=DistrictFactory.create())),
    ("theme_week_begins_on_monday", lambda: ThemeWeekFactory.create(week=TUESDAY)),
    ("run_week_begins_on_monday", lambda: DetectionRunFactory.create(week=TUESDAY)),
    ("opportunity_one_running", second_running),
    ("opportunity_begins_once", begun_twice),
    ("opportunity_weeks_in_order", lambda: OpportunityFactory.create(first_week=LATER)),
    ("opportunity_weeks_in_order", lambda: OpportunityFactory.create(last_week=LATER)),
    ("opportunity_weeks_in_order", lambda: OpportunityFactory.create(ended_on=date(2026, 3, 2))),
    ("opportunity_weeks_begin_on_monday", lambda: OpportunityFactory.create(looked_week=TUESDAY)),
    ("opportunity_is_more_than_usual", lambda: OpportunityFactory.create(observed=4)),
    ("opportunity_is_more_than_usual", lambda: OpportunityFactory.create(window=0)),
    ("reply_is_whole", lambda: OpportunityReplyFactory.create(reason="")),
    ("reflection_is_whole", lambda: ReflectionFactory.create(seen="")),
    ("reflection_is_whole", lambda: ReflectionFactory.create(chosen="")),
    ("reflection_is_whole", lambda: ReflectionFactory.create(decided_by="")),
    ("reflection_choice_is_known", lambda: ReflectionFactory.create(choice="later")),
    ("reflection_names_its_occasion", lambda: ReflectionFactory.create(occasion=Occasion.OPPORTUNITY)),
    ("reflection_names_its_occasion", lambda: ReflectionFactory.create(occasion=Occasion.MUNICIPALITY)),
    ("reflection_names_its_occasion", lambda: ReflectionFactory.create(opportunity=OpportunityFactory.create())),
    ("reflection_strengthens_an_initiative", lambda: ReflectionFactory.create(choice=ReflectionChoice.STRENGTHEN)),
    ("review_once_per_term", lambda: twice(ReflectionReviewFactory.create, reflection=ReflectionFactory.create())),
    ("review_term_is_known", lambda: ReflectionReviewFactory.create(months=4)),
    ("review_is_whole", lambda: ReflectionReviewFactory.create(note="Alvast iets")),
    ("review_is_whole", lambda: ReflectionReviewFactory.create(done=True, note="")),
    ("review_is_whole", lambda: ReflectionReviewFactory.create(done=True, result="great")),
    ("review_is_final", lambda: change(ReflectionReviewFactory.create(done=True), note="Toch anders")),
    ("review_is_final", lambda: change(ReflectionReviewFactory.create(), due_on=TUESDAY)),
    ("figure_once_per_moment", lambda: twice(ReflectionFigureFactory.create, reflection=ReflectionFactory.create())),
    ("figure_has_a_key", lambda: ReflectionFigureFactory.create(key="")),
    ("reply_is_whole", lambda: OpportunityReplyFactory.create(look_again_on=None)),
    ("reply_is_whole", lambda: OpportunityReplyFactory.create(answer=OpportunityAnswer.INITIATIVE)),
]
# Sent twice, written once.
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (OutreachMoment, OutreachMomentFactory.create),
    (OpportunityReply, OpportunityReplyFactory.create),
    (Reflection, ReflectionFactory.create),
]
