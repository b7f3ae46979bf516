-- grain: form × month of which the release is told. The days are worked out in warehouse/building/releases.py.
select * from {{ source('landing', 'release') }}
