"""What somebody of the family sees through a reading link."""

from dataclasses import dataclass
from datetime import date

from cases.models import Case, Plan, PlanReadingLink
from cases.models.reading_link import digests_of
from cases.selectors.plan_letter import Letter, plan_letter


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`letter` is None as long as no plan is in force."""

    link: PlanReadingLink
    letter: Letter | None


def live_link(*, token: str, today: date) -> PlanReadingLink | None:
    """The link of this token while it lasts and its person belongs to the household. Whatever else: None."""
    if not token or len(token) > 100:
        return None
    live = PlanReadingLink.objects.live(on=today).filter(digest__in=digests_of(token))
    link = live.select_related("person", "case__team", "case__household").first()
    if link is None or not link.case.household.members.current(on=today).filter(person=link.person_id).exists():
        return None
    return link


def reading(*, link: PlanReadingLink, today: date) -> Reading:
    """The plan in force as it is now, in the words of the letter."""
    case: Case = link.case
    plan = Plan.objects.in_force().filter(case=case).first()
    if plan is None:
        return Reading(link=link, letter=None)
    running = case.coordinators.current().values_list("worker", flat=True).first()
    return Reading(link=link, letter=plan_letter(case=case, plan=plan, coordinator_id=running, today=today))
