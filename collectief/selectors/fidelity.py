"""Where an edition departs from its method: too many or too few people, missed meetings, too long between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectief.enums import MeasureMoment, SessionKind
from collectief.models import Edition, Method, Session


@dataclass(frozen=True, kw_only=True)
class Departure:
    """`is_serious` is against the method; the rest is good to know."""

    text: str
    is_serious: bool = True


@dataclass(frozen=True, kw_only=True)
class Group:
    """What is known of the group without anybody's name: by participant, for each held meeting, whether they came."""

    size: int
    came: Mapping[int, Sequence[bool]]
    measured: Mapping[str, int]
    leaders: int


def departures(edition: Edition, *, sessions: Sequence[Session], group: Group, today: date) -> tuple[Departure, ...]:
    """No statement. `sessions` in the order of their days; the method and the edition are the measure."""
    method = edition.method
    planned = [one for one in sessions if one.cancelled_on is None]
    regular = [one for one in planned if one.kind == SessionKind.REGULAR]
    began = any(one.held_on <= today for one in planned)
    found = [*_people(method, group, began=began), *_meetings(method, sessions, planned, regular)]
    found += _absence(method, group)
    found += _measuring(edition, regular, group, today=today)
    return tuple(found)


def _people(method: Method, group: Group, *, began: bool) -> list[Departure]:
    found = []
    if group.size > method.max_participants:
        text = _("%(number)d people take part; the method asks for at most %(most)d.")
        found.append(Departure(text=text % {"number": group.size, "most": method.max_participants}))
    # a group that is counted and not named has nobody on its list
    if method.needs_names and began and group.size < method.min_participants:
        text = _("%(number)d people take part; the method asks for at least %(least)d.")
        found.append(Departure(text=text % {"number": group.size, "least": method.min_participants}))
    if group.leaders < method.leaders:
        text = ngettext(
            "%(number)d person leads it; the method asks for %(asked)d.",
            "%(number)d people lead it; the method asks for %(asked)d.",
            group.leaders,
        )
        found.append(Departure(text=text % {"number": group.leaders, "asked": method.leaders}))
    return found


def _meetings(
    method: Method, sessions: Sequence[Session], planned: Sequence[Session], regular: Sequence[Session]
) -> list[Departure]:
    found = []
    if len(regular) < method.meetings:
        text = _("%(number)d of the %(asked)d meetings are planned or were held.")
        found.append(Departure(text=text % {"number": len(regular), "asked": method.meetings}))
    if method.return_after_months and not any(one.kind == SessionKind.RETURN for one in planned):
        found.append(Departure(text=_("There is no return meeting; the method has one.")))
    most = 2 * method.interval_weeks
    for before, after in pairwise(regular):
        weeks = (after.held_on - before.held_on).days / 7
        if weeks > most:
            text = _("Between %(first)s and %(second)s lie %(weeks)d weeks; the method has a meeting every %(rhythm)s.")
            rhythm = ngettext("week", "%(number)d weeks", method.interval_weeks) % {"number": method.interval_weeks}
            said = {
                "first": date_format(before.held_on, "j F"),
                "second": date_format(after.held_on, "j F"),
                "weeks": round(weeks),
                "rhythm": rhythm,
            }
            found.append(Departure(text=text % said))
    return found


def _absence(method: Method, group: Group) -> list[Departure]:
    if method.max_missed is not None:
        missing = sum(1 for came in group.came.values() if list(came).count(False) > method.max_missed)
        text = ngettext(
            "%(number)d participant missed more meetings than the method allows.",
            "%(number)d participants missed more meetings than the method allows.",
            missing,
        )
        return [Departure(text=text % {"number": missing})] if missing else []
    away = sum(1 for came in group.came.values() if len(came) >= 2 and not any(list(came)[-2:]))
    text = ngettext(
        "%(number)d participant was not there the last two times.",
        "%(number)d participants were not there the last two times.",
        away,
    )
    return [Departure(text=text % {"number": away}, is_serious=False)] if away else []


def _measuring(edition: Edition, regular: Sequence[Session], group: Group, *, today: date) -> list[Departure]:
    if not edition.measures or not group.size or not regular:
        return []
    found = []
    held = [one for one in regular if one.noted_at is not None]
    if held and not group.measured.get(MeasureMoment.BEFORE):
        found.append(Departure(text=_("The first meeting was held, and there are no scores of before.")))
    is_over = len(held) >= edition.method.meetings or regular[-1].held_on < today
    if held and is_over and not group.measured.get(MeasureMoment.AFTER):
        found.append(
            Departure(text=_("The last meeting was held, and there are no scores of after."), is_serious=False)
        )
    return found
