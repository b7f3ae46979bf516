"""Values put into the cells of a copy of an .xlsx: every other cell, and every part without one, stays as it was."""
