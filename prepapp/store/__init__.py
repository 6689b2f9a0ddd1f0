"""The event log: appended, never changed; and the projection that is rebuilt from it."""
