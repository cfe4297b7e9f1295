"""Pages in the browser while the studio runs, or by the command `review`: opened, fed from the journal, locked with it."""
