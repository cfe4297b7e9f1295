"""The room in which several play one piece and one of them leads: arranging, the stage, and what is said afterwards."""
