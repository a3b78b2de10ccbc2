from netwerk.models.agreement import WorkingAgreement
from netwerk.models.kept_row import KeptRow
from netwerk.models.location import Location
from netwerk.models.organisation import Organisation
from netwerk.models.professional import Professional
from netwerk.models.relation import Relation, RelationMoment
from netwerk.models.ring import RingMembership
from netwerk.models.service import Service

__all__ = [
    "KeptRow",
    "Location",
    "Organisation",
    "Professional",
    "Relation",
    "RelationMoment",
    "RingMembership",
    "Service",
    "WorkingAgreement",
]
