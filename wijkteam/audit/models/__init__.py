from wijkteam.audit.models.budget import BudgetRaise, OpenedHousehold
from wijkteam.audit.models.dropped_month import DroppedMonth
from wijkteam.audit.models.read_log import ReadLog
from wijkteam.audit.models.to_look_at import ReadFlag, SampledReading
from wijkteam.audit.models.worker_home import WorkerHome

__all__ = ["BudgetRaise", "DroppedMonth", "OpenedHousehold", "ReadFlag", "ReadLog", "SampledReading", "WorkerHome"]
