-- grain: a tranche of foreign capital. The monthly returns list every tranche of the year again: 260 + 312 + 220 + 240 =
-- 1032万美元 stood for 5,904 in the sum over the months of 2023. Rows of is_latest_of_year add up to the year's capital.
-- A tranche is its enterprise and the day on which the bank received it: in the samples 7 tranches have 7 such pairs, and
-- none moves from month to month. The amount is no part of it, so that one that is corrected stays the same tranche and
-- says what it was; two tranches of one enterprise on one day are two, in doubt.
{{ thing_once(
  ref('fct_fdi_tranche'),
  identity=[['enterprise', 'received_date']],
  watched=['amount', 'contracted_total', 'recognised'],
  columns=[
    'enterprise', 'investor_origin', 'registration_type', 'contracted_total', 'received_date', 'amount', 'recognised',
    'remark',
  ],
  explained=['contracted_total', 'received_date', 'amount', 'recognised'],
  since={'recognised_since': 'recognised'},
) }}
