"""What can go wrong with instruments, each with a sentence that a person can act on."""


class InstrumentError(Exception):
    """Base of every error that leaves this package; its text is for people."""


class BadRecord(InstrumentError):  # noqa: N818  the kinds read as what happened
    """Bytes that are not packed events."""


class NoSynth(InstrumentError):  # noqa: N818  the kinds read as what happened
    """No synthesiser or no soundfont could be opened."""


class NoOutput(InstrumentError):  # noqa: N818  the kinds read as what happened
    """No sound device could be opened."""


class NoMicrophone(InstrumentError):  # noqa: N818  the kinds read as what happened
    """No microphone could be opened."""


class Cancelled(InstrumentError):  # noqa: N818  the kinds read as what happened
    """The person asked to stop before the work was done."""


class TooUneven(InstrumentError):  # noqa: N818  the kinds read as what happened
    """The taps of the latency test say nothing: too few, or too far apart."""
