from wijkteam.audit.models.dropped_month import DroppedMonth
from wijkteam.audit.models.read_log import ReadLog
from wijkteam.audit.models.to_look_at import ReadFlag, SampledReading
from wijkteam.audit.models.worker_home import WorkerHome

__all__ = ["DroppedMonth", "ReadFlag", "ReadLog", "SampledReading", "WorkerHome"]
