-- What a recovery has seen and is too long for a fact: scopes, saved state, previews. Without secrets.
create table evidence (
  recovery   varchar(100)  not null,
  name       varchar(100)  not null,
  content    text          not null,
  kept_at    timestamp with time zone not null,
  primary key (recovery, name)
);
