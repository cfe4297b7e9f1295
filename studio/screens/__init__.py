"""One file a screen: handle, hear, update, draw."""
