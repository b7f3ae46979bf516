"""The embedded Airflow: how it is set, run once, started and ended. Nothing in here touches a number."""
