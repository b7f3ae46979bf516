-- grain: edition × figure. What meetings were shown, as the ledger keeps it.
select * from {{ source('landing', 'edition') }}
