-- What happened and who did it, as a chain: each row holds the hash of the one before. Rows are added and never changed.
create table audit_event (
  -- from 1, without gaps
  number   bigint       not null primary key,
  previous varchar(64)  not null,
  -- SHA-256 over all other columns
  hash     varchar(64)  not null,
  at       timestamp with time zone not null,
  action   varchar(100) not null,
  -- null for what belongs to no recovery
  recovery varchar(100),
  subject  varchar(300),
  step     varchar(100),
  person   varchar(200),
  -- address that the request came from; null for what Kaltstart did by itself
  origin   varchar(100),
  -- of the plan
  digest   varchar(64),
  approval varchar(100),
  words    varchar(10000) not null
);
create index audit_event_recovery on audit_event (recovery, number);

-- One row. Whoever appends holds it until the end of the transaction, also between several Kaltstarts.
create table audit_head (
  id     integer     not null primary key,
  events bigint      not null,
  hash   varchar(64) not null
);
insert into audit_head (id, events, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
