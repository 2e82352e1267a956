-- what the step is about that ran the command
alter table command add column subject varchar(300);
