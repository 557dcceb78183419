-- The broker's own ids of the topics a submission used when it was committed, by name, JSON: its savepoints and
-- checkpoints hold positions in these, whatever was deployed since. Nothing where they were not noted.
ALTER TABLE attempt ADD COLUMN topics TEXT;

-- The same just after a savepoint was complete that a job has stopped with: what has the same id here read no other
-- topic of that name. Nothing of other savepoints, nor where the brokers did not answer.
ALTER TABLE savepoint ADD COLUMN topics TEXT;
