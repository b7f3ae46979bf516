select * from {{ source('catalogue', 'method') }}
