from netwerk.models.agreement import WorkingAgreement
from netwerk.models.dilemma import Dilemma, DilemmaNote, DilemmaReader
from netwerk.models.kept_row import KeptRow
from netwerk.models.location import Location
from netwerk.models.organisation import Organisation
from netwerk.models.partner_access import PartnerAccess
from netwerk.models.pressure import PressureFollowUp, PressureSignal
from netwerk.models.principles import Endorsement, Principles
from netwerk.models.professional import Professional
from netwerk.models.relation import Relation, RelationMoment
from netwerk.models.ring import RingMembership
from netwerk.models.secondment import Secondment
from netwerk.models.service import Service

__all__ = [
    "Dilemma",
    "DilemmaNote",
    "DilemmaReader",
    "Endorsement",
    "KeptRow",
    "Location",
    "Organisation",
    "PartnerAccess",
    "PressureFollowUp",
    "PressureSignal",
    "Principles",
    "Professional",
    "Relation",
    "RelationMoment",
    "RingMembership",
    "Secondment",
    "Service",
    "WorkingAgreement",
]
