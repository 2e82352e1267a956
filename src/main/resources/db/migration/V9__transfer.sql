-- how often it has come from another Kaltstart
alter table recovery add column epoch integer default 0 not null;
-- since when another Kaltstart has it
alter table recovery add column handed_over_at timestamp with time zone;
