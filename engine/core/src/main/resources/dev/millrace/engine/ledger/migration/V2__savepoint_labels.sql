-- What a person calls a savepoint, and whether it was looked at and found whole.
ALTER TABLE savepoint ADD COLUMN label TEXT;
ALTER TABLE savepoint ADD COLUMN verified_at TEXT;
ALTER TABLE savepoint ADD COLUMN deleted_at TEXT;
