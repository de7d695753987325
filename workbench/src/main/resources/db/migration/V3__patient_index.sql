-- Counts the readings of charts: what was made from an older one is outdated.
create sequence chart_revision;
alter table chart add column revision bigint not null default 0;

-- The reading of the chart and the shared files that a verdict was made from.
alter table candidate
  add column chart_revision bigint not null default 0,
  add column shared_files   text   not null default '';
