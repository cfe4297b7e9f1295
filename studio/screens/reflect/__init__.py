"""Reflect: one question on a screen, before and after."""
