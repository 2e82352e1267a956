-- When the always-firing alert of a cluster's monitoring last arrived: its absence is a sign that the monitoring is gone.
create table heartbeat (
  cluster    varchar(100)  not null primary key,
  arrived_at timestamp with time zone not null
);

-- When a cluster last answered Kaltstart itself: known after a restart, too.
create table life_sign (
  cluster  varchar(100)  not null primary key,
  api_at   timestamp with time zone,
  talos_at timestamp with time zone
);
