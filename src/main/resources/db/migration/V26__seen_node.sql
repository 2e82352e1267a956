-- The nodes as the live cluster last showed them: known on the day on which it does not answer.
create table seen_node (
  cluster            varchar(100)  not null,
  node               varchar(253)  not null,
  -- what the Node object in Kubernetes said, and when
  claimed_at         timestamp with time zone,
  claimed_role       varchar(20),
  claimed_addresses  varchar(1000),
  kubernetes_version varchar(100),
  -- what the machine itself said over the Talos API, and when
  answered_at        timestamp with time zone,
  hostname           varchar(253),
  role               varchar(20),
  address            varchar(100),
  uuid               varchar(40),
  mac                varchar(20),
  disk               varchar(300),
  disk_serial        varchar(100),
  talos_version      varchar(100),
  -- why no machine proved to be the node at the last look
  doubt              varchar(1000) not null,
  primary key (cluster, node)
);
