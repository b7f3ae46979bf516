select * from {{ source('catalogue', 'place') }}
