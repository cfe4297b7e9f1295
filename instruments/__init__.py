"""From a key press to sound and to a take."""
