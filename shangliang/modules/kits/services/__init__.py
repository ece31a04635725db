"""taking    a meeting is taken along on a device
entering  an entry becomes a sign-in, an opinion, a count, …: one function a kind
arriving  what comes back: each entry once, its answer given again when it is sent again
settling  a person decides on what was not simply taken in
phoning   entries from a participant's own phone, by the code of the meeting
"""

from shangliang.modules.kits.services.arriving import Result, receive
from shangliang.modules.kits.services.entering import Sent, noted_of
from shangliang.modules.kits.services.phoning import receive_from_phone
from shangliang.modules.kits.services.settling import take
from shangliang.modules.kits.services.taking import take_along

__all__ = ["Result", "Sent", "noted_of", "receive", "receive_from_phone", "take", "take_along"]
