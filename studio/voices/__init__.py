"""Voices: questions read aloud, the system's own voice, and what people say into the microphone."""
