"""Pick: music is heard, then chosen."""
