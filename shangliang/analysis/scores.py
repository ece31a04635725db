"""From cosines to scores and decisions. The numbers were set on hand-read pairs of real messages."""

import numpy as np

from shangliang.analysis.places import AGREE, APART

# A cosine at which one pair in two is the same matter, and how fast belief grows around it.
_EVEN, _SLOPE = 0.3, 12.0
_OWN_WORDS, _SHARP = 0.5, 8
LEAST = 0.22  # no pair below this cosine is the same matter, even at the same place
_WITHOUT_PLACE = 0.42


def sureness(cosine: np.ndarray | float) -> np.ndarray:
    """Cosine (0 … 1) as belief that the matter is the same: 0 at 0, 1 at 1, one half at the even point."""
    low, high = _logistic(0.0), _logistic(1.0)
    return np.clip((_logistic(np.asarray(cosine)) - low) / (high - low), 0.0, 1.0)


def _logistic(cosine: np.ndarray | float) -> np.ndarray:
    return 1 / (1 + np.exp(-_SLOPE * (np.asarray(cosine) - _EVEN)))


def blend(cosine: np.ndarray, common: np.ndarray) -> np.ndarray:
    """Score of a pair from its own words and from what their neighbourhoods have in common (both 0 … 1).

    In a large collection everything is somehow connected; the power lets only nearly equal neighbourhoods
    count.
    """
    return np.clip(_OWN_WORDS * sureness(cosine) + (1 - _OWN_WORDS) * common**_SHARP, 0.0, 1.0)


def same_matter(cosine: float, place: int) -> bool:
    """The decision: alike enough, more so when no place speaks for it; never when the places are apart."""
    if place == APART:
        return False
    return cosine >= (LEAST if place == AGREE else _WITHOUT_PLACE)
