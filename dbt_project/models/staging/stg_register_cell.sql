select * from {{ source('landing', 'register_cell') }}
