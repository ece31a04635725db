"""Questions about kits. Each says what it costs.

bundles  what a kit carries along
boards   who has a kit out, what came back, what waits for a person
"""

from shangliang.modules.kits.queries.boards import Back, back_of, mine, offers, spelled
from shangliang.modules.kits.queries.bundles import bundle, guest, told

__all__ = ["Back", "back_of", "bundle", "guest", "mine", "offers", "spelled", "told"]
