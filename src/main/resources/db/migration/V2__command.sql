-- Every command, remembered before it is started: after a crash it is found again or known to be unknown.
create table command (
  id          varchar(200)  not null primary key,
  recovery    varchar(100)  not null,
  step        varchar(100)  not null,
  number      integer       not null,
  line        varchar(4000) not null,
  argv_hash   varchar(64)   not null,
  state       varchar(20)   not null,
  host        varchar(300)  not null,
  pid         bigint,
  -- an id is used again by later processes, the pair with its start time is not
  pid_begun   varchar(30),
  ending      varchar(20),
  exit_code   integer,
  output      varchar(9000),
  error       varchar(9000),
  intent_at   timestamp with time zone not null,
  started_at  timestamp with time zone,
  ended_at    timestamp with time zone
);
create index command_recovery on command (recovery, intent_at);
