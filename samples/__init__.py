"""The sample inbox: workbooks as clerks would send them, made anew, always with the same bytes.

`python -m samples DEST` writes

    DEST/inbox/<department>/*.xlsx   one workbook for each form and month that is due, 2022-01 to 2023-12
    DEST/inbox/receipts.csv          who handed in which workbook, and when
    DEST/faulty/<department>/*.xlsx  the same workbooks, each with one planted defect
    DEST/faulty/receipts.csv         their receipts, a day after the workbooks that they spoil
    DEST/faulty/expected.csv         the one finding that each must yield, and at which cell

Four forms: the register of fixed-asset projects (fai_register), the district's growth feedback
(growth_feedback), the detail of foreign capital received (fdi_detail), and trade, hotels and catering
above quota (trade).

What is real
------------
Only what the street's own report for 2023 states, each in the workbook of December 2023 only:

    27 个          projects entered in the register
    1032 万美元    foreign capital received, and its growth of 63.55 %
    23.0 %         growth of accommodation, January to December
    86.0 %         growth of catering, January to December

`receipts.csv` lists the cells that state them (`stated_cells`). Real are also 鲸园街道 and 环翠区 as places.

What is not
-----------
Every other figure: last year's base of 631 万美元 is worked out from 1032 and 63.55 and stated nowhere;
all other amounts, growths, ranks, dates and industries, and every month before December 2023, are
invented. So are all firms, sites, persons and the eight other places: they are called 示例企业A, 示例镇街A
and so on, because an invented figure must not stand beside the name of a real firm or a neighbouring street.
"""
