-- How many arrivals a feed had in each ten minutes: its rhythm, kept longer than the messages.
create table feed_slot (
  feed     text        not null,
  slot     timestamptz not null,
  arrivals int         not null,
  primary key (feed, slot)
);

create index message_received on message (received_at);
create index message_done on message (done_at) where state = 'DONE';
create index inbox_received on inbox (received_at);
create index inbox_by_feed on inbox (feed, received_at);
create index arrival_at on arrival (at);
