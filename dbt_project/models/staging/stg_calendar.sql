select * from {{ source('catalogue', 'calendar') }}
