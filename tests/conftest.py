"""Settings of all tests."""

from hypothesis import settings

# The first example of a property may load a library; tests are not timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
