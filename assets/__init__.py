"""What is not code: tunes, grooves, words, page templates, lists and licences, read by importlib.resources."""
