-- grain: series × period. What the renewal of the street counts besides the old estates of a year's plan:
-- redevelopment sites and land, demolition and new building, gas facilities, waste-sorting rooms.
{{ administrative_counts(['old_communities'], "value_now.indicator_id not like 'old_community_renovation_%'") }}
