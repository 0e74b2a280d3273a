"""All addresses of the hub: each app brings its own."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from mash.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    *(
        path("", include(f"{app.name}.urls"))
        for app in apps.get_app_configs()
        if app.name.startswith("mash.") and find_spec(f"{app.name}.urls")
    ),
]

handler400 = "mash.foundation.access.failures.unreadable"
handler403 = "mash.foundation.access.failures.stale_form"
handler404 = "mash.foundation.access.failures.nowhere"
handler500 = "mash.foundation.access.failures.broken"
