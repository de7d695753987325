-- Asked with every scrape of the metrics: what was given up until a person looks.
create index inbox_parked on inbox (id) where state = 'PARKED';
