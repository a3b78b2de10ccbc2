from wijkteam.reports.models.facts import TeamMonth, TeamMonthStock
from wijkteam.reports.models.report import MonthlyReport, ReportFile, ReportSnapshot

__all__ = ["MonthlyReport", "ReportFile", "ReportSnapshot", "TeamMonth", "TeamMonthStock"]
