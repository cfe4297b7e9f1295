"""One file a step, each frozen at its release."""
