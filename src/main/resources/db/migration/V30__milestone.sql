-- A milestone of its model that a recovery has reached, for the first time.
create table milestone (
  recovery   varchar(100) not null,
  name       varchar(60)  not null,
  -- the RTO that it has to keep
  objective  varchar(20),
  -- on the clock of the cluster, which runs faster in a rehearsal
  clock_at   timestamp with time zone not null,
  -- until then for people, where they slow the clock: the engine's history does not last
  waited_ms  bigint       not null,
  primary key (recovery, name)
);
