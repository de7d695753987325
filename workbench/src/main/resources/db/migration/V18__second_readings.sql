-- What a message said that waits to be read once more. It stands until then, but out of the way of
-- what others say of the same, so that the new reading is judged as if there had been no other.
create table statement_in_doubt (like statement, primary key (message, record, reference));
create index statement_in_doubt_record on statement_in_doubt (record);

create table record_link_in_doubt (like record_link, primary key (message, retired, survivor));
create index record_link_in_doubt_retired on record_link_in_doubt (retired);
create index record_link_in_doubt_survivor on record_link_in_doubt (survivor);
