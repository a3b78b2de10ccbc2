from collectief.models.assignment import Assignment, AssignmentPart
from collectief.models.edition import Edition, EditionLeader, Session, SessionHours
from collectief.models.funding import Funding
from collectief.models.initiative import Initiative
from collectief.models.method import Method
from collectief.models.neighbourhood_analysis import AnalysisMeeting as AnalysisMeeting
from collectief.models.neighbourhood_analysis import AnalysisSection as AnalysisSection
from collectief.models.neighbourhood_analysis import AnalysisVoice as AnalysisVoice
from collectief.models.neighbourhood_analysis import NeighbourhoodAnalysis as NeighbourhoodAnalysis
from collectief.models.opportunity import DetectionRun, Opportunity, OpportunityReply, ThemeWeek
from collectief.models.outreach import Heard, OutreachMoment
from collectief.models.participant import Attendance, Measurement, Participant
from collectief.models.policy_ask import PolicyAsk
from collectief.models.reflection import Reflection, ReflectionFigure, ReflectionReview
from collectief.models.round import InformationRound, RoundDelivery, RoundItem, RoundRecipient, RoundRhythm
from collectief.models.signal import Signal
from collectief.models.signal_answer import SignalAnswer
from collectief.models.signal_step import SignalStep
from collectief.models.story import Story, StoryThanks
from collectief.models.visit import Visit, VisitCode, VisitLink, VisitLinkUse, VisitMatch, VisitWish
from collectief.models.volunteer import Certificate, Volunteer, VolunteerRole, VolunteerThanks

__all__ = [
    "Assignment",
    "AssignmentPart",
    "Attendance",
    "Certificate",
    "DetectionRun",
    "Edition",
    "EditionLeader",
    "Funding",
    "Heard",
    "InformationRound",
    "Initiative",
    "Measurement",
    "Method",
    "Opportunity",
    "OpportunityReply",
    "OutreachMoment",
    "Participant",
    "PolicyAsk",
    "Reflection",
    "ReflectionFigure",
    "ReflectionReview",
    "RoundDelivery",
    "RoundItem",
    "RoundRecipient",
    "RoundRhythm",
    "Session",
    "SessionHours",
    "Signal",
    "SignalAnswer",
    "SignalStep",
    "Story",
    "StoryThanks",
    "ThemeWeek",
    "Visit",
    "VisitCode",
    "VisitLink",
    "VisitLinkUse",
    "VisitMatch",
    "VisitWish",
    "Volunteer",
    "VolunteerRole",
    "VolunteerThanks",
]
