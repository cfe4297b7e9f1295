"""What leaves the journal as a file: pages to print, cards, packs, sheets and sound; whole or not at all."""
