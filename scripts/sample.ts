import { parseArgs } from 'node:util';
import { serveSample } from '../src/sample/http.ts';
import { sampleApps } from '../src/sample/world/world.ts';

/**
 * `npm run sample -- [--port N] [--users N] [--key K]`: serves the sample app group over HTTP on this machine, until
 * Ctrl+C.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    users: { type: 'string', default: '25000' },
    key: { type: 'string' },
  },
});

const sample = await serveSample({
  port: Number(values.port),
  users: Number(values.users),
  ...(values.key === undefined ? {} : { key: values.key }),
}).catch((error: Error) => {
  console.error(`The sample could not start: ${error.message}`);
  process.exit(1);
});
const key = values.key ?? 'any-key-you-like';
console.log(`The sample app group answers at ${sample.origin}

In the editor:  Appboy: Connect App Group…  →  Custom URL  →  ${sample.origin}  →  key: ${key}
In a shell:     curl '${sample.origin}/segments/list?app_group_id=${key}'
                curl -H 'Authorization: Bearer ${key}' ${sample.origin}/kpi/dau/data_series?length=7

Users:          user-000000 to user-${String(Number(values.users) - 1).padStart(6, '0')}
App ids:        ${sampleApps.map((it) => `${it.id}  ${it.name} (${it.platform})`).join('\n                ')}

Ctrl+C ends it.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sample.close());
