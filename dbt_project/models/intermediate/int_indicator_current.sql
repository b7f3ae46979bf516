-- grain: series × period. The current accepted value, as int_value chooses it.
{{ config(materialized='view') }}
select * from {{ ref('int_vintage') }} where is_chosen
