from wijkteam.retention.models.destruction import WAITS, DestructionEntry, DestructionList
from wijkteam.retention.models.hold import LegalHold
from wijkteam.retention.models.residue import Residue
from wijkteam.retention.models.takeout import Takeout
from wijkteam.retention.models.term import LEAST, STATUTORY, RetentionTerm

__all__ = [
    "LEAST",
    "STATUTORY",
    "WAITS",
    "DestructionEntry",
    "DestructionList",
    "LegalHold",
    "Residue",
    "RetentionTerm",
    "Takeout",
]
