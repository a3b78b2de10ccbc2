from wijkteam.audit.models.read_log import ReadLog

__all__ = ["ReadLog"]
