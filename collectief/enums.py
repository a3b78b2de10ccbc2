from django.db import models
from django.utils.translation import gettext_lazy as _


class AnalysisPart(models.TextChoices):
    """What a neighbourhood analysis says in words, in the order in which it is read."""

    FIGURES = "figures", _("what strikes us in the figures")
    STORIES = "stories", _("what people tell")
    ACTIVE = "active", _("who is active")
    VULNERABLE = "vulnerable", _("who is getting vulnerable")
    CONCLUSION = "conclusion", _("what we conclude")


class RoundItemKind(models.TextChoices):
    """What a part of an information round is about."""

    BEGUN = "begun", _("begun")
    ENDED = "ended", _("ended")
    COMING = "coming", _("coming")
    GOES_ON = "goes-on", _("goes on")
    SIGNALS = "signals", _("signals")
    NETWORK = "network", _("who works together with us")
    THANKS = "thanks", _("thanks")
    ASK = "ask", _("what we ask")
    OWN = "own", _("own words")


class RoundWish(models.TextChoices):
    """How a team knows that somebody wants its round."""

    ASKED = "asked", _("they asked for it")
    AGREED = "agreed", _("we asked, and they said yes")


class RoundFailure(models.TextChoices):
    """Why a round did not reach somebody."""

    REFUSED = "refused", _("the mail server refuses this address")
    UNREACHABLE = "unreachable", _("the mail server could not be reached")
    STOPPED = "stopped", _("stopped in the meantime")


class InitiativeOwner(models.TextChoices):
    RESIDENTS = "residents", _("residents")
    VOLUNTEER = "volunteer", _("volunteer")
    ORGANISATION = "organisation", _("organisation")
    TEAM = "team", _("the team")


# -- taking part, and assignments --------------------------------------------------------------------


class LadderStep(models.IntegerChoices):
    """The participation ladder: how somebody takes part in society, from the first step up."""

    ISOLATED = 1, _("isolated")
    CONTACTS = 2, _("social contacts outside the home")
    ACTIVITIES = 3, _("takes part in organised activities")
    UNPAID = 4, _("unpaid work")
    SUPPORTED = 5, _("paid work with support")
    PAID = 6, _("paid work")


class AssignmentUnit(models.TextChoices):
    """What an assignment counts. Each is computed from what was registered."""

    PEOPLE = "people", _("people")
    HOUSEHOLDS = "households", _("households")
    MOVES = "moves", _("steps up on the participation ladder")
    TIMES = "times", _("times that somebody took part")
    MEETINGS = "meetings", _("meetings")


# -- signals -----------------------------------------------------------------------------------------


class SignalSource(models.TextChoices):
    """Who noticed it."""

    RESIDENT = "resident", _("a resident")
    VOLUNTEER = "volunteer", _("a volunteer")
    PARTNER = "partner", _("somebody of a partner organisation")
    WORKER = "worker", _("a colleague")
    OUTREACH = "outreach", _("heard while out in the neighbourhood")


# -- opportunities -----------------------------------------------------------------------------------


class OpportunityAnswer(models.TextChoices):
    """What a team does with an opportunity."""

    NOT_NOW = "not-now", _("not now")
    INITIATIVE = "initiative", _("an initiative")


# -- reflection --------------------------------------------------------------------------------------


class Occasion(models.TextChoices):
    """Why people sit down together."""

    OPPORTUNITY = "opportunity", _("an opportunity")
    CASELOAD = "caseload", _("too many cases for the team")
    CALENDAR = "calendar", _("it was planned")
    MUNICIPALITY = "municipality", _("a meeting with the municipality")


class ReflectionChoice(models.TextChoices):
    """What was chosen."""

    START = "start", _("start an initiative")
    STRENGTHEN = "strengthen", _("strengthen an initiative")
    METHOD = "method", _("a group or course by the book")
    ASK = "ask", _("ask the municipality something")
    NOT_NOW = "not-now", _("not now")


class ReviewResult(models.TextChoices):
    """How it stands against what was chosen."""

    BETTER = "better", _("it goes better")
    SAME = "same", _("it is about the same")
    WORSE = "worse", _("it goes worse")
    UNCLEAR = "unclear", _("we cannot tell")


class SignalFollowUp(models.TextChoices):
    """What became of a signal."""

    LOOKED_INTO = "looked-into", _("we looked into it")
    COLLECTIVE = "collective", _("taken up together with the neighbourhood")
    PASSED_ON = "passed-on", _("passed on to another organisation")
    CONTACT = "contact", _("we got in touch with the resident")
    NONE = "none", _("nothing needed to be done")


# -- what becomes of a signal ------------------------------------------------------------------------


class SignalStepKind(models.TextChoices):
    """What somebody did with a signal. Closing it stands on the signal itself, once."""

    LOOK = "look", _("looks at it")
    LET_GO = "let-go", _("let go of it")
    QUESTION = "question", _("made a question for help of it")
    INITIATIVE = "initiative", _("brought it to an initiative")
    OPPORTUNITY = "opportunity", _("brought it to an opportunity")


# With one of these, or with a question to the municipality, something is done with it.
DONE_STEPS = (SignalStepKind.QUESTION, SignalStepKind.INITIATIVE, SignalStepKind.OPPORTUNITY)


class AnswerManner(models.TextChoices):
    MAIL = "mail", _("by e-mail")
    PHONE = "phone", _("by telephone")
    SPOKEN = "spoken", _("in person")


class AnswerSentence(models.TextChoices):
    """What may be said to who passed a signal on: nothing of a household, and nothing that lets one guess."""

    THANKS = "thanks", _("Thank you for telling us.")
    LOOKED = "looked", _("We looked into it.")
    TOGETHER = "together", _("We take it up together with people in the neighbourhood.")
    PASSED_ON = "passed-on", _("We passed it on to an organisation that can do something about it.")
    MUNICIPALITY = "municipality", _("We laid it before the municipality.")
    SOLVED = "solved", _("As far as we know it has been solved.")
    NOTHING_MORE = "nothing-more", _("We may not say more about other people. That is why you hear no more from us.")
    KEEP_TELLING = "keep-telling", _("Please keep telling us what you see.")


# -- methods and their editions ----------------------------------------------------------------------


class MethodForm(models.TextChoices):
    GROUP = "group", _("meetings of a group")
    VISITS = "visits", _("visits to one person")


class SessionKind(models.TextChoices):
    REGULAR = "regular", _("regular meeting")
    EXTRA = "extra", _("extra meeting")
    RETURN = "return", _("return meeting")


class ParticipantStatus(models.TextChoices):
    TAKING_PART = "in", _("takes part")
    WAITING = "waiting", _("on the waiting list")
    LEFT = "left", _("stopped")


class LeftReason(models.TextChoices):
    """Why somebody stopped; in a few words on purpose, so that nothing needs to be written about them."""

    FINISHED = "finished", _("it was enough")
    ELSEWHERE = "elsewhere", _("went on with something else")
    NOT_FITTING = "not-fitting", _("it did not fit")
    CIRCUMSTANCES = "circumstances", _("illness, moving house or other circumstances")
    UNKNOWN = "unknown", _("we do not know")


class MeasureMoment(models.TextChoices):
    BEFORE = "before", _("before")
    AFTER = "after", _("after")
    RETURN = "return", _("at the return meeting")


class EditionEnd(models.TextChoices):
    FINISHED = "finished", _("held as planned")
    STOPPED = "stopped", _("stopped early")


# -- what an initiative lives on ---------------------------------------------------------------------


class FundingState(models.TextChoices):
    RUNNING = "running", _("running")
    THREATENED = "threatened", _("uncertain")
    STOPPED = "stopped", _("stopped")


# -- volunteers and active residents -------------------------------------------------------------------


class VolunteerKind(models.TextChoices):
    VOLUNTEER = "volunteer", _("volunteer")
    RESIDENT = "resident", _("active resident")


class VolunteerRhythm(models.TextChoices):
    ONCE = "once", _("now and then, for one thing")
    STRUCTURAL = "structural", _("regularly")


class ConsentManner(models.TextChoices):
    """How somebody said that we may keep their name."""

    TALK = "talk", _("in a conversation")
    WRITING = "writing", _("in writing")
    PHONE = "phone", _("on the telephone")


class CertificateKind(models.TextChoices):
    TRAINING = "training", _("training")
    CONDUCT = "conduct", _("certificate of good conduct")
    OTHER = "other", _("diploma or certificate")


class StopReason(models.TextChoices):
    """Why a volunteer stopped; in a few words on purpose, so that nothing needs to be written about them."""

    ENOUGH = "enough", _("it was enough")
    TIME = "time", _("no time any more")
    MOVED = "moved", _("moved house")
    ELSEWHERE = "elsewhere", _("goes on somewhere else")
    HEALTH = "health", _("cannot manage it any more")
    OURS = "ours", _("we ended it")
    WITHDRAWN = "withdrawn", _("does not want to stand here any more")


class Language(models.TextChoices):
    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")
    TURKISH = "tr", _("Turkish")
    ARABIC = "ar", _("Arabic")
    TAMAZIGHT = "zgh", _("Tamazight")
    POLISH = "pl", _("Polish")
    UKRAINIAN = "uk", _("Ukrainian")
    SPANISH = "es", _("Spanish")
    PAPIAMENTO = "pap", _("Papiamento")
    SIGN = "ngt", _("sign language")


class DayPart(models.TextChoices):
    MORNING = "morning", _("mornings")
    AFTERNOON = "afternoon", _("afternoons")
    EVENING = "evening", _("evenings")
    WEEKEND = "weekend", _("the weekend")


class Interest(models.TextChoices):
    """What people like to do together on a visit."""

    TALKING = "talking", _("talking over coffee")
    WALKING = "walking", _("walking")
    GAMES = "games", _("games")
    COOKING = "cooking", _("cooking")
    MUSIC = "music", _("music")
    READING = "reading", _("reading")
    HANDICRAFT = "handicraft", _("handicraft")
    GARDEN = "garden", _("plants and garden")
    FAITH = "faith", _("faith")
    SPORT = "sport", _("sport")


# -- stories -----------------------------------------------------------------------------------------


class StoryKind(models.TextChoices):
    """Where a story comes from; said under it wherever it is read."""

    COMPOSED = "composed", _("composed of several true stories")
    CONSENT = "consent", _("told with the consent of the teller")


class StoryState(models.TextChoices):
    DRAFT = "draft", _("draft")
    ASKED = "asked", _("waits for a second reading")
    BACK = "back", _("back with remarks")
    APPROVED = "approved", _("approved")
    WITHDRAWN = "withdrawn", _("withdrawn")


class WithdrawnBecause(models.TextChoices):
    TELLER = "teller", _("the teller no longer agrees")
    RECOGNISED = "recognised", _("somebody could be recognised after all")
    OTHER = "other", _("we no longer want to tell it")


# -- the visiting service ------------------------------------------------------------------------------


class WishEnd(models.TextChoices):
    """Why somebody no longer waits for visits."""

    DONE = "done", _("the visits were enough")
    NO_LONGER = "no-longer", _("does not want visits any more")
    ELSEWHERE = "elsewhere", _("goes on with something else")
    UNREACHABLE = "unreachable", _("cannot be reached")
    WITHDRAWN = "withdrawn", _("does not want to stand here any more")


class MatchEnd(models.TextChoices):
    """Why visits to one person ended."""

    FINISHED = "finished", _("the half year was over")
    ENOUGH = "enough", _("it was enough sooner")
    NO_CLICK = "no-click", _("the two did not fit")
    VOLUNTEER = "volunteer", _("the volunteer stopped")
    PERSON = "person", _("the person stopped")


class VisitOutcome(models.TextChoices):
    HAPPENED = "happened", _("it happened")
    NOT = "not", _("it did not happen")
    NO_CONTACT = "no-contact", _("could not reach them")
