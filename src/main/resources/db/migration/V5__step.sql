-- One row for each execution of a step: what the worker knew when it was killed.
create table step_execution (
  id             varchar(100)  not null primary key,
  recovery       varchar(100)  not null,
  model          varchar(100)  not null,
  step           varchar(100)  not null,
  name           varchar(200)  not null,
  state          varchar(20)   not null,
  words          varchar(4000) not null,
  progress       double precision,
  began_at       timestamp with time zone not null,
  -- the same moment on the clock of the cluster, which runs faster in a rehearsal
  began_clock_at timestamp with time zone not null,
  -- the effect was begun; a destructive step is never begun twice
  acted_at       timestamp with time zone,
  -- tries that came to an end of their own, unlike one that was cut short by a crash
  attempts       integer       not null default 0,
  performed_at   timestamp with time zone,
  ended_at       timestamp with time zone
);
create index step_execution_recovery on step_execution (recovery, began_at);
