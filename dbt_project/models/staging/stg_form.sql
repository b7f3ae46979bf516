select * from {{ source('landing', 'form') }}
