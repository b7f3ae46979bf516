"""What is wrong with a return, and the words of each rule."""
