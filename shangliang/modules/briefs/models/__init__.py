"""The tables of briefs.

stations   信息站 and its informants
writing    the brief, who reports it, every version of its words
adopting   adoptions by four levels, what was told back, each author's share
"""

from shangliang.modules.briefs.models.adopting import Adoption, Credit, Telling
from shangliang.modules.briefs.models.stations import Informant, Station
from shangliang.modules.briefs.models.writing import (
    COSIGNING,
    IN_OFFICE,
    PRINTED,
    WITH_DEPARTMENTS,
    Author,
    Brief,
    Version,
)

__all__ = [
    "COSIGNING",
    "IN_OFFICE",
    "PRINTED",
    "WITH_DEPARTMENTS",
    "Adoption",
    "Author",
    "Brief",
    "Credit",
    "Informant",
    "Station",
    "Telling",
    "Version",
]
