-- grain: series × period. Counts of party building, community governance and social work.
{{ administrative_counts(['governance']) }}
