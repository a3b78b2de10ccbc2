from cases.urls import case_files, intake, journal, my_work, partners

app_name = "cases"
urlpatterns = [
    *intake.urlpatterns,
    *case_files.urlpatterns,
    *journal.urlpatterns,
    *partners.urlpatterns,
    *my_work.urlpatterns,
]
