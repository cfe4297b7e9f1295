"""Music as plain values: pieces, takes, tunes, files."""
