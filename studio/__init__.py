"""The app itself: the only package that knows both instruments and reflections."""
