-- what senders of alerts show; only a hash of it is kept
create table access_token (
  name       varchar(100) not null primary key,
  sha256     varchar(64)  not null,
  created_at timestamp with time zone not null
);
