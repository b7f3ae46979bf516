"""What goes into a build, and dbt over it: from the decided submissions to a finished file of marts."""
