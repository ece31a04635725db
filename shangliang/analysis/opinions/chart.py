"""From votes to a map of opinions: places, groups, what stands for each, what all agree on, what to ask next."""

from collections.abc import Collection

import numpy as np

from shangliang.analysis.opinions import (
    compatible,
    consensus,
    counts,
    own,
    projection,
    repness,
    routing,
)
from shangliang.analysis.opinions.own import Before
from shangliang.analysis.opinions.records import Layout, OpinionMap
from shangliang.analysis.opinions.sums import Sums
from shangliang.analysis.opinions.votes import Votes

VERSION = "1"
OWN, POLIS = "own", "polis"
MODES = (OWN, POLIS)


def chart(
    votes: Votes,
    *,
    mode: str = OWN,
    seed: int = 0,
    out: Collection[str] = (),
    meta: Collection[str] = (),
    before: OpinionMap | Before | None = None,
    sums: Sums | None = None,
) -> OpinionMap:
    """The map of a conversation. The same votes, options and seed give the same map, to the last bit.

    `out` are statements that moderators took out; `meta` those about the person, not the matter: neither shapes
    the map. `before` is an earlier map to start from: axes, groups and their numbers then change no more than they
    must; what is kept of it (`Before`) is enough with our own rules. `sums` are those of `votes` where they are at
    hand (own mode). With Polis's rules (`mode`) people have to stand in the order of their arrival. ValueError for
    an unknown mode, statement, or without votes.
    """
    if mode not in MODES:
        raise ValueError(f"no such mode: {mode}")
    if not len(votes):
        raise ValueError("there are no votes")
    silent, about = _marked(votes, {*out, *meta}), _marked(votes, meta)
    if mode == POLIS:
        if isinstance(before, Before):
            raise ValueError("Polis's rules need the whole earlier map")
        laid = _by_polis(votes, silent, before)
    else:
        laid = own.layout(votes, silent, seed=seed, sums=sums, before=_before(before))
    return figures(
        votes, laid, silent=silent, out=_marked(votes, out), about=about, mode=mode, seed=seed, before=before
    )


def _by_polis(votes: Votes, silent: np.ndarray, before: OpinionMap | None) -> Layout:
    if before is None:
        return compatible.layout(votes, silent)
    inside = {person for person, was in zip(before.people, before.layout.inside.tolist(), strict=True) if was}
    kept = np.array([person in inside for person in votes.people], dtype=bool)
    return compatible.layout(votes, silent, kept=kept, smoothing=before.layout.smoothing)


def figures(
    votes: Votes,
    laid: Layout,
    *,
    silent: np.ndarray,
    out: np.ndarray,
    about: np.ndarray,
    mode: str,
    seed: int,
    before: OpinionMap | Before | None = None,
) -> OpinionMap:
    """All that follows from places and groups. What is taken out is never listed nor asked."""
    by_group = counts.of_groups(votes, laid.groups, max(laid.k, 1))
    sizes = np.bincount(laid.groups[laid.groups >= 0], minlength=max(laid.k, 1))
    rep = repness.of(by_group.silenced(silent, sizes))
    everybody = counts.of_all(votes).silenced(silent, np.array([len(votes.people)]))
    agreed, rejected = consensus.lists(everybody, ~out)
    where = projection.statement_places(laid.axes.centre, laid.axes.comps)
    far = projection.extremity(where)
    listed = range(laid.k) if laid.k > 1 else ()
    return OpinionMap(
        people=votes.people,
        statements=votes.statements,
        layout=laid,
        statement_places=where,
        extremity=far,
        counts=by_group,
        repness=rep,
        representative=tuple(tuple(repness.chosen(rep, g, ~out)) for g in listed),
        agreed=tuple(agreed),
        rejected=tuple(rejected),
        across=consensus.across_groups(by_group),
        against=consensus.against_across_groups(by_group),
        priority=routing.priority(by_group.total(), far, about),
        shown=~out,
        mode=mode,
        version=VERSION,
        seed=seed,
        sha256=_fingerprint(votes, out, about),
        started_from=before.sha256 if before is not None else "",
    )


def _fingerprint(votes: Votes, out: np.ndarray, about: np.ndarray) -> str:
    """Of all that went in: votes, and which statements were taken out or are about the person."""
    marks = (("out", out), ("meta", about))
    return votes.fingerprint(
        *(f"{mark}:{votes.statements[j]}" for mark, which in marks for j in np.flatnonzero(which))
    )


def _marked(votes: Votes, statements: Collection[str]) -> np.ndarray:
    """Which columns these are. ValueError for a statement that is not among them."""
    named = set(statements)
    if unknown := named - set(votes.statements):
        raise ValueError(f"no such statement: {min(unknown)}")
    return np.array([s in named for s in votes.statements], dtype=bool)


def _before(earlier: OpinionMap | Before | None) -> Before | None:
    if not isinstance(earlier, OpinionMap):
        return earlier
    laid = earlier.layout
    return Before(
        earlier.people, earlier.statements, laid.axes.comps, laid.groups, earlier.centres, earlier.sha256
    )
