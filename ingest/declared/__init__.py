"""What people declare in files of their own: the words that are known there, and where a file is wrong."""
