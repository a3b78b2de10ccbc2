from wijkteam.retention.models.destruction import WAITS, DestructionEntry, DestructionList
from wijkteam.retention.models.hold import LegalHold
from wijkteam.retention.models.request_file import KEPT, RequestFile
from wijkteam.retention.models.resident_request import EXTENSION, TERM, ResidentRequest
from wijkteam.retention.models.residue import Residue
from wijkteam.retention.models.statement import ResidentStatement
from wijkteam.retention.models.takeout import Takeout
from wijkteam.retention.models.term import LEAST, STATUTORY, RetentionTerm

__all__ = [
    "EXTENSION",
    "KEPT",
    "LEAST",
    "STATUTORY",
    "TERM",
    "WAITS",
    "DestructionEntry",
    "DestructionList",
    "LegalHold",
    "RequestFile",
    "ResidentRequest",
    "ResidentStatement",
    "Residue",
    "RetentionTerm",
    "Takeout",
]
