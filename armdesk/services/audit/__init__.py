"""The audit room: one audit from preparation to closing, and the dress rehearsal."""
