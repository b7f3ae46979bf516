select * from {{ source('catalogue', 'department') }}
