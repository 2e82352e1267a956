-- What was last proven of each item that a recovery needs from outside of the cluster: shown after a restart, too.
create table readiness_item (
  cluster    varchar(100)  not null,
  item       varchar(60)   not null,
  state      varchar(20)   not null,
  -- one line, without secrets
  message    text          not null,
  -- when it came into this state
  since      timestamp with time zone not null,
  checked_at timestamp with time zone not null,
  primary key (cluster, item)
);
