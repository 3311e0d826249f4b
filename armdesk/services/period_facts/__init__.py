"""What the books say of a period: facts by subject, their sentences, and facts kept as they were."""
