"""What an information round could say: from what happened since the last one, with the words filled in.

Never anything of a household: initiatives that are public, signals as a number, partners by their name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from collectief.enums import InitiativeOwner, RoundItemKind, SignalFollowUp
from collectief.models import Initiative, Signal
from netwerk.enums import Ring
from netwerk.models import RingMembership, WorkingAgreement
from wijkteam.core.periods import start_of
from wijkteam.teams.models import Team

LANGUAGE = "nl"
AHEAD = timedelta(weeks=6)
# Below this a number of signals could point at who passed one on.
FEWEST_SIGNALS = 5
_LONGEST_LIST = 12


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """`source` says what it is about: the same thing is proposed once in a round."""

    kind: RoundItemKind
    source: str
    heading: str
    text: str
    is_chosen: bool


def proposals(*, team: Team, since: date, today: date) -> tuple[Proposal, ...]:
    """In the order of the mail, in Dutch. Four statements."""
    with override(LANGUAGE):
        return (*_initiatives(team, since, today), *_signals(team, since), *_network(team, since, today), *_last(team))


def _initiatives(team: Team, since: date, today: date) -> Iterator[Proposal]:
    near = Initiative.objects.filter(team=team, is_public=True, starts_on__lte=today + AHEAD)
    rows = list(near.filter(Q(ends_on=None) | Q(ends_on__gt=since)).order_by("starts_on", "name", "pk"))
    for one in rows:
        if since <= one.starts_on <= today and one.ends_on is None:
            yield _about(one, RoundItemKind.BEGUN, _("Begun: %(name)s"))
    for one in rows:
        if one.starts_on > today:
            yield _about(one, RoundItemKind.COMING, _("Coming: %(name)s"), day=one.starts_on)
    for one in rows:
        if one.ends_on is not None and one.ends_on <= today + AHEAD:
            is_over = one.ends_on <= today
            heading = _("Ended: %(name)s") if is_over else _("Ends soon: %(name)s")
            last = one.ends_on - timedelta(days=1)
            said = _("The last time was on %(day)s.") if is_over else _("The last time is on %(day)s.")
            thanks = _("Thank you to everyone who took part and helped.") if is_over else ""
            text = " ".join(part for part in (said % {"day": date_format(last, "l j F")}, thanks) if part)
            yield Proposal(
                kind=RoundItemKind.ENDED,
                source=f"ended:{one.public_id}",
                heading=(heading % {"name": one.name})[:120],
                text=text,
                is_chosen=True,
            )
    going_on = [one for one in rows if one.starts_on < since and one.ends_on is None]
    if going_on:
        lines = [_line(one) for one in going_on[:_LONGEST_LIST]]
        yield Proposal(
            kind=RoundItemKind.GOES_ON,
            source="goes-on",
            heading=_("You can join in"),
            text="\n".join(f"- {line}" for line in lines),
            is_chosen=False,
        )


def _line(one: Initiative) -> str:
    return ": ".join(part for part in (one.name, ", ".join(part for part in (one.rhythm, one.place) if part)) if part)


def _about(one: Initiative, kind: RoundItemKind, heading: str, *, day: date | None = None) -> Proposal:
    whose = {
        InitiativeOwner.RESIDENTS: _("By residents."),
        InitiativeOwner.VOLUNTEER: _("By a volunteer."),
        InitiativeOwner.ORGANISATION: "",
        InitiativeOwner.TEAM: _("By our team."),
    }[InitiativeOwner(one.owner)]
    first = _("For the first time on %(day)s.") % {"day": date_format(day, "l j F")} if day else ""
    when = ", ".join(part for part in (one.rhythm, one.place) if part)
    lines = [" ".join(part for part in (one.description.strip(), whose, first) if part), when]
    return Proposal(
        kind=kind,
        source=f"{kind}:{one.public_id}",
        heading=(heading % {"name": one.name})[:120],
        text="\n".join(line for line in lines if line),
        is_chosen=True,
    )


def _signals(team: Team, since: date) -> Iterator[Proposal]:
    """How many, and in general terms what became of them. Never the words of a signal, never a small number."""
    answered = Signal.objects.filter(team=team, followed_up_at__gte=start_of(since))
    kinds = list(answered.values_list("follow_up", flat=True)[:1000])
    if not kinds:
        return
    text = _("Residents and volunteers told us what they notice. We looked at every signal.")
    if len(kinds) >= FEWEST_SIGNALS:
        together = kinds.count(SignalFollowUp.COLLECTIVE)
        text = _("Residents and volunteers passed on %(count)d signals. We looked at all of them.") % {
            "count": len(kinds)
        }
        if together >= FEWEST_SIGNALS:
            text += " " + ngettext(
                "%(count)d of them we take up together with the neighbourhood.",
                "%(count)d of them we take up together with the neighbourhood.",
                together,
            ) % {"count": together}
    privacy = _("What we do for one household we tell nobody. That goes for you too, when you need us one day.")
    yield Proposal(
        kind=RoundItemKind.SIGNALS,
        source="signals",
        heading=_("What you told us"),
        text=f"{text}\n{privacy}",
        is_chosen=True,
    )


def _network(team: Team, since: date, today: date) -> Iterator[Proposal]:
    """Who came close to the team or left it, and new agreements: that they are there, not what stands in them."""
    rings = RingMembership.objects.filter(team=team).select_related("organisation").order_by("organisation__name", "pk")
    came = list(rings.filter(starts_on__gte=since, starts_on__lte=today))
    left = {one.organisation_id for one in rings.filter(ends_on__gte=since, ends_on__lte=today)}
    for one in came:
        if one.ends_on is not None:
            continue
        name = {"name": one.organisation.name}
        if one.organisation_id in left:
            heading = _("Closer by: %(name)s") if one.ring == Ring.FIRST else _("Further away: %(name)s")
        else:
            heading = _("New around the team: %(name)s")
        said = (
            _("%(name)s stands close to our team now. We see each other often.")
            if one.ring == Ring.FIRST
            else _("We call %(name)s in when a question needs their knowledge.")
        )
        yield Proposal(
            kind=RoundItemKind.NETWORK,
            source=f"ring:{one.public_id}",
            heading=(heading % name)[:120],
            text=said % name,
            is_chosen=False,
        )
    agreements = WorkingAgreement.objects.filter(team=team, ended_at=None, starts_on__gte=since, starts_on__lte=today)
    for agreement in agreements.select_related("organisation").order_by("organisation__name", "pk"):
        name = {"name": agreement.organisation.name}
        yield Proposal(
            kind=RoundItemKind.NETWORK,
            source=f"agreement:{agreement.public_id}",
            heading=(_("Agreed: %(name)s") % name)[:120],
            text=_("With %(name)s we agreed how we work together, and who does what.") % name,
            is_chosen=False,
        )


def _last(team: Team) -> Iterator[Proposal]:
    yield Proposal(
        kind=RoundItemKind.THANKS,
        source="thanks",
        heading=_("Thank you"),
        text=_("To everyone who drank coffee, drove, cooked, listened or just rang a bell: thank you. We see it."),
        is_chosen=True,
    )
    address = f"{settings.BASE_URL}{reverse('teams:public-page', args=[team.slug])}"
    yield Proposal(
        kind=RoundItemKind.ASK,
        source="ask",
        heading=_("What we ask of you"),
        text=_(
            "Do you see or hear something that we could do something with? Pass it on, or ask the resident to: %(url)s"
        )
        % {"url": address},
        is_chosen=True,
    )
