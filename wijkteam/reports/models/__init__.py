from wijkteam.reports.models.facts import TeamMonth, TeamMonthStock
from wijkteam.reports.models.report import REPORT_ROLE, MonthlyReport, ReportFile, ReportSnapshot

__all__ = ["REPORT_ROLE", "MonthlyReport", "ReportFile", "ReportSnapshot", "TeamMonth", "TeamMonthStock"]
