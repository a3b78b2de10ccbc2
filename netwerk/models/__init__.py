from netwerk.models.location import Location
from netwerk.models.organisation import Organisation
from netwerk.models.professional import Professional
from netwerk.models.service import Service

__all__ = ["Location", "Organisation", "Professional", "Service"]
