from cases.urls import (
    case_files,
    conferences,
    coordinators,
    exploration,
    households,
    intake,
    journal,
    my_work,
    partners,
    plan,
    provisions,
    restricted,
)

app_name = "cases"
urlpatterns = [
    *intake.urlpatterns,
    *case_files.urlpatterns,
    *exploration.urlpatterns,
    *journal.urlpatterns,
    *partners.urlpatterns,
    *plan.urlpatterns,
    *conferences.urlpatterns,
    *my_work.urlpatterns,
    *provisions.urlpatterns,
    *households.urlpatterns,
    *restricted.urlpatterns,
    *coordinators.urlpatterns,
]
