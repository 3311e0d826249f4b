"""The life of the cooperative: organs, meetings and votes, offices, policies, ties, agreements."""
