"""Questions about proposals. Each says what it costs.

grounds    why a proposal is not filed
assigning  who was asked to take it, what waits to be handed over
keys       key proposals
publishing what everybody may read
"""

from shangliang.modules.proposals.queries import assigning, keys
from shangliang.modules.proposals.queries.grounds import grounds
from shangliang.modules.proposals.queries.keys import led_by

__all__ = ["assigning", "grounds", "keys", "led_by"]
