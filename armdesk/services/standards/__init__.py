"""Standards: their catalogues and editions, what one offers another, months that are proved."""
