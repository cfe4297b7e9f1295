"""Play: the piece comes towards the keys, and what is played is recorded."""
