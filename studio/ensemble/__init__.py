"""Who plays which part on which keys, and when: groups of two to six as plain values, with no window and no journal."""
