from wijkteam.hours.models.time_entry import TimeEntry

__all__ = ["TimeEntry"]
