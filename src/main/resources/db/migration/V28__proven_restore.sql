-- Restores that a drill of the real cluster has proven with a sentinel. All of them are kept.
create table proven_restore (
  recovery    varchar(100)  not null,
  cluster     varchar(100)  not null,
  namespace   varchar(63)   not null,
  claim       varchar(253)  not null,
  method      varchar(20)   not null,
  -- the restored backup is younger than this
  seeded_at   timestamp with time zone not null,
  proven_at   timestamp with time zone not null,
  primary key (recovery, namespace, claim)
);
create index proven_restore_claim on proven_restore (cluster, namespace, claim);
