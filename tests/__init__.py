"""Tests of Soundfolio: `python3 -m tests.run` sets up what they need and runs them all."""
