from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Where a question came from. `OUTREACH` and `VOLUNTEER` count as proactive: found before somebody asked."""

    RESIDENT = "resident", _("the resident's own question")
    NETWORK = "network", _("family, friends or neighbours")
    ORGANISATION = "organisation", _("an organisation")
    VOLUNTEER = "volunteer", _("a volunteer or active resident")
    OUTREACH = "outreach", _("found by ourselves in the neighbourhood")
    TRANSFER = "transfer", _("handed over by another team")


class Urgency(models.TextChoices):
    ACUTE = "acute", _("now: somebody is in danger")
    SOON = "soon", _("within a few days")
    NORMAL = "normal", _("within the agreed time")


class Outcome(models.TextChoices):
    """What triage decided. The order is that of domain.md: answer, street and collective come before a case."""

    ANSWERED = "answered", _("answered at once")
    STREET = "street", _("taken up by the street itself")
    COLLECTIVE = "collective", _("led to an initiative")
    CASE = "case", _("a case was opened")
    DECLINED = "declined", _("declined")


class ClosingReason(models.TextChoices):
    GOALS_REACHED = "goals-reached", _("the goals are reached")
    CONTINUES_ALONE = "continues-alone", _("the household goes on by itself")
    OWN_NETWORK = "own-network", _("the own network takes over")
    COLLECTIVE = "collective", _("continues in an initiative")
    REFERRED = "referred", _("continues with another organisation")
    WITHDRAWN = "withdrawn", _("the household stopped")
    MOVED = "moved", _("moved out of the area")
    DECEASED = "deceased", _("deceased")
    # Only a merge gives this reason: the household had two open cases.
    MERGED = "merged", _("merged with the other case of the same household")


class LifeDomain(models.TextChoices):
    """Parts of life that a plan can speak of. Only those that matter get a goal: never a matrix to fill in."""

    FINANCE = "finance", _("money")
    WORK = "work", _("work and education")
    TIME = "time", _("use of time")
    HOUSING = "housing", _("housing")
    DOMESTIC = "domestic", _("relations at home")
    MENTAL = "mental", _("mental health")
    PHYSICAL = "physical", _("physical health")
    SUBSTANCES = "substances", _("substance use")
    BASIC_DAILY = "basic-daily", _("caring for oneself")
    DAILY_SKILLS = "daily-skills", _("running a household")
    NETWORK = "network", _("social network")
    PARTICIPATION = "participation", _("taking part in society")
    JUSTICE = "justice", _("police and justice")
    PARENTING = "parenting", _("growing up and parenting")


class ActionOwner(models.TextChoices):
    """Who does it. The first four together are the share that the team watches (own strength, joint strength)."""

    RESIDENT = "resident", _("the resident")
    NETWORK = "network", _("the own network")
    VOLUNTEER = "volunteer", _("a volunteer or neighbour")
    COLLECTIVE = "collective", _("an initiative")
    TEAM = "team", _("the team")
    FIRST_RING = "first-ring", _("a partner close by")
    SECOND_RING = "second-ring", _("a specialised partner")


OWN_STRENGTH = frozenset({ActionOwner.RESIDENT, ActionOwner.NETWORK, ActionOwner.VOLUNTEER, ActionOwner.COLLECTIVE})


class ContactKind(models.TextChoices):
    VISIT = "visit", _("home visit")
    PHONE = "phone", _("telephone")
    OFFICE = "office", _("at the office")
    MESSAGE = "message", _("message or letter")
    CONSULTATION = "consultation", _("consultation")


class Visibility(models.TextChoices):
    TEAM = "team", _("for the team")
    RESTRICTED = "restricted", _("for the coordinator of the case and myself")


class SharedKind(models.TextChoices):
    """What of a person may go to a partner. The whole file is the exception, and covers the other kinds."""

    CONTACT = "contact", _("contact details")
    PLAN = "plan", _("the plan")
    GOALS = "goals", _("the goals and how they go")
    SAFETY = "safety", _("safety")
    HEALTH = "health", _("health")
    DEBTS = "debts", _("money and debts")
    SCHOOL = "school", _("school")
    WHOLE_FILE = "whole-file", _("the whole file")


class SharingBasis(models.TextChoices):
    """Why it may be shared. Without one of these nothing leaves."""

    CONSENT = "consent", _("consent")
    TASK = "task", _("task in law")
    VITAL_INTEREST = "vital-interest", _("vital interest")
    DUTY = "duty", _("professional duty")


class LegalTask(models.TextChoices):
    WMO = "wmo", _("Social Support Act 2015 (Wmo)")
    YOUTH = "youth", _("Youth Act (Jeugdwet)")
    PARTICIPATION = "participation", _("Participation Act (Participatiewet)")
    DEBT_HELP = "debt-help", _("Municipal Debt Counselling Act (Wgs)")
    MANDATORY_CARE = "mandatory-care", _("Mandatory Mental Health Care Act (Wvggz)")
    OTHER = "other", _("another law, named below")


class ConsentManner(models.TextChoices):
    SPOKEN = "spoken", _("spoken")
    WRITTEN = "written", _("in writing")


class SharingChannel(models.TextChoices):
    """How something went to a partner."""

    TOGETHER = "together", _("in a conversation with the resident present")
    SPOKEN = "spoken", _("in a conversation or by telephone")
    MAIL = "mail", _("by secure mail")
    LETTER = "letter", _("by letter")
    REQUEST = "request", _("with a request for help")
    CONFERENCE = "conference", _("in a case conference")


class InvolvementMode(models.TextChoices):
    """How a partner takes part. The team keeps the coordination in each of them."""

    CONSULTED = "consulted", _("consult")
    TEMPORARY = "temporary", _("involve for a while")
    REFERRED = "referred", _("refer")


class WaitLimit(models.TextChoices):
    """Who says how long a household may wait for a partner."""

    AGREED = "agreed", _("agreed with them")
    STATED = "stated", _("stated by them")
    ANSWER = "answer", _("the term for an answer")


class DeclineReason(models.TextChoices):
    """Why a partner said no. A lack of capacity is something else than not wanting to."""

    CAPACITY = "capacity", _("no room at the moment")
    WAITING_LIST = "waiting-list", _("the waiting list is closed")
    NOT_SUITABLE = "not-suitable", _("the question does not fit")
    CRITERIA = "criteria", _("does not meet their criteria")
    REFUSED = "refused", _("does not want to")
    OTHER = "other", _("another reason")


class RestrictionKind(models.TextChoices):
    """Why a file is for named people only."""

    COLLEAGUE = "colleague", _("somebody of this household works with us")
    NEIGHBOUR = "neighbour", _("a colleague is a neighbour, friend or relative")
    THREAT = "threat", _("a threat: the address must stay hidden")
    RESIDENT = "resident", _("the resident asked for it")


class EmergencyKind(models.TextChoices):
    """Why somebody opened a file that is not theirs."""

    DANGER = "danger", _("somebody is in danger now")
    CALLER = "caller", _("the family or the police is on the telephone, and nobody of the team can be reached")
    ABSENCE = "absence", _("the colleagues who may see it are all absent and it cannot wait")
    OTHER = "other", _("something else that cannot wait")


class ReviewResult(models.TextChoices):
    JUSTIFIED = "justified", _("it was needed")
    TALK = "talk", _("understandable, but there was another way: talked about it")
    UNJUSTIFIED = "unjustified", _("it was not needed: followed up")


class DoubleAnswer(models.TextChoices):
    """What one side said about two files that look alike."""

    SAME = "same", _("this is the same household")
    OTHER = "other", _("these are different households")


class MoveKind(models.TextChoices):
    """What a move means for the open case."""

    SAME = "same", _("the case goes on with us")
    HANDOVER = "handover", _("another team has to take over")


class HouseholdRole(models.TextChoices):
    ADULT = "adult", _("adult")
    PARENT = "parent", _("parent")
    CHILD = "child", _("child")
    OTHER = "other", _("somebody else who lives there")


# -- files ------------------------------------------------------------------------------------------


class FileKind(models.TextChoices):
    """What a file was found to be, by looking inside. Nothing else is taken."""

    PDF = "pdf", _("PDF")
    JPEG = "jpeg", _("photo")
    PNG = "png", _("picture")
    TEXT = "text", _("plain text")
    DOCX = "docx", _("Word document")
    ODT = "odt", _("text document")
    XLSX = "xlsx", _("spreadsheet")


class ScanState(models.TextChoices):
    """`UNSCANNED`: this installation has no virus scanner. `WAITING`: it has one that did not answer."""

    CLEAN = "clean", _("no virus found")
    UNSCANNED = "unscanned", _("not looked at by a virus scanner")
    WAITING = "waiting", _("waits for the virus scanner")
    INFECTED = "infected", _("holds a virus")


# -- the reporting code -----------------------------------------------------------------------------


class SafetyStepKind(models.IntegerChoices):
    """The five steps of the national reporting code, in its order."""

    SIGNALS = 1, _("map the signals")
    CONSULT = 2, _("consult a colleague, and Veilig Thuis where needed")
    TALK = 3, _("talk with the people concerned")
    WEIGH = 4, _("weigh the violence or abuse")
    DECIDE = 5, _("take the two decisions")


class CheckBackResult(models.TextChoices):
    """What became of it when the team looked again at what the street or an initiative took up."""

    HOLDS = "holds", _("it goes well: nothing more is needed")
    LATER = "later", _("look again later")
    NOT_ENOUGH = "not-enough", _("it is not enough: back to the board")


# -- exploration -----------------------------------------------------------------------------------


class RelationKind(models.TextChoices):
    PARTNER = "partner", _("partner")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    FAMILY = "family", _("other family")
    FRIEND = "friend", _("friend")
    NEIGHBOUR = "neighbour", _("neighbour")
    WORK_OR_SCHOOL = "work-or-school", _("colleague, teacher or fellow student")
    GROUP = "group", _("club, church or mosque, group")
    VOLUNTEER = "volunteer", _("volunteer")
    PROFESSIONAL = "professional", _("professional helper")
    OTHER = "other", _("somebody else")


class Closeness(models.IntegerChoices):
    """The ring of the ecogram."""

    CLOSE = 1, _("very close")
    NEAR = 2, _("near")
    FAR = 3, _("further away")


class OwnPlanKind(models.TextChoices):
    FAMILY_GROUP = "family-group", _("family group plan")
    PERSONAL = "personal", _("personal plan")
    OTHER = "other", _("another plan of their own")


# -- statutory clock -------------------------------------------------------------------------------


class Decision(models.TextChoices):
    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("granted in part")
    REFUSED = "refused", _("not granted")


class ClockEnd(models.TextChoices):
    """Why the clock of a report stopped without a decision."""

    NO_APPLICATION = "no-application", _("no application was needed or wanted")
    WITHDRAWN = "withdrawn", _("the resident withdrew the report")
    NOT_WMO = "not-wmo", _("it turned out not to be a report under the Wmo")


class ClockPhase(models.TextChoices):
    INVESTIGATION = "investigation", _("investigation")
    DECISION = "decision", _("decision")


# -- the plan over time ----------------------------------------------------------------------------


class GoalOutcome(models.TextChoices):
    """What became of a goal when the case was closed."""

    REACHED = "reached", _("reached")
    PARTLY = "partly", _("partly reached")
    NOT_REACHED = "not-reached", _("not reached")
    NOT_NEEDED = "not-needed", _("no longer needed")


class ScoreGiver(models.TextChoices):
    """Whose judgement a score is."""

    HOUSEHOLD = "household", _("the household")
    WORKER = "worker", _("the worker")


class AgreementManner(models.TextChoices):
    TABLE = "table", _("at the table")
    PHONE = "phone", _("by telephone")
    SIGNED = "signed", _("signed on paper")
    MESSAGE = "message", _("in a message")


class EvaluationDecision(models.TextChoices):
    """What the household and the worker chose after looking back."""

    GO_ON = "go-on", _("go on with this plan")
    ADJUST = "adjust", _("adjust the plan")
    CLOSE = "close", _("round off and close")


class OpeningOutcome(models.TextChoices):
    """What happened when somebody used a reading link."""

    OPENED = "opened", _("opened")
    WRONG_BIRTH_DATE = "wrong-date", _("another date of birth was filled in")


class ContinuationKind(models.TextChoices):
    """Where something goes on after the case."""

    OWN_NETWORK = "own-network", _("in the own network")
    COLLECTIVE = "collective", _("in an initiative")
    ELSEWHERE = "elsewhere", _("with another organisation")


# -- the coordinator ---------------------------------------------------------------------------------


class Informer(models.TextChoices):
    """Who tells the household that somebody else coordinates from now on."""

    GIVER = "giver", _("who hands over")
    RECEIVER = "receiver", _("the new coordinator")


class AbsenceKind(models.TextChoices):
    """Why somebody is away is nobody's business here."""

    PLANNED = "planned", _("planned, for example holidays")
    UNEXPECTED = "unexpected", _("unexpected")


# -- provisions -------------------------------------------------------------------------------------


class ProvisionKind(models.TextChoices):
    """What is paid for, with the law it comes from in front."""

    WMO_SUPPORT = "wmo-support", _("Wmo: support at home")
    WMO_HOUSEHOLD = "wmo-household", _("Wmo: help with the household")
    WMO_DAY = "wmo-day", _("Wmo: daytime activities")
    WMO_AID = "wmo-aid", _("Wmo: aid or adapted home")
    YOUTH_SUPPORT = "youth-support", _("Youth Act: help for child or parents")
    YOUTH_STAY = "youth-stay", _("Youth Act: living elsewhere")
    PARTICIPATION = "participation", _("Participation Act: towards work")
    OTHER = "other", _("another provision")


class ProvisionEnd(models.TextChoices):
    """Why nothing of the kind follows."""

    DONE = "done", _("no longer needed")
    NETWORK = "network", _("the own network takes over")
    INITIATIVE = "initiative", _("an initiative in the neighbourhood takes over")
    WITHDRAWN = "withdrawn", _("the household stopped")
    REPLACED = "replaced", _("another provision follows")


class RenewalOutcome(models.TextChoices):
    """The order is that of domain.md: what people can do together comes before what is paid for."""

    NETWORK = "network", _("The own network takes over")
    INITIATIVE = "initiative", _("An initiative takes over")
    STOP = "stop", _("It can stop")
    CHANGE = "change", _("Something else, or less or more of it")
    RENEW = "renew", _("The same again")


# -- partners who answer ----------------------------------------------------------------------------


class AnswerKind(models.TextChoices):
    """What a partner says to a request. "Later" keeps it open."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    LATER = "later", _("later")


# -- secondment ------------------------------------------------------------------------------------


class NoticeKind(models.TextChoices):
    """Where a worker met the own employer as the provider."""

    INVOLVEMENT = "involvement", _("asked them to help")
    PROVISION = "provision", _("gave a provision of theirs")
    CASE = "case", _("coordinates a case in which they help")


# -- together in the neighbourhood --------------------------------------------------------------------


class CollectiveOutcome(models.TextChoices):
    """How going to an initiative ended, for the household."""

    STAYS = "stays", _("goes on there by themselves")
    DONE = "done", _("finished, and that was enough")
    STOPPED = "stopped", _("stopped halfway")
    NEVER_CAME = "never-came", _("never came")
    ELSEWHERE = "elsewhere", _("something else fitted better")


class CaseloadState(models.TextChoices):
    """How far a list of households is that somebody sent."""

    CHOSEN = "chosen", _("being looked at")
    WAITING = "waiting", _("waits for its turn")
    RUNNING = "running", _("being taken in")
    DONE = "done", _("taken in")
    FAILED = "failed", _("not taken in")
    DROPPED = "dropped", _("put aside")


class CaseloadProblem(models.TextChoices):
    """Why a list was not taken in, and what now."""

    CHANGED = "changed", _("Something it refers to changed since you looked. Send the file again and look once more.")
    TAKEN_BEFORE = "taken-before", _("This very file was taken in before. Nothing was changed.")
    UNREADABLE = "unreadable", _("The file cannot be read any more. Send it again.")
    BROKEN = "broken", _("Something went wrong, several times. Nothing was taken in. Warn the administrator.")
