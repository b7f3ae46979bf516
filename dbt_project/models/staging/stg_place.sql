{{ config(materialized='table', words=true) }}
select * from {{ source('catalogue', 'place') }}
