select * from {{ source('landing', 'correction') }}
