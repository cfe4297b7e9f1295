"""Before anyone is here: the first run, the passphrase, and the code that opens the journal when it is forgotten."""
