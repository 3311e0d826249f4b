"""Findings: what contradicts itself or is still to be done, the rules that find it, and what explains it."""
