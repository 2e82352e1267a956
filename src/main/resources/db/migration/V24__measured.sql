-- Values of a step's evidence, as JSON: reports and objectives read these, never the sentence.
alter table step_execution add column measured varchar(4000) default '[]' not null;
