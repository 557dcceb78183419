-- Ids of ledgers that were lost and that this one was made of again: their jobs are ours.
CREATE TABLE former_ledger (
  id         TEXT PRIMARY KEY,
  rebuilt_at TEXT NOT NULL
);

-- What a person calls a savepoint, when it was last looked at and found whole, and when we deleted
-- its files.
ALTER TABLE savepoint ADD COLUMN label TEXT;
ALTER TABLE savepoint ADD COLUMN verified_at TEXT;
ALTER TABLE savepoint ADD COLUMN deleted_at TEXT;

-- The older state that a rewind starts from, chosen before anything is stopped.
ALTER TABLE operation ADD COLUMN chosen_path TEXT;
