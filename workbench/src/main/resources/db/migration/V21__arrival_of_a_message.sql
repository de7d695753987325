-- Which message was read, so that one that is read again is counted once.
alter table arrival add column message bigint;
create index arrival_by_message on arrival (message) where message is not null;
