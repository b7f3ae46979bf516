-- A row's year to date is what it was in the return of the month before and the month's.
select
  asks.rule,
  asks.position,
  {{ at_row('ytd') }},
  {{ shown('ytd.value_number', 'ytd') }} as found,
  {{ shown('before.value_number', 'ytd') }} as before,
  {{ shown('month.value_number', 'ytd') }} as month,
  {{ shown('before.value_number + month.value_number', 'ytd') }} as added,
  concat(before.before_file, ' ', before.sheet, '!', before.cell) as evidence
from {{ asks }} as asks
inner join row_cell as ytd on asks.submission_id = ytd.submission_id and asks.field = ytd.field
inner join row_cell as month
  on ytd.submission_id = month.submission_id and ytd.row_no = month.row_no and asks.amount = month.field
inner join row_before as before
  on ytd.submission_id = before.submission_id and ytd.register = before.register and ytd.row_key = before.row_key and ytd.field = before.field
  and before.before_period = {{ period_before('ytd.period', 1) }}
inner join new on asks.submission_id = new.submission_id
where
  {{ is_open('fall') }}
  and abs(ytd.value_number - before.value_number - month.value_number)
    > {{ half_ulp('ytd.reported_unit_mult', 'ytd.reported_decimals') }}
    + {{ half_ulp('before.reported_unit_mult', 'before.reported_decimals') }}
    + {{ half_ulp('month.reported_unit_mult', 'month.reported_decimals') }}
