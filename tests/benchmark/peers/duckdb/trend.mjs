// DuckDB over the rows that vocd was fed with, answering the same questions.
// Usage: node trend.mjs FACTS.csv [time]
//   FACTS.csv  of bench_facts; held in memory, in its order or, with `time`, sorted by time
// Says {"rows": N} when it is ready. Then, for the name of a query on a line of standard
// input, runs it twice and prints the second run: {"query", "ms", "cells"} on a line,
// a cell being [survey, first day of the bucket, answers, promoters, detractors].
import { createInterface } from 'node:readline';

import { DuckDBInstance } from '@duckdb/node-api';

const [file, order] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
// Zones come from the machine, not the network.
await connection.run("set TimeZone = 'UTC'");
await connection.run(`create table facts as
  select sequence, make_timestamp(collected_ms * 1000) as collected, survey, metric::tinyint as metric,
    score::tinyint as score, account, coalesce(language, '') as language, plan, app_version
  from read_csv('${file}', header = true, columns = {'sequence': 'BIGINT', 'collected_ms': 'BIGINT',
    'survey': 'VARCHAR', 'metric': 'INTEGER', 'score': 'INTEGER', 'account': 'VARCHAR',
    'language': 'VARCHAR', 'plan': 'VARCHAR', 'app_version': 'VARCHAR'})
  ${order === 'time' ? 'order by collected' : ''}`);

// Metric 1 is NPS. Days are formatted outside of what is measured.
const counts = `count(*)::int as n, (count(*) filter (where score >= 9))::int as promoters,
  (count(*) filter (where score <= 6))::int as detractors`;
const queries = {
  month: `select date_trunc('month', collected) as bucket, ${counts}
    from facts where metric = 1 group by 1 order by 1`,
  filtered_grouped: `select survey, date_trunc('month', collected) as bucket, ${counts}
    from facts where metric = 1 and plan = 'enterprise' and language = 'sv' group by 1, 2 order by 1, 2`,
  one_account: `select date_trunc('day', collected) as bucket, ${counts}
    from facts where metric = 1 and account = 'acct-0077' group by 1 order by 1`,
  stockholm: `select
      date_trunc('month', timezone('Europe/Stockholm', collected::timestamptz)) as bucket, ${counts}
    from facts where metric = 1 group by 1 order by 1`,
};

const cellOf = (row) => {
  const [survey, bucket, ...numbers] = row.length === 5 ? row : ['', ...row];
  return [survey, String(bucket).slice(0, 10), ...numbers];
};

const counted = await connection.runAndReadAll('select count(*)::int from facts');
console.log(JSON.stringify({ rows: counted.getRows()[0][0] }));
for await (const name of createInterface({ input: process.stdin })) {
  await connection.runAndReadAll(queries[name]);
  const start = performance.now();
  const result = await connection.runAndReadAll(queries[name]);
  const ms = performance.now() - start;
  console.log(JSON.stringify({ query: name, ms, cells: result.getRows().map(cellOf) }));
}
