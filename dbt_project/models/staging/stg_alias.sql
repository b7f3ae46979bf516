select * from {{ source('catalogue', 'alias') }}
