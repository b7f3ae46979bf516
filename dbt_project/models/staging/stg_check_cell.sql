select * from {{ source('landing', 'check_cell') }}
