"""Derived codes for users who come from PLOVER or CAMEO.

PLOVER: POLECAT's event and mode types (Halterman et al., 2023); CAMEO: codebook 1.1b3 (Schrodt, 2012).
"""

from pipeline.extract.frames import Encounter
from schemas.meeting import Codes, Kind, PloverCode, Side, Status

_MODES = {Kind.VISIT: "visit", Kind.CALL: "phone", Kind.TALKS: "meet", Kind.SUMMIT: "multilateral"}
_HELD = {Kind.CALL: ("041",), Kind.TALKS: ("040",), Kind.SUMMIT: ("046",)}


def codes(encounter: Encounter) -> Codes:
    """PLOVER event and mode, and CAMEO codes, of an encounter."""
    return Codes(plover=_plover(encounter), cameo=_cameo(encounter))


def _plover(encounter: Encounter) -> PloverCode:
    if encounter.status in {Status.PLANNED, Status.PROPOSED}:
        return PloverCode(event="AGREE" if encounter.status is Status.PLANNED else "REQUEST", mode="meet")
    if encounter.status is Status.HELD:
        return PloverCode(event="CONSULT", mode=_MODES[encounter.kind])
    return PloverCode(event="REJECT", mode="meet")


def _cameo(encounter: Encounter) -> tuple[str, ...]:
    if encounter.status is Status.HELD:
        if encounter.kind is Kind.VISIT:
            return ("042", "043") if any(p.side is Side.HOST for p in encounter.parties) else ("042",)
        return _HELD[encounter.kind]
    return {
        Status.PLANNED: ("036",), Status.PROPOSED: ("036",), Status.REFUSED: ("125",),
        Status.POSTPONED: ("160",), Status.CANCELLED: ("160",),
    }[encounter.status]  # fmt: skip
