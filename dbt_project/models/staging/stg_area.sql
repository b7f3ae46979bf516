select * from {{ source('catalogue', 'area') }}
