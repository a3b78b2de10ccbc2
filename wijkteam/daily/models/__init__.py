from wijkteam.daily.models.calendar_feed import CalendarFeed
from wijkteam.daily.models.digest import Digest, DigestMail

__all__ = ["CalendarFeed", "Digest", "DigestMail"]
