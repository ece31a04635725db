"""Whether a reply speaks of the message it stands beside: it should be nearer to it than to most others.

All messages and replies of a file are compared with one another, by their own words and by their
neighbourhoods (spread.py), so a reply in other words than the message is still known for its matter. A reply
laid to the wrong message stands nearer to many strangers.
"""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from shangliang.analysis import spread
from shangliang.analysis.records import Message
from shangliang.analysis.texts import Rarity, counts

LEAST = 60  # below, "most others" means nothing
_SHARP = 8
_BATCH = 1_000  # replies compared with one another; a longer file is taken in parts of about this size


def strangeness(messages: Sequence[str], replies: Sequence[str]) -> np.ndarray:
    """For each reply, the share (0 … 1) of the messages it is nearer to than to its own.

    Zeros when fewer than LEAST pairs are given: nothing can be said then.
    """
    n = len(messages)
    if n < LEAST:
        return np.zeros(n)
    parts = max(1, -(-n // _BATCH))
    found = np.zeros(n)
    for part in range(parts):  # every parts-th: each part is a sample of the whole
        found[part::parts] = _shares(messages[part::parts], replies[part::parts])
    return found


def _shares(messages: Sequence[str], replies: Sequence[str]) -> np.ndarray:
    n = len(messages)
    # Titles are part of the text here: a reply has none, so they could not meet one.
    blocks = counts([Message(str(k), "", text) for k, text in enumerate((*messages, *replies))])
    nothing = sp.csr_matrix(blocks[0].shape, dtype=np.float32)
    blocks = [nothing, nothing, *blocks[2:]]
    rarity = Rarity.empty()
    rarity.count(blocks)
    likeness = spread.Likeness(rarity.weigh(blocks))
    words = np.vstack([block[:, :n] for _, block in likeness.blocks()])[n:]
    ground = np.vstack([block[:, :n] for _, block in spread.common_ground(spread.graph(likeness))])[n:]
    ground = ground**_SHARP
    near = words / max(float(words.mean()), 1e-9) + ground / max(float(ground.mean()), 1e-9)
    return (near > near.diagonal()[:, None]).mean(axis=1)
