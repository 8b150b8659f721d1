"""What is worth telling the author about the website as a whole, and how large things may be."""
