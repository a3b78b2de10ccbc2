from django.urls import path

from cases.views import secondments

urlpatterns = [path("detachering/", secondments.secondments, name="secondments")]
