"""Proposals as JSON, under /api/v1/proposals/."""

from ninja import Router

router = Router(tags=["proposals"])
