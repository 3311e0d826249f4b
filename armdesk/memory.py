"""Memory that a long piece of work has freed is given back to the computer, where the C library keeps it for itself."""

from __future__ import annotations

import sys


def give_back() -> None:
    """Let go of what is free; some milliseconds.

    Each thread of glibc has its own store of freed pieces, and a database that was read through leaves one as large as
    its cache.  Other C libraries give it back by themselves.
    """
    if sys.platform != "linux":
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
    if trim is not None:
        trim(0)
