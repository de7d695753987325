-- Attempts that are under way, each noted before anything is sent, in a transaction of its own. What
-- stands here after its process ended may have arrived. No foreign key is checked: the delivery's own
-- row is locked by the attempt.
create table delivery_begun (
  delivery bigint primary key
);

-- A planned end is no day since when it is so: with it, everything later counted as overtaken.
update status_report set effective = null where effective > received_at::date + 1;
