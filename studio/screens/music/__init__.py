"""My music: pieces, takes, words, and how they are taken home."""
