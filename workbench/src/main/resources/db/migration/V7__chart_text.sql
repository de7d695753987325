-- Nothing asks inside these: texts are stored and compared without being taken apart.
alter table chart
  alter column identity type text using identity::text,
  alter column facts type text using facts::text;

-- Where facts were read, by the first four bytes of the reference's MD5: numbers are indexed at a
-- fraction of what texts cost, and two references with the same number only cause a look too many.
alter table chart add column source_keys int[] not null default '{}';
update chart set source_keys = array(
  select ('x' || left(md5(source), 8))::bit(32)::int
  from unnest(sources) with ordinality as each (source, place) order by place);
drop index chart_sources;
alter table chart drop column sources;
create index chart_source_keys on chart using gin (source_keys);
