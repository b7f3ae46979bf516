"""What goes back to a department: its own workbook with marks, a page to print, a receipt; and what it says to that."""
