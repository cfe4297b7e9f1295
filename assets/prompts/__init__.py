"""What the studio says to pupils, one JSON a language, two registers with the same ids."""
