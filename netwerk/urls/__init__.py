from netwerk.urls import directory

app_name = "netwerk"
urlpatterns = [*directory.urlpatterns]
