"""What is driven from outside by programs that pull the plug."""
