-- grain: one row, about this build. A row and no variables: dbt parses a project anew that is told others.
select * from {{ source('landing', 'build') }}
