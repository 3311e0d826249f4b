"""The gold on its way: deliveries, plant and mercury, lots, balance, and the way back to the shift."""
