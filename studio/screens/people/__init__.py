"""Who is at the keys: coming in, being several, coming back, and saying bye."""
