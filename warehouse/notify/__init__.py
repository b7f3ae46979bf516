"""Messages through the command of INDICATORS_NOTIFY: to each department after a night, and the alarm when nights stay away."""
