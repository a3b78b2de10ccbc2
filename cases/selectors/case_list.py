"""The list of cases: which ones, in which order, and what a row shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, OrderBy, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseRights
from cases.models.case import CaseQuerySet
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import AgreedTerms
from wijkteam.core.periods import next_month, start_of
from wijkteam.core.prepared import Prepared, slot

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 25
# Filters that stand in the address: none of them says anything about a household.
FILTERS = ("toon", "team", "regisseur", "wijk", "buurt", "thema", "maand", "volgorde")
SHOWN = ("mijn", "open", "wacht", "stil", "zonder-plan", "gesloten", "ingestroomd", "uitgestroomd")
CLOSED = frozenset({"gesloten", "uitgestroomd"})
ORDERS = ("nieuw", "contact", "naam")


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: "_StrOrPromise"
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Flag:
    text: str
    tone: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """`plan` and the flags say in words what a colour alone would not."""

    case_id: int
    household_id: int
    url: str
    number: str
    household: str
    area: str
    theme: str
    coordinator: str
    stand_in: str
    last_contact: str
    closed: str
    plan: str
    plan_tone: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True, kw_only=True)
class CaseList:
    tabs: list[Tab]
    orders: list[Tab]
    rows: list[CaseRow]
    page: "Page[int]"
    summary: str
    query: str
    shown: str
    order: str
    is_closed: bool
    is_worry: bool
    is_narrowed: bool
    everything_url: str
    waiting_url: str
    masked: str = ""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was agreed on waiting, in days; without an agreement nothing is late."""

    plan_days: int | None = None
    silence_days: int | None = None


_agreed = Prepared(lambda: AgreedTerms.objects.on(slot("day")).values_list("plan_days", "silence_days"))


def terms_of(day: date) -> Terms:
    """One query."""
    agreed = _agreed(day=day)
    return Terms(plan_days=agreed[0][0], silence_days=agreed[0][1]) if agreed else Terms()


def clean_filters(query: Mapping[str, str], *, user: User) -> dict[str, str]:
    """Only known filters with a possible value; what was asked for in another way is left out."""
    chosen = {name: query.get(name, "").strip()[:40] for name in FILTERS}
    if chosen["toon"] not in SHOWN:
        own = user.role == Role.TEAM_MEMBER and not any(chosen[name] for name in FILTERS if name != "volgorde")
        chosen["toon"] = "mijn" if own else "open"
    if chosen["volgorde"] not in ORDERS:
        chosen["volgorde"] = "nieuw"
    if _month(chosen["maand"]) is None:
        chosen["maand"] = ""
    return chosen


def wanted_of(chosen: Mapping[str, str], *, user: User, today: date, terms: Terms) -> dict[str, Any] | None:
    """What the filters ask for, by name; None where nothing was agreed that a case could be too late for."""
    month = _month(chosen["maand"]) or today.replace(day=1)
    wanted: dict[str, Any] = {"today": today}
    if chosen["toon"] == "mijn":
        wanted["worker"] = user.pk
    elif chosen["toon"] == "stil":
        if terms.silence_days is None:
            return None
        wanted["silent_since"] = today - timedelta(days=terms.silence_days)
        wanted["silent_start"] = start_of(wanted["silent_since"])
    elif chosen["toon"] == "zonder-plan":
        if terms.plan_days is None:
            return None
        wanted["without_plan_since"] = today - timedelta(days=terms.plan_days)
    elif chosen["toon"] in {"ingestroomd", "uitgestroomd"}:
        wanted |= {"month": month, "end": next_month(month)}
    if chosen["regisseur"]:
        coordinator = _uuid(chosen["regisseur"])
        if coordinator is None:
            return None
        wanted["regisseur"] = coordinator
    return wanted | {name: chosen[name] for name in ("team", "wijk", "buurt", "thema") if chosen[name]}


def chosen_cases(shown: str, wanted: Mapping[str, Any], *, rights: CaseRights) -> CaseQuerySet:
    """The cases that these filters mean; the dashboard counts with the same rules. A value may be a slot."""
    cases = Case.objects.within(rights)
    if shown == "wacht":
        cases = cases.waiting_for_coordinator()
    elif shown == "stil":
        cases = cases.silent_since(wanted["silent_since"], wanted["silent_start"])
    elif shown == "zonder-plan":
        cases = cases.without_plan_since(wanted["without_plan_since"])
    elif shown == "gesloten":
        cases = cases.exclude(closed_on=None)
    elif shown == "ingestroomd":
        cases = cases.opened_in(wanted["month"], wanted["end"])
    elif shown == "uitgestroomd":
        cases = cases.closed_in(wanted["month"], wanted["end"])
    else:
        cases = cases.open()
    if shown == "mijn":
        cases = cases.kept_by(wanted["worker"], on=wanted["today"])
    if "team" in wanted:
        cases = cases.filter(team__code=wanted["team"])
    if "regisseur" in wanted:
        cases = cases.coordinated_by(wanted["regisseur"])
    if "wijk" in wanted:
        cases = cases.filter(Q(area__code=wanted["wijk"]) | Q(area__parent__code=wanted["wijk"]))
    if "buurt" in wanted:
        cases = cases.filter(area__code=wanted["buurt"])
    if "thema" in wanted:
        cases = cases.filter(theme__code=wanted["thema"])
    return cases


@lru_cache(maxsize=256)
def _listed(shown: str, order: str, names: tuple[str, ...], shape: tuple[int, ...], first: int) -> Prepared[Case]:
    """The statement of one page of a list: of these filters, for rights of this shape, from row `first` on."""
    is_closed = shown in CLOSED
    orders: dict[str, tuple[str | OrderBy, str]] = {
        "nieuw": ("-closed_on", "-pk") if is_closed else ("-opened_on", "-pk"),
        "contact": (F("last_contact_at").asc(nulls_first=True), "pk"),
        "naam": ("household__name", "pk"),
    }

    def build() -> CaseQuerySet:
        cases = chosen_cases(shown, {name: slot(name) for name in names}, rights=CaseRights.slots(shape))
        listed = cases.for_list().with_stand_in(on=slot("today")).order_by(*orders[order])
        return listed[first : first + PAGE_SIZE]

    return Prepared(build)


def case_list(*, user: User, rights: CaseRights, chosen: Mapping[str, str], page: str, today: date) -> CaseList:
    """One page of the list: three statements, whatever the number of cases."""
    terms = terms_of(today)
    is_closed = chosen["toon"] in CLOSED
    wanted = wanted_of(chosen, user=user, today=today, terms=terms)
    # Counting and listing are apart: the count needs none of the joins of a row.
    count = 0 if wanted is None else chosen_cases(chosen["toon"], wanted, rights=rights).count()
    paginator = Paginator(range(count), PAGE_SIZE)
    current = paginator.get_page(page)
    cases: list[Case] = []
    if wanted and count:
        listed = _listed(chosen["toon"], chosen["volgorde"], tuple(wanted), rights.shape, current.start_index() - 1)
        cases = listed(**wanted, **rights.values(rights.shape))
    rows = [_row(case, today=today, terms=terms) for case in cases]
    base = reverse("cases:list")
    narrowing = {name: value for name, value in chosen.items() if value and name not in {"toon", "volgorde"}}

    def url(**changed: str) -> str:
        wanted = {**narrowing, "toon": chosen["toon"], "volgorde": chosen["volgorde"], **changed}
        if wanted.get("volgorde") == "nieuw":
            del wanted["volgorde"]
        return f"{base}?{urlencode(wanted)}"

    def tab(shown: str, label: "_StrOrPromise") -> Tab:
        current_tab = chosen["toon"] == shown
        return Tab(
            label=label, url=url(toon=shown), current=current_tab, count=paginator.count if current_tab else None
        )

    tabs = [
        tab("mijn", _("My cases")),
        tab("open", _("Of the team")),
        tab("wacht", _("Waiting for a coordinator")),
        tab("stil", _("No contact for long")),
        tab("zonder-plan", _("Plan overdue")),
        tab("gesloten", _("Closed")),
    ]
    if chosen["toon"] == "ingestroomd":
        tabs.append(tab("ingestroomd", _("Opened in the month")))
    if chosen["toon"] == "uitgestroomd":
        tabs.append(tab("uitgestroomd", _("Closed in the month")))
    return CaseList(
        tabs=tabs,
        orders=[
            Tab(label=label, url=url(volgorde=key), current=chosen["volgorde"] == key)
            for key, label in (
                ("nieuw", _("newest first")),
                ("contact", _("longest without contact first")),
                ("naam", _("by name")),
            )
        ],
        rows=rows,
        page=current,
        summary=ngettext("%(count)d case", "%(count)d cases", paginator.count) % {"count": paginator.count},
        query=url().partition("?")[2] + "&",
        shown=chosen["toon"],
        order=chosen["volgorde"],
        is_worry=chosen["toon"] in {"wacht", "stil", "zonder-plan"},
        is_closed=is_closed,
        is_narrowed=bool(narrowing),
        everything_url=f"{base}?{urlencode({'toon': chosen['toon']})}",
        waiting_url=f"{base}?toon=wacht",
        masked=ngettext("%(count)d file is restricted", "%(count)d files are restricted", rights.masked)
        % {"count": rights.masked}
        if rights.masked and chosen["toon"] != "mijn" and not is_closed
        else "",
    )


def plan_state(case: Case, *, today: date, terms: Terms) -> tuple[str, str]:
    """How the plan stands, in words, and the tone of its badge. Needs a case from `for_list`; runs no query."""
    since: datetime | None = case.plan_since  # type: ignore[attr-defined]  # annotated by for_list
    evaluate_on: date | None = case.plan_evaluate_on  # type: ignore[attr-defined]  # the same
    if since is None:
        if not case.is_open:
            return "", ""
        late = terms.plan_days is not None and (today - case.opened_on).days > terms.plan_days
        return (_("plan overdue"), "negative") if late else (_("no plan yet"), "")
    if evaluate_on is not None and evaluate_on < today:
        return _("look back now"), "warning"
    return _("plan in force"), "positive"


def stand_in_text(case: Case) -> str:
    """Who looks after the case while its coordinator is away; empty when nobody does. Runs no query."""
    name: str | None = case.stand_in_name  # type: ignore[attr-defined]  # annotated by with_stand_in
    until: date | None = case.stand_in_until  # type: ignore[attr-defined]  # the same
    if not name:
        return ""
    if until is None:
        return _("%(name)s stands in") % {"name": name}
    return _("%(name)s stands in until %(day)s") % {"name": name, "day": date_format(until, "j b")}


def is_silent(case: Case, *, today: date, terms: Terms) -> bool:
    """The rule of `CaseQuerySet.silent` for one case."""
    if terms.silence_days is None or not case.is_open:
        return False
    last = timezone.localdate(case.last_contact_at) if case.last_contact_at else case.opened_on
    return (today - last).days > terms.silence_days


def _row(case: Case, *, today: date, terms: Terms) -> CaseRow:
    plan, tone = plan_state(case, today=today, terms=terms)
    flags: list[Flag] = []
    escalated: datetime | None = case.escalated_since  # type: ignore[attr-defined]  # annotated by for_list
    if escalated is not None:
        since = date_format(timezone.localtime(escalated), "j b")
        flags.append(Flag(text=_("escalation since %(day)s") % {"day": since}, tone="negative", icon="urgent"))
    if case.has_safety_concern:
        flags.append(Flag(text=_("worry about safety"), tone="negative", icon="alert-triangle"))
    if is_silent(case, today=today, terms=terms):
        flags.append(Flag(text=_("no contact for long"), tone="warning", icon="message-off"))
    if case.awaiting_coordinator_since is not None:
        days = (today - case.awaiting_coordinator_since).days
        waits = ngettext("waits %(days)d day", "waits %(days)d days", days) % {"days": days}
        flags.append(Flag(text=waits if days else _("waits since today"), tone="warning", icon="hourglass"))
    return CaseRow(
        case_id=case.pk,
        household_id=case.household_id,
        url=f"/casussen/{case.public_id}/",
        number=case.number,
        household=case.household.name,
        area=case.area.name,
        theme=str(case.theme),
        coordinator=case.coordinator_name or "",  # type: ignore[attr-defined]  # annotated by for_list
        stand_in=stand_in_text(case),
        last_contact=_day(timezone.localdate(case.last_contact_at) if case.last_contact_at else None),
        closed=_day(case.closed_on),
        plan=plan,
        plan_tone=tone,
        flags=tuple(flags),
    )


def _day(day: date | None) -> str:
    return date_format(day, "j b Y") if day else ""


def _month(text: str) -> date | None:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if 1900 <= month.year < 2200 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
