"""Between the keys and the journal: what is heard, lit, recorded and cut into takes while somebody plays."""
