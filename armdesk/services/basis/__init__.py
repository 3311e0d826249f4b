"""What all subjects stand on: periods, dated limits, numbers of papers, names kept out of packs."""
