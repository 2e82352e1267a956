-- Approvals of earlier versions were for the name of a step; they allow nothing any more.
update approval set withdrawn_at = current_timestamp where execution is null and withdrawn_at is null;

-- What a destructive step would do, whole, as the approver saw it. Rows are added and never changed.
create table plan (
  id       varchar(100) not null primary key,
  -- the plans that were shown together
  bundle   varchar(100) not null,
  position integer      not null,
  recovery varchar(100) not null,
  subject  varchar(300) not null,
  step     varchar(100) not null,
  mode     varchar(20)  not null,
  -- id of the deployed model
  model    varchar(200) not null,
  -- null when the step had nothing to do: then there is nothing to approve
  digest   varchar(64),
  -- JSON when there is a digest, else the reason
  content  text         not null,
  made_at  timestamp with time zone not null
);
create index plan_bundle on plan (bundle, position);
create index plan_recovery on plan (recovery, made_at);

alter table approval add column subject varchar(300);
alter table approval add column mode varchar(20);
alter table approval add column model varchar(200);
alter table approval add column plan varchar(100);
alter table approval add column digest varchar(64);
alter table approval add column expires_at timestamp with time zone;
alter table approval alter column preview drop not null;

-- id of the deployed model; null for recoveries that an earlier version started
alter table recovery add column model varchar(200);
alter table recovery add column subject_kind varchar(20);
update recovery set subject_kind = 'node' where subject is not null;

alter table step_execution add column subject varchar(300) default 'cluster' not null;
update step_execution set subject = (
  select 'node/' || recovery.subject from recovery where recovery.id = step_execution.recovery)
where recovery in (select id from recovery where subject is not null);
alter table timeline add column subject varchar(300);

-- two rounds of a loop keep evidence of one name
alter table evidence rename to evidence_before;
create table evidence (
  recovery   varchar(100)  not null,
  subject    varchar(300)  not null,
  name       varchar(100)  not null,
  content    text          not null,
  kept_at    timestamp with time zone not null,
  constraint evidence_one_each primary key (recovery, subject, name)
);
insert into evidence (recovery, subject, name, content, kept_at)
  select recovery, 'cluster', name, content, kept_at from evidence_before;
drop table evidence_before;

-- which machine is behind a node; what a person says goes before what was seen
create table machine (
  recovery    varchar(100) not null,
  node        varchar(253) not null,
  -- seen: by the cluster or on the machine; named: by a person, as the one that takes its place
  source      varchar(10)  not null,
  uuid        varchar(36)  not null,
  person      varchar(200),
  recorded_at timestamp with time zone not null,
  constraint machine_one_each primary key (recovery, node, source)
);

-- what the loops of a model go over
create table subject_list (
  recovery varchar(100) not null,
  name     varchar(100) not null,
  position integer      not null,
  subject  varchar(300) not null,
  constraint subject_list_one_each primary key (recovery, name, position)
);

-- the round of a loop that an execution of the engine belongs to
create table execution_subject (
  execution varchar(64)  not null primary key,
  recovery  varchar(100) not null,
  subject   varchar(300) not null
);
create index execution_subject_recovery on execution_subject (recovery);
