-- A value that a leaked identity could ever read, and what became of it. Names of files and keys, never a value.
create table exposed_value (
  recovery     varchar(100)  not null,
  -- SHA-256 of file and place in it: paths are too long for an index
  id           varchar(64)   not null,
  -- the credential that it is a part of: the subject of one task
  subject      varchar(100)  not null,
  file         varchar(1000) not null,
  -- as sops --extract takes it; empty for a whole file
  key_path     varchar(1000) not null,
  kind         varchar(30)   not null,
  consumer     varchar(1000) not null,
  rank         integer       not null,
  first_commit varchar(64)   not null,
  first_at     timestamp with time zone not null,
  last_commit  varchar(64)   not null,
  last_at      timestamp with time zone not null,
  at_head      boolean       not null,
  reason       varchar(1000) not null,
  -- open, replaced, skipped
  state        varchar(10)   not null,
  proof        varchar(2000),
  -- null when Kaltstart has proven it by itself
  person       varchar(200),
  changed_at   timestamp with time zone,
  primary key (recovery, id)
);
create index exposed_value_subject on exposed_value (recovery, subject);
