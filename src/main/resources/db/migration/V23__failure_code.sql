-- What went wrong, as a fact of its own beside the sentence.
alter table step_execution add column code varchar(100);
alter table timeline add column code varchar(100);
