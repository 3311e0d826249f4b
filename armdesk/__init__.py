"""armdesk: the registers of a mining cooperative and the evidence packs made from them."""

from __future__ import annotations

__version__ = "0.2.0"
