select * from {{ source('landing', 'question') }}
