select * from {{ source('catalogue', 'register_measure') }}
