"""Make: a piece of one's own."""
