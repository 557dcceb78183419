-- A job may fill the tables of several models: their unique ids, a JSON array. Without, the one
-- model that the deployment has the name of.
ALTER TABLE deployment ADD COLUMN models TEXT;
