"""The demonstration cooperative: an invented office to look at before one's own papers are in."""

from __future__ import annotations

from armdesk.demo.build import build_demo

__all__ = ["build_demo"]
