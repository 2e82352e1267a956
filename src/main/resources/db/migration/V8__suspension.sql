-- What a recovery has told Flux to leave alone. Written before Flux is told, so that nothing stays suspended unnoticed.
create table suspension (
  id          varchar(100)  not null primary key,
  recovery    varchar(100)  not null,
  cluster     varchar(100)  not null,
  mode        varchar(20)   not null,
  kind        varchar(100)  not null,
  namespace   varchar(253)  not null,
  name        varchar(253)  not null,
  reason      varchar(500)  not null,
  -- wanted, held, found (suspended by somebody else before), released, left
  state       varchar(20)   not null,
  -- how the switch stood before; null when it was not there
  before      varchar(100),
  words       varchar(1000),
  taken_at    timestamp with time zone not null,
  expires_at  timestamp with time zone not null,
  ended_at    timestamp with time zone
);
create index suspension_recovery on suspension (recovery);
create index suspension_open on suspension (ended_at);
