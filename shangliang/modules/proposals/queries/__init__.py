"""Questions about proposals. Each says what it costs.

grounds   why a proposal is not filed
"""

from shangliang.modules.proposals.queries.grounds import grounds

__all__ = ["grounds"]
