"""A small retained layer over pygame: values in, picture out."""
