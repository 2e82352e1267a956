-- The zone of the engine's times, which are local: one row.
create table database_zone (
  zone     varchar(60) not null primary key,
  since    timestamp with time zone not null
);
