"""A piano roll to write in: `sheet` says what it shows and asks for, `roll.PianoRoll` is the widget."""
