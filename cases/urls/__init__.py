from cases.urls import case_files, households, intake, journal, my_work, partners, restricted

app_name = "cases"
urlpatterns = [
    *intake.urlpatterns,
    *case_files.urlpatterns,
    *journal.urlpatterns,
    *partners.urlpatterns,
    *my_work.urlpatterns,
    *households.urlpatterns,
    *restricted.urlpatterns,
]
