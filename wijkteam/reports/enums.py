"""What every figure means, written once: the screens, the report, its files and docs/figures.md all read it here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Goes up whenever a definition below changes what is counted; each report remembers the version it was made with.
DEFINITIONS_VERSION = "2026.6"


class OverviewPage(models.TextChoices):
    """The pages of the team coordinator's overview, by the name of their address."""

    DASHBOARD = "dashboard", _("Now")
    COURSE = "course", _("Over time")
    DIVISION = "division", _("Division of work")
    FLOOR = "floor", _("Prevention floor")


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being made")
    DONE = "done", _("made")
    FAILED = "failed", _("not made")


class JobStep(models.IntegerChoices):
    """How far a report is, as its coordinator reads it."""

    QUEUED = 0, _("It is waiting for its turn.")
    COUNTING = 1, _("The month is being counted.")
    PROTECTING = 2, _("What may be shown is worked out, with everything published before.")
    WRITING = 3, _("The report is being written.")
    READY = 4, _("The report is ready.")


class JobProblem(models.TextChoices):
    """Why a report was not made, and what now."""

    NOT_OVER = "not-over", _("The month is not over yet. Ask again when it is.")
    NOT_IN_MONTH = "not-in-month", _("The team came after the counts of this month were taken, so it has no report.")
    DRAFT = "draft", _("There is a draft of this month already. It can still be read and published.")
    NOT_PROVEN = "not-proven", _("It could not be shown that nobody can be recognised. Warn the administrator.")
    BROKEN = "broken", _("Something went wrong, several times. Nothing was lost. Warn the administrator.")


class Subscribed(models.TextChoices):
    """Which publications somebody wants to hear of by mail."""

    ALL = "all", _("all reports")
    MUNICIPALITY = "municipality", _("the report of the municipality")
    TEAM = "team", _("the reports of one team")


class MailFailure(models.TextChoices):
    """Why a mail about a publication did not go."""

    REFUSED = "refused", _("the address was refused")
    UNREACHABLE = "unreachable", _("the mail server did not answer")
    STOPPED = "stopped", _("they stopped, or may no longer read reports")
    INTERRUPTED = "interrupted", _("the machine stopped while sending")


class PeriodKind(models.TextChoices):
    """Periods that do not overlap but to hold each other: two quarters make half a year, four a year."""

    QUARTER = "quarter", _("quarter")
    HALF_YEAR = "half-year", _("half year")
    YEAR = "year", _("year")

    @property
    def months(self) -> int:
        return {"quarter": 3, "half-year": 6, "year": 12}[self.value]


class CellStatus(models.TextChoices):
    """What was done with a number; those of wijkteam.disclosure."""

    SHOWN = "shown", _("shown")
    PRIMARY = "primary", _("hidden, because it is small")
    HELPER = "helper", _("hidden, to protect another number")
    WITHHELD = "withheld", _("withheld with its whole table")


class AssignmentState(models.TextChoices):
    """How an assignment stands, as far as what a report shows can say."""

    REACHED = "reached", _("reached")
    ABOUT = "about", _("about reached")
    ON_PACE = "on-pace", _("on pace")
    BEHIND = "behind", _("behind")
    MISSED = "missed", _("not reached")
    OVER = "over", _("over")
    UNKNOWN = "unknown", _("too few to show")


class CourseFinding(models.TextChoices):
    """What the course of a theme says beside that of the other teams. Never as proof."""

    FEWER = "fewer", _("fewer than elsewhere")
    MORE = "more", _("more than elsewhere")
    CHANCE = "chance", _("may well be chance")


class Unit(models.TextChoices):
    """What is counted. Households, questions and signals are people, so they are protected in a report."""

    HOUSEHOLDS = "households", _("households")
    QUESTIONS = "questions", _("questions")
    SIGNALS = "signals", _("signals")
    CONTACTS = "contacts", _("contacts")
    HOURS = "hours", _("hours")
    FTE = "fte", _("fte")
    PER_FTE = "per-fte", _("households per fte")
    PERCENTAGE = "percentage", _("per cent")
    DAYS = "days", _("days")
    INITIATIVES = "initiatives", _("initiatives")
    PARTNERS = "partners", _("partners")
    AGREEMENTS = "agreements", _("working agreements")
    PRESSURE = "pressure", _("pressure signals")
    SESSIONS = "sessions", _("meetings")
    ATTENDANCES = "attendances", _("times present")
    EDITIONS = "editions", _("editions")
    MOMENTS = "moments", _("moments")
    RESIDENTS = "residents", _("residents")
    OPPORTUNITIES = "opportunities", _("opportunities")
    REFLECTIONS = "reflections", _("reflections")
    VOLUNTEERS = "volunteers", _("volunteers and active residents")
    VISITS = "visits", _("visits")
    EUROS = "euros", _("euros")
    AS_AGREED = "as-agreed", _("as agreed")


class Chapter(models.TextChoices):
    CASELOAD = "caseload", _("Caseload")
    PREVENTION = "prevention", _("Prevention")
    LINK = "link", _("The link between the two")
    NETWORK = "network", _("Network")
    ASSIGNMENTS = "assignments", _("Assignments")
    LAWS = "laws", _("By law")
    MONEY = "money", _("Hours and money")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A figure: its stable key in files, what it is called, what counts and what does not."""

    key: str
    chapter: Chapter
    unit: Unit
    label: "_StrOrPromise"
    counts: "_StrOrPromise"
    not_counted: "_StrOrPromise" = ""


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        key="open_at_start",
        chapter=Chapter.CASELOAD,
        unit=Unit.HOUSEHOLDS,
        label=_("Open at the start"),
        counts=_("Households with an open case when the month began, at midnight in Amsterdam."),
        not_counted=_("Questions that nobody has decided on yet."),
    ),
    Definition(
        key="opened",
        chapter=Chapter.CASELOAD,
        unit=Unit.HOUSEHOLDS,
        label=_("Came in"),
        counts=_("Cases opened on a day in the month, also those that were closed again in it."),
        not_counted=_("Questions that were answered without opening a case."),
    ),
    Definition(
        key="closed",
        chapter=Chapter.CASELOAD,
        unit=Unit.HOUSEHOLDS,
        label=_("Went out"),
        counts=_("Cases closed on a day in the month, whatever the reason."),
        not_counted=_("After-care that goes on once a case is closed."),
    ),
    Definition(
        key="open_at_end",
        chapter=Chapter.CASELOAD,
        unit=Unit.HOUSEHOLDS,
        label=_("Open at the end"),
        counts=_("Open at the start, plus what came in, minus what went out. In the running month: open now."),
        not_counted=_("A household counts once: it can have one open case at a time."),
    ),
    Definition(
        key="reopened",
        chapter=Chapter.CASELOAD,
        unit=Unit.HOUSEHOLDS,
        label=_("Of which came back"),
        counts=_(
            "Cases opened in the month for a household whose earlier case was closed less than six months before."
        ),
        not_counted=_("A household that comes back after six months or more, and one not linked to its earlier case."),
    ),
    Definition(
        key="waiting",
        chapter=Chapter.CASELOAD,
        unit=Unit.HOUSEHOLDS,
        label=_("Waiting for a coordinator"),
        counts=_("Open cases without a coordinator at the end of the month."),
    ),
    Definition(
        key="plan_overdue",
        chapter=Chapter.CASELOAD,
        unit=Unit.HOUSEHOLDS,
        label=_("Plan overdue"),
        counts=_("Open cases without an agreed plan, longer open than the agreed number of days to a plan."),
        not_counted=_("Plans of which the day to look back has passed."),
    ),
    Definition(
        key="silent",
        chapter=Chapter.CASELOAD,
        unit=Unit.HOUSEHOLDS,
        label=_("No contact for long"),
        counts=_(
            "Open cases whose last contact, or whose opening when there was none, "
            "lies further back than the agreed number of days."
        ),
        not_counted=_("Hours without a contact, such as reading a file."),
    ),
    Definition(
        key="long_running",
        chapter=Chapter.CASELOAD,
        unit=Unit.HOUSEHOLDS,
        label=_("Open for more than twelve months"),
        counts=_("Open cases that were opened more than twelve months before the end of the month."),
        not_counted=_("The time of an earlier case of the same household."),
    ),
    Definition(
        key="fte",
        chapter=Chapter.CASELOAD,
        unit=Unit.FTE,
        label=_("Fte"),
        counts=_("The sum of the fte of everybody who worked in the team on the last day of the month."),
        not_counted=_("Illness and leave."),
    ),
    Definition(
        key="caseload_per_fte",
        chapter=Chapter.CASELOAD,
        unit=Unit.PER_FTE,
        label=_("Households per fte"),
        counts=_("Open at the end, divided by the fte. In a report from the published figures only."),
        not_counted=_("How heavy a case is: ten light cases are not ten heavy ones."),
    ),
    Definition(
        key="contacts",
        chapter=Chapter.CASELOAD,
        unit=Unit.CONTACTS,
        label=_("Contacts"),
        counts=_("Contacts with or about households in the month, of every kind."),
        not_counted=_("In a report they are shown only when they were with ten households or more."),
    ),
    Definition(
        key="hours_casework",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Individual help"),
        counts=_("Hours of contacts with and about households, escalations included."),
        not_counted=_("Travel that was not registered with the contact."),
    ),
    Definition(
        key="hours_escalation",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Of which escalation"),
        counts=_("The part of individual help that was marked as an escalation."),
        not_counted=_("In a report it is shown only when it was for ten households or more."),
    ),
    Definition(
        key="hours_collective",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Collective work"),
        counts=_("Hours for initiatives and groups. Two workers at one meeting both count."),
    ),
    Definition(
        key="hours_prevention",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Prevention work"),
        counts=_("Hours meant to keep problems from arising or growing."),
    ),
    Definition(
        key="hours_outreach",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Outreach"),
        counts=_("Hours of being present in the neighbourhood before anybody asked."),
    ),
    Definition(
        key="hours_network",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Network"),
        counts=_("Hours with partners that were not about one household."),
    ),
    Definition(
        key="hours_team",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Team and training"),
        counts=_("Hours of team meetings, supervision and training."),
    ),
    Definition(
        key="hours_administration",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Administration"),
        counts=_("Hours of administration that were registered apart."),
        not_counted=_("Writing down a contact: that is part of the contact."),
    ),
    Definition(
        key="hours_total",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("All hours"),
        counts=_("Everything the team registered in the month."),
        not_counted=_("Hours that were never registered, and leave."),
    ),
    Definition(
        key="prevention_share",
        chapter=Chapter.PREVENTION,
        unit=Unit.PERCENTAGE,
        label=_("Share for prevention"),
        counts=_("Collective work, prevention work and outreach together, as a share of all hours."),
        not_counted=_("Network, team and administration: they serve both sides."),
    ),
    Definition(
        key="prevention_floor",
        chapter=Chapter.PREVENTION,
        unit=Unit.PERCENTAGE,
        label=_("Agreed floor"),
        counts=_("The least share for prevention that team and municipality agreed on, as it held on the last day."),
    ),
    Definition(
        key="initiatives",
        chapter=Chapter.PREVENTION,
        unit=Unit.INITIATIVES,
        label=_("Running initiatives"),
        counts=_("Initiatives of the team and of residents in its area that ran on the last day of the month."),
    ),
    Definition(
        key="hours_provisions",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Collective provisions"),
        counts=_("Collective work for what is there for all: groups and initiatives of the team and of organisations."),
    ),
    Definition(
        key="hours_organising",
        chapter=Chapter.PREVENTION,
        unit=Unit.HOURS,
        label=_("Help by volunteers and neighbours"),
        counts=_(
            "Collective work at meetings of initiatives that residents or volunteers run themselves: the team helps "
            "them to."
        ),
        not_counted=_("Hours of the volunteers. Hours without a meeting are counted as collective provisions."),
    ),
    Definition(
        key="share_outreach",
        chapter=Chapter.PREVENTION,
        unit=Unit.PERCENTAGE,
        label=_("Share of reaching out"),
        counts=_("Outreach as a share of all hours, from the published figures."),
    ),
    Definition(
        key="share_prevention",
        chapter=Chapter.PREVENTION,
        unit=Unit.PERCENTAGE,
        label=_("Share of prevention work"),
        counts=_("Prevention work as a share of all hours, from the published figures."),
    ),
    Definition(
        key="share_provisions",
        chapter=Chapter.PREVENTION,
        unit=Unit.PERCENTAGE,
        label=_("Share of collective provisions"),
        counts=_("Collective provisions as a share of all hours, from the published figures."),
    ),
    Definition(
        key="share_organising",
        chapter=Chapter.PREVENTION,
        unit=Unit.PERCENTAGE,
        label=_("Share of help by volunteers and neighbours"),
        counts=_("Help by volunteers and neighbours as a share of all hours, from the published figures."),
    ),
    Definition(
        key="volunteers",
        chapter=Chapter.PREVENTION,
        unit=Unit.VOLUNTEERS,
        label=_("Active volunteers"),
        counts=_("Volunteers and active residents known to the team who had not stopped on the last day of the month."),
        not_counted=_("Who helps without the team knowing."),
    ),
    Definition(
        key="visits",
        chapter=Chapter.PREVENTION,
        unit=Unit.VISITS,
        label=_("Visits by volunteers"),
        counts=_("Visits of the visiting service in the month that happened."),
        not_counted=_("Shown only when ten people or more were visited."),
    ),
    Definition(
        key="sessions",
        chapter=Chapter.PREVENTION,
        unit=Unit.SESSIONS,
        label=_("Meetings held"),
        counts=_("Meetings of initiatives and groups on a day in the month of which was written down who came."),
        not_counted=_("Meetings that were called off, or of which nobody wrote anything down."),
    ),
    Definition(
        key="attendances",
        chapter=Chapter.PREVENTION,
        unit=Unit.ATTENDANCES,
        label=_("Times that somebody was there"),
        counts=_("Everybody who was at those meetings, added up, with or without a name."),
        not_counted=_("How many different people came: who comes four times counts four times."),
    ),
    Definition(
        key="editions",
        chapter=Chapter.PREVENTION,
        unit=Unit.EDITIONS,
        label=_("Running editions by the book"),
        counts=_("Courses and groups by a described method that had begun and ran on the last day of the month."),
    ),
    Definition(
        key="outreach_moments",
        chapter=Chapter.PREVENTION,
        unit=Unit.MOMENTS,
        label=_("Moments of outreach"),
        counts=_("Times in the month that somebody of the team was present in the neighbourhood and wrote it down."),
    ),
    Definition(
        key="outreach_met",
        chapter=Chapter.PREVENTION,
        unit=Unit.RESIDENTS,
        label=_("Residents met there"),
        counts=_("Residents spoken to at those moments, added up as they were counted."),
        not_counted=_("Who is met twice counts twice."),
    ),
    Definition(
        key="signals",
        chapter=Chapter.PREVENTION,
        unit=Unit.SIGNALS,
        label=_("Signals received"),
        counts=_("Signals from the neighbourhood that came in during the month."),
    ),
    Definition(
        key="signals_followed_up",
        chapter=Chapter.PREVENTION,
        unit=Unit.SIGNALS,
        label=_("Signals followed up"),
        counts=_("Signals of which was written down in the month what became of them, whenever they came in."),
    ),
    Definition(
        key="signals_together",
        chapter=Chapter.PREVENTION,
        unit=Unit.SIGNALS,
        label=_("Taken up together"),
        counts=_("Of the signals followed up: taken up together with the neighbourhood."),
    ),
    Definition(
        key="signals_passed_on",
        chapter=Chapter.PREVENTION,
        unit=Unit.SIGNALS,
        label=_("Passed on"),
        counts=_("Of the signals followed up: passed on to another organisation."),
    ),
    Definition(
        key="signals_looked_into",
        chapter=Chapter.PREVENTION,
        unit=Unit.SIGNALS,
        label=_("Looked into"),
        counts=_("Of the signals followed up: the team looked into it, or got in touch with the resident."),
    ),
    Definition(
        key="signals_nothing",
        chapter=Chapter.PREVENTION,
        unit=Unit.SIGNALS,
        label=_("Nothing needed to be done"),
        counts=_("Of the signals followed up: nothing needed to be done."),
    ),
    Definition(
        key="questions",
        chapter=Chapter.LINK,
        unit=Unit.QUESTIONS,
        label=_("Questions received"),
        counts=_("Questions that came in during the month, by every way."),
        not_counted=_("Signals in which nobody asks for help."),
    ),
    Definition(
        key="questions_answered",
        chapter=Chapter.LINK,
        unit=Unit.QUESTIONS,
        label=_("Answered at once"),
        counts=_("Questions decided in the month that needed no case: an answer was enough."),
    ),
    Definition(
        key="questions_collective",
        chapter=Chapter.LINK,
        unit=Unit.QUESTIONS,
        label=_("Led to an initiative"),
        counts=_("Questions decided in the month that went to something people do together."),
    ),
    Definition(
        key="questions_case",
        chapter=Chapter.LINK,
        unit=Unit.QUESTIONS,
        label=_("Became a case"),
        counts=_("Questions decided in the month for which a case was opened or already open."),
    ),
    Definition(
        key="questions_declined",
        chapter=Chapter.LINK,
        unit=Unit.QUESTIONS,
        label=_("Declined"),
        counts=_("Questions decided in the month that were declined with a reason."),
    ),
    Definition(
        key="proactive_share",
        chapter=Chapter.LINK,
        unit=Unit.PERCENTAGE,
        label=_("Found before anybody asked"),
        counts=_("Questions found by outreach or passed on by a volunteer, as a share of all questions received."),
        not_counted=_("Questions that an organisation reported."),
    ),
    Definition(
        key="days_to_decision",
        chapter=Chapter.LINK,
        unit=Unit.DAYS,
        label=_("Days until a decision"),
        counts=_("The median number of days between receiving a question and deciding on it, in classes."),
        not_counted=_(
            "Questions still waiting for a decision, and those of a list that was taken in: nobody knows their day."
        ),
    ),
    Definition(
        key="collective_referred",
        chapter=Chapter.LINK,
        unit=Unit.HOUSEHOLDS,
        label=_("From case to initiative"),
        counts=_("Households of which somebody was referred to an initiative in the month."),
        not_counted=_("Who found the way by themselves."),
    ),
    Definition(
        key="collective_closed",
        chapter=Chapter.LINK,
        unit=Unit.HOUSEHOLDS,
        label=_("Went out to an initiative"),
        counts=_("Cases closed in the month because the household continues in an initiative."),
    ),
    Definition(
        key="opportunities",
        chapter=Chapter.LINK,
        unit=Unit.OPPORTUNITIES,
        label=_("Opportunities at the end"),
        counts=_(
            "Themes in an area with more questions and signals than chance and its size explain, on the last day."
        ),
        not_counted=_("Which theme and which area: that is for the team, since the numbers are small."),
    ),
    Definition(
        key="opportunities_answered",
        chapter=Chapter.LINK,
        unit=Unit.OPPORTUNITIES,
        label=_("Opportunities answered"),
        counts=_("Opportunities on which the team decided in the month, also that it is not now."),
    ),
    Definition(
        key="reflections",
        chapter=Chapter.LINK,
        unit=Unit.REFLECTIONS,
        label=_("Reflections held"),
        counts=_("Times in the month that the team sat down with others, looked at it and chose."),
    ),
    Definition(
        key="partners_first",
        chapter=Chapter.NETWORK,
        unit=Unit.HOUSEHOLDS,
        label=_("First ring asked along"),
        counts=_(
            "Households for which a partner of the first ring was consulted, involved or referred to in the month."
        ),
        not_counted=_("How often: a household counts once. The ring is that of the day on which they were asked."),
    ),
    Definition(
        key="partners_second",
        chapter=Chapter.NETWORK,
        unit=Unit.HOUSEHOLDS,
        label=_("Second ring asked along"),
        counts=_("The same, for a partner of the second ring."),
        not_counted=_("A household for which both rings were asked counts in both."),
    ),
    Definition(
        key="partners_none",
        chapter=Chapter.NETWORK,
        unit=Unit.HOUSEHOLDS,
        label=_("Partners outside the rings asked along"),
        counts=_("The same, for a partner that stood in no ring around the team on that day."),
    ),
    Definition(
        key="partners_waiting",
        chapter=Chapter.NETWORK,
        unit=Unit.HOUSEHOLDS,
        label=_("Waiting for a partner"),
        counts=_(
            "Households with an open case that were referred, or a partner asked to help, and the help had not begun."
        ),
        not_counted=_("Being consulted, and what was declined or called off."),
    ),
    Definition(
        key="partners_too_long",
        chapter=Chapter.NETWORK,
        unit=Unit.HOUSEHOLDS,
        label=_("Of which longer than agreed"),
        counts=_("Waiting for a partner for more weeks than the working agreement of that request says."),
        not_counted=_("Requests without an agreement, or with one that says nothing of waiting."),
    ),
    Definition(
        key="days_to_help",
        chapter=Chapter.NETWORK,
        unit=Unit.DAYS,
        label=_("Days until help began"),
        counts=_("The median of the days between asking and beginning, of help that began in the month, in classes."),
        not_counted=_("Who still waits. Shown only when help began for ten households or more."),
    ),
    Definition(
        key="partners_own_employer",
        chapter=Chapter.NETWORK,
        unit=Unit.HOUSEHOLDS,
        label=_("With the own employer"),
        counts=_("Households where a seconded worker asked the own employer, or coordinates while they help."),
        not_counted=_("What is wrong: it is allowed, and it is seen."),
    ),
    Definition(
        key="agreements",
        chapter=Chapter.NETWORK,
        unit=Unit.AGREEMENTS,
        label=_("Working agreements"),
        counts=_("Agreements with partners that were in force on the last day of the month."),
    ),
    Definition(
        key="agreements_due",
        chapter=Chapter.NETWORK,
        unit=Unit.AGREEMENTS,
        label=_("Of which due for review"),
        counts=_("Those of which the day to look at them again had come by the last day."),
    ),
    Definition(
        key="partners_around",
        chapter=Chapter.NETWORK,
        unit=Unit.PARTNERS,
        label=_("Partners around the team"),
        counts=_("Organisations in the first or second ring on the last day of the month."),
        not_counted=_("For the municipality a partner counts once for each team that it stands around."),
    ),
    Definition(
        key="principles_endorsed",
        chapter=Chapter.NETWORK,
        unit=Unit.PARTNERS,
        label=_("Of which endorse the principles"),
        counts=_("Partners around the team with an endorsement, of any version, that held on the last day."),
        not_counted=_("Who declined, and who was never asked."),
    ),
    Definition(
        key="pressure_signals",
        chapter=Chapter.NETWORK,
        unit=Unit.PRESSURE,
        label=_("Pressure signals"),
        counts=_("Signals that a provider presses, reported in the month. They are about a provider, not a household."),
    ),
    Definition(
        key="relations_quiet",
        chapter=Chapter.NETWORK,
        unit=Unit.PARTNERS,
        label=_("Quiet relations"),
        counts=_(
            "Partners with an agreed rhythm, with whom there was no contact for longer than that on the last day."
        ),
        not_counted=_("Partners without an agreed rhythm. Earlier months are counted with the rhythm of now."),
    ),
    Definition(
        key="hourly_rate",
        chapter=Chapter.MONEY,
        unit=Unit.EUROS,
        label=_("Agreed hourly rate"),
        counts=_(
            "What an hour of the team costs, as team and municipality agreed and as it held on the last day. Of the "
            "municipality only when all teams have the same."
        ),
    ),
    Definition(
        key="money_casework",
        chapter=Chapter.MONEY,
        unit=Unit.EUROS,
        label=_("Individual help in euros"),
        counts=_("The published hours of individual help by the agreed hourly rate, in whole euros."),
        not_counted=_("What provisions of others cost."),
    ),
    Definition(
        key="money_collective",
        chapter=Chapter.MONEY,
        unit=Unit.EUROS,
        label=_("Prevention in euros"),
        counts=_("The published hours of collective work, prevention work and outreach by the agreed hourly rate."),
    ),
    Definition(
        key="subsidy",
        chapter=Chapter.MONEY,
        unit=Unit.EUROS,
        label=_("Subsidy of initiatives"),
        counts=_(
            "What initiatives in the area were given, spread evenly over its days: the part that falls in the month."
        ),
        not_counted=_("Money without an amount or a first day written down, and what has stopped."),
    ),
)
DEFINED: dict[str, Definition] = {definition.key: definition for definition in DEFINITIONS}

# What stands in the tables of a report; the key is that of the column in its files.
TABLE_DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        key="assignment_reached",
        chapter=Chapter.ASSIGNMENTS,
        unit=Unit.AS_AGREED,
        label=_("Reached"),
        counts=_(
            "People, households, steps or times since the assignment began, up to and including the last day of the "
            "month; counted from what was registered. Times and steps of fewer than ten people are hidden. Meetings "
            "are shown as they are."
        ),
        not_counted=_("That the team brought it about. A correction can make it less than in the report before."),
    ),
    Definition(
        key="assignment_expected",
        chapter=Chapter.ASSIGNMENTS,
        unit=Unit.AS_AGREED,
        label=_("In an even pace"),
        counts=_("Where the assignment would stand on the last day of the month if every day brought the same."),
    ),
    Definition(
        key="assignment_forecast",
        chapter=Chapter.ASSIGNMENTS,
        unit=Unit.AS_AGREED,
        label=_("Expected at this pace"),
        counts=_(
            "What it comes to at the end in the pace of the last three months, or since it began. From the published "
            "figures only."
        ),
        not_counted=_("Seasons, and what the team plans."),
    ),
    Definition(
        key="assignment_hours",
        chapter=Chapter.ASSIGNMENTS,
        unit=Unit.HOURS,
        label=_("Hours for it"),
        counts=_(
            "Hours of workers at the meetings that count for the assignment, since it began, beside the agreed hours."
        ),
        not_counted=_("Hours for people one by one: they are individual help."),
    ),
    Definition(
        key="law_households",
        chapter=Chapter.LAWS,
        unit=Unit.HOUSEHOLDS,
        label=_("Households per law"),
        counts=_(
            "Open households at the end of the month by the law under which their main theme falls, as the "
            "municipality divided the themes for that month. One household is one whole: it counts once."
        ),
        not_counted=_("Other laws from which the household has help as well."),
    ),
    Definition(
        key="law_hours",
        chapter=Chapter.LAWS,
        unit=Unit.HOURS,
        label=_("Hours per law"),
        counts=_(
            "Individual help by the main theme of the case: contacts, and conferences divided over the cases on the "
            "agenda. In the report of the municipality only."
        ),
        not_counted=_("Collective work: it is of no single law."),
    ),
    Definition(
        key="course",
        chapter=Chapter.LINK,
        unit=Unit.HOUSEHOLDS,
        label=_("Course of a theme"),
        counts=_(
            "Open households on a theme on which an initiative runs, here and in the other teams together, then and "
            "now: from the month before it began, or the oldest within a year. From published figures only; the "
            "interval of 95% holds chance and rounding."
        ),
        not_counted=_("Causes. It is never proof that an initiative works or does not."),
    ),
)

# Classes of days, each up to and including its last day; in a report a median appears as a class only.
DAY_CLASSES: tuple[tuple[int, str], ...] = ((1, "0-1"), (3, "2-3"), (7, "4-7"), (14, "8-14"), (28, "15-28"))
DAYS_OVER = "29+"

# The same for the days until a partner begins to help, which are counted in weeks rather than days.
HELP_CLASSES: tuple[tuple[int, str], ...] = ((7, "0-7"), (14, "8-14"), (28, "15-28"), (56, "29-56"), (91, "57-91"))
HELP_OVER = "92+"
