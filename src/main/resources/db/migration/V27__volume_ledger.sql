-- What each claim was bound to, as the live cluster has shown it: known on the day on which the cluster or the volume object is gone.
create table volume_ledger (
  cluster    varchar(100)  not null,
  namespace  varchar(63)   not null,
  claim      varchar(253)  not null,
  -- a row for each change
  first_seen timestamp with time zone not null,
  last_seen  timestamp with time zone not null,
  -- the volume as JSON, without secrets
  content    text          not null,
  -- address of the newest backup of it that was seen
  backup     varchar(2000),
  primary key (cluster, namespace, claim, first_seen)
);
