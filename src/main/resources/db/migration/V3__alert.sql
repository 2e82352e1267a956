-- What was sent, and what was made of it. Alerts are delivered at least once, in any order and by several senders.
create table alert (
    source         varchar(30)              not null,
    fingerprint    varchar(16)              not null,
    starts_at      timestamp with time zone not null,
    began_at       timestamp with time zone not null,
    decision       varchar(20)              not null,
    scenario       varchar(100),
    recovery       varchar(100),
    cluster        varchar(253)             not null,
    node           varchar(253),
    subject        varchar(253),
    twin_only      boolean                  not null,
    labels         varchar(1000000)         not null,
    first_received timestamp with time zone not null,
    last_received  timestamp with time zone not null,
    resolved_at    timestamp with time zone,
    received       integer                  not null,
    constraint alert_once primary key (source, fingerprint, starts_at)
);

create index alert_latest on alert (last_received);

-- Whoever may start something for a cluster holds its row until that is committed.
create table alert_turn (
    cluster  varchar(253)             not null primary key,
    taken_at timestamp with time zone not null
);

-- The originals of what was refused, for whoever has to find out why; deleted after an hour.
create table refused_alert (
    hash        varchar(64)              not null primary key,
    original    bytea                    not null,
    reason      varchar(2000)            not null,
    received_at timestamp with time zone not null,
    received    integer                  not null
);

create index refused_alert_age on refused_alert (received_at);
