"""Workbooks mutated by the thousand, each from its seed, held against an oracle. `python -m tests.mutation`.

A statistical table is drawn as a model; the workbook and what is to be read from it are both made of that
model. Then either the model is changed, and the truth with it, or the bytes of the workbook are damaged,
and a second reader says what stands in them.
"""
