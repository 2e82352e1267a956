-- What is ignored is shown: which alerts, how often, and why.
alter table alert add column alertname varchar(2000);
alter table alert add column ignored varchar(30);

create index alert_ignored on alert (decision, last_received);
