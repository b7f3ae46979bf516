select * from {{ source('catalogue', 'breakdown') }}
