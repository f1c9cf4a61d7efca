// The peers that run in Node: DuckDB on the same questions, and an index made by JSON.parse of each line.
//   node peerProcess.cjs <duckdbFilter|duckdbCount|parseIndex> <file>
import { closeSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as DuckDb from '@duckdb/node-api';

/** What a peer prints: `ms` from the question to the answer, the process and the library started before. */
export interface PeerReport {
  readonly ms: number;
  readonly answer: Record<string, unknown>;
}

const [task = '', filePath = '', projectFolder = ''] = process.argv.slice(2);

async function askDuckDb(sql: string): Promise<{ ms: number; rows: unknown[][] }> {
  const require = createRequire(`${projectFolder}/package.json`);
  const { DuckDBInstance } = require('@duckdb/node-api') as typeof DuckDb;
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  const startedAt = performance.now();
  const rows = (await connection.runAndReadAll(sql)).getRows();
  return { ms: performance.now() - startedAt, rows };
}

function readNdjson(columns: string): string {
  const path = filePath.replaceAll("'", "''");
  return `read_ndjson('${path}', records=true, columns=${columns}, maximum_object_size=268435456)`;
}

async function filterByPlan(): Promise<PeerReport> {
  const from = readNdjson("{custom_attributes: 'JSON'}");
  const { ms, rows } = await askDuckDb(
    `select count(*) from ${from} where custom_attributes->>'plan' = 'gold'`,
  );
  return { ms, answer: { lineCount: Number(rows[0]?.[0]) } };
}

async function countByCountry(): Promise<PeerReport> {
  const { ms, rows } = await askDuckDb(
    `select country, count(*) from ${readNdjson("{country: 'VARCHAR'}")} group by 1`,
  );
  return {
    ms,
    answer: {
      counts: Object.fromEntries(
        rows.filter(([country]) => country !== null).map(([country, count]) => [country, Number(count)]),
      ),
    },
  };
}

/** As one writes it: read, cut at line ends, parse, put into a map. In chunks, or 2 GB would not fit a string. */
function indexByParsing(): PeerReport {
  const startedAt = performance.now();
  const lines = new Map<string, number>();
  const file = openSync(filePath, 'r');
  const chunk = Buffer.allocUnsafe(1024 * 1024);
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  for (let count = readSync(file, chunk); count > 0; count = readSync(file, chunk)) {
    const bytes = Buffer.concat([rest, chunk.subarray(0, count)]);
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
      const { external_id: key } = JSON.parse(bytes.toString('utf8', start, end)) as { external_id?: string };
      if (key !== undefined) lines.set(key, line);
      line++;
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
  }
  closeSync(file);
  return { ms: performance.now() - startedAt, answer: { keyCount: lines.size } };
}

const tasks: Record<string, () => PeerReport | Promise<PeerReport>> = {
  duckdbFilter: filterByPlan,
  duckdbCount: countByCountry,
  parseIndex: indexByParsing,
};
async function main(): Promise<void> {
  process.stdout.write(JSON.stringify(await tasks[task]?.()));
}

void main();
