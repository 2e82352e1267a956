-- One row allows one attempt of one destructive step.
create table approval (
  id           varchar(100)   not null primary key,
  recovery     varchar(100)   not null,
  step         varchar(100)   not null,
  approver     varchar(200)   not null,
  reason       varchar(4000)  not null,
  -- what the approver was shown
  preview      varchar(10000) not null,
  approved_at  timestamp with time zone not null,
  -- a newer approval or a refusal has taken its place
  withdrawn_at timestamp with time zone,
  -- which execution of the step used it up
  execution    varchar(100),
  taken_at     timestamp with time zone,
  constraint approval_one_each unique (recovery, step, execution)
);
