"""What the doctor looks at: settings, catalogue, ledger, installation, and the turn of the year."""
