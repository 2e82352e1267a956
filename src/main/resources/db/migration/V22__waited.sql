-- how long people were waited for until the clock stopped, in milliseconds: what the engine's history knows is cleaned up
alter table recovery add column waited_ms bigint;
