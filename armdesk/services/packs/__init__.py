"""What a pack is made from: its edition, its papers, what it hides."""
