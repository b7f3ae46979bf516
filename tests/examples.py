"""How many examples a property is tried on: few in a test run, many in a campaign."""

from __future__ import annotations

from hypothesis import settings

CAMPAIGN = "campaign"  # the profile of `make campaign NAME=properties`


def up_to(count: int) -> int:
    """A property that needs many examples has ten times `count` in a campaign."""
    return count * 10 if settings.get_current_profile_name() == CAMPAIGN else count
