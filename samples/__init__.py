"""The sample inbox: workbooks as clerks would send them, made anew, always with the same bytes.

`python -m samples DEST` writes

    DEST/inbox/<department>/*.xlsx   one workbook for each form and period that is due, 2022-01 to 2023-12;
                                     of plans that of 2024
    DEST/inbox/receipts.csv          who handed in which workbook, and when
    DEST/faulty/<department>/*.xlsx  the same workbooks, each with one planted defect
    DEST/faulty/receipts.csv         their receipts, a day after the workbooks that they spoil
    DEST/faulty/expected.csv         the one finding that each must yield, and at which cell

The forms: the register of fixed-asset projects (fai_register), the district's growth feedback
(growth_feedback), the detail of foreign capital received (fdi_detail), domestic capital received by project
(domestic_capital) and its physical work (physical_work), the indicators against their targets, which repeats
what other forms say (target_tracking), trade, hotels and catering above quota (trade), the register of
buildings put back to use (buildings), the log of outbound visits (visits), the services that pull the district's
growth, fed back a month late (services_pull), and the offices' monthly counts (admin_counts); once a year the
register of old estates renovated (old_communities), the plan of key industrial projects (key_projects) and the
plan of the year (annual_plan), of which the last two are there for 2024 only and come in during its January.

What is real
------------
Only what the street's own report for 2023 states, each in the workbook of December 2023 only, or of what is
planned for 2024:

    27 个          projects entered in the register
    1032 万美元    foreign capital received, and its growth of 63.55 %
    9.65 亿元      domestic capital received, by 8 projects; its growth, "近11倍", in words
    1537 万元      physical work of domestic-capital projects
    3.52 万平方米  floor area of buildings put back to use, and the 15 projects brought into them
    36 次          visits made outside; the log itself has no cell that says so
    23.0 %         growth of accommodation, January to December
    86.0 %         growth of catering, January to December
    3 个、29 栋、2870 万元
                   estates and buildings renovated in 2023, and what it cost
    2 个、37 栋、656 户、6.53 万㎡、2780 万元
                   what is to be renovated in 2024
    7 个、8.73 亿元  key industrial projects of 2024, and what is planned for them in the year
    26 and 23 lines of the monthly counts of December 2023 and of the plan for 2024: all that they count, each
    beside the sentence that states it (admin_counts.csv, annual_plan.csv)

`receipts.csv` lists the cells that state them (`stated_cells`). Real are also 鲸园街道 and 环翠区 as places.

What is not
-----------
Every other figure: last year's base of 631 万美元 is worked out from 1032 and 63.55 and stated nowhere;
all other amounts, growths, ranks, dates and industries, and every month before December 2023, are
invented. So are all firms, sites, persons and the eight other places: they are called 示例企业A, 示例镇街A
and so on, because an invented figure must not stand beside the name of a real firm or a neighbouring street.
Real firms and sites are named only in the report's own sentences and beside its own figures (admin_counts,
annual_plan).
"""
