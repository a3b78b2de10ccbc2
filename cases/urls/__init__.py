from cases.urls import case_files, intake

app_name = "cases"
urlpatterns = [*intake.urlpatterns, *case_files.urlpatterns]
