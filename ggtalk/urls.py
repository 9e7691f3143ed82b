"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from ggtalk.views import health, main_page, media, ready, service_worker

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("api/", include("accounts.urls")),
    path("api/", include("files.urls")),
    path("api/", include("chat.urls")),
    path("api/", include("groups.urls")),
    path("api/", include("notifications.urls")),
    path("media/<path:name>", media, name="media"),
    path("health/", health, name="health"),
    path("ready/", ready, name="ready"),
    path("sw.js", service_worker, name="service_worker"),
    re_path(r"^(?!api/|static/|media/|admin/|ws/).*$", main_page, name="main"),
]

handler400 = "ggtalk.views.bad_request"
handler404 = "ggtalk.views.unknown_address"
handler500 = "ggtalk.views.malfunction"
