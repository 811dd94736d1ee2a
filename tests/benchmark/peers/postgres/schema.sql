-- What a team would build instead, with the guarantees that vocd gives: a repeat of a
-- key is no second response, an hourly rollup is kept in the same transaction, a
-- detractor makes an alert row and a notification, and a commit is on disk.
CREATE SCHEMA voc;
SET search_path = voc;

CREATE TABLE response (
  source text NOT NULL,
  submission text NOT NULL,
  question text NOT NULL,
  metric smallint NOT NULL,
  score smallint NOT NULL,
  finished boolean NOT NULL,
  comment text NOT NULL,
  respondent text NOT NULL,
  account text NOT NULL,
  collected_at timestamptz NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  channel text NOT NULL,
  properties jsonb NOT NULL,
  PRIMARY KEY (source, submission, question));
CREATE INDEX ON response (source, collected_at);
CREATE INDEX ON response (account, collected_at);

CREATE TABLE rollup (
  source text NOT NULL,
  metric smallint NOT NULL,
  hour timestamptz NOT NULL,
  n bigint NOT NULL,
  total bigint NOT NULL,
  best bigint NOT NULL,
  worst bigint NOT NULL,
  PRIMARY KEY (source, metric, hour));

CREATE TABLE alert (
  alert bigserial PRIMARY KEY,
  source text NOT NULL,
  submission text NOT NULL,
  question text NOT NULL,
  metric smallint NOT NULL,
  score smallint NOT NULL,
  collected_at timestamptz NOT NULL);

-- Metrics are numbered as in voc.v1: 1 NPS, 2 CSAT of 5, 3 CES of 7.
CREATE FUNCTION is_best(metric smallint, score smallint) RETURNS boolean
LANGUAGE sql IMMUTABLE AS 'SELECT score >= CASE metric WHEN 1 THEN 9 WHEN 2 THEN 4 ELSE 6 END';
CREATE FUNCTION is_worst(metric smallint, score smallint) RETURNS boolean
LANGUAGE sql IMMUTABLE AS 'SELECT score <= CASE metric WHEN 1 THEN 6 WHEN 2 THEN 2 ELSE 3 END';

-- Stores responses, one an element of each array, and returns how many were new. Rows
-- are taken in the order of their keys, so that two calls at a time cannot wait for
-- each other.
CREATE FUNCTION submit(
  sources text[], submissions text[], questions text[], metrics smallint[], scores smallint[],
  finisheds boolean[], comments text[], respondents text[], accounts text[],
  collected timestamptz[], channels text[], props jsonb[])
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  inserted integer;
  alerts integer;
BEGIN
  WITH fresh AS (
    INSERT INTO voc.response (source, submission, question, metric, score, finished, comment,
                              respondent, account, collected_at, channel, properties)
    SELECT * FROM unnest(sources, submissions, questions, metrics, scores, finisheds, comments,
                         respondents, accounts, collected, channels, props)
    ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING
    RETURNING source, submission, question, metric, score, collected_at),
  rolled AS (
    INSERT INTO voc.rollup
    SELECT source, metric, date_trunc('hour', collected_at), count(*), sum(score),
           count(*) FILTER (WHERE voc.is_best(metric, score)),
           count(*) FILTER (WHERE voc.is_worst(metric, score))
    FROM fresh GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (source, metric, hour) DO UPDATE
    SET n = rollup.n + excluded.n, total = rollup.total + excluded.total,
        best = rollup.best + excluded.best, worst = rollup.worst + excluded.worst),
  raised AS (
    INSERT INTO voc.alert (source, submission, question, metric, score, collected_at)
    SELECT * FROM fresh WHERE voc.is_worst(metric, score) RETURNING alert)
  SELECT (SELECT count(*) FROM fresh), (SELECT count(*) FROM raised) INTO inserted, alerts;
  IF alerts > 0 THEN
    PERFORM pg_notify('alert', alerts::text);
  END IF;
  RETURN inserted;
END $$;
