"""Sign-in: password, second factor, sessions and their limits. Everything here runs at the door."""

# Where addresses begin whose views run at the door and take no seat. They show nothing of anybody but whoever signs in,
# or nothing of anybody at all; every other view is a `@page`, and a test looks.
AT_THE_DOOR = ("/sign-in", "/sign-out", "/welcome/", "/account/", "/demo/sign-in", "/health/", "/metrics")
