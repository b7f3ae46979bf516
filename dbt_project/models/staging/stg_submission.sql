select * from {{ source('landing', 'submission') }}
