-- Since when Kaltstart knows that a cluster has to be drilled, and when it last said that a drill is overdue.
create table drill_calendar (
  cluster    varchar(100) not null,
  drill      varchar(100) not null,
  -- dates are in UTC
  since      date         not null,
  noticed_on date,
  primary key (cluster, drill)
);

-- A person has read the report of a drill and accepts it.
create table drill_sign_off (
  recovery varchar(100)  not null primary key,
  person   varchar(200)  not null,
  words    varchar(4000) not null,
  at       timestamp with time zone not null
);
