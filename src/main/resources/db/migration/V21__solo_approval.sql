-- From when on an approval may be used: later than it was given when one person alone gave it. Null: at once.
alter table approval add column valid_from timestamp with time zone;
-- given by one person alone, without a second one who asked for it
alter table approval add column solo boolean default false not null;
-- the person who cancelled it; null for what Kaltstart withdrew by itself
alter table approval add column withdrawn_by varchar(200);
