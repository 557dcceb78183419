-- What is done to a savepoint before the new job goes on from it: JSON, or nothing for as it is.
ALTER TABLE operation ADD COLUMN carry_over TEXT;
