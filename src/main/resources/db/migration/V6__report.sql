create table report (
  recovery   varchar(100)     not null primary key,
  markdown   varchar(1000000) not null,
  json       varchar(1000000) not null,
  written_at timestamp with time zone not null
);
