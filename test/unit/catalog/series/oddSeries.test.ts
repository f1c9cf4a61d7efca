import assert from 'node:assert/strict';
import { isApiError } from '../../../../src/api/errors.ts';
import { loadChart } from '../../../../src/catalog/loadChart.ts';
import { seriesTable } from '../../../../src/catalog/series.ts';
import { createWindowStore } from '../../../../src/catalog/windowStore.ts';
import { isRecord } from '../../../../src/catalog/wireFields.ts';
import { answerJson, createFetchClient } from '../../../support/fetchClient.ts';

const never = new AbortController().signal;
const query = { length: 30, unit: 'day', breakdown: 'total', previous: false } as const;

/** What comes of a whole answer: the code of the error, or how many lines there are. */
async function chart(name: string, of: string, body: unknown): Promise<string> {
  const client = createFetchClient(async () => answerJson(body));
  const item = { kind: of, id: of === 'metric' ? name : 'x', tracked: true } as never;
  const store = createWindowStore(() => Date.parse('2024-06-15T12:00:00Z'));
  try {
    const { lines } = await loadChart(client, { items: [item], query }, store, never);
    return `${lines.length} lines`;
  } catch (error) {
    return isApiError(error) ? error.code : String(error);
  }
}

const odd: unknown[] = [
  ...[
    { data: {} },
    { data: { '2024-06-15': 3 } },
    { data: 'none' },
    { data: '' },
    { data: 7 },
    { data: true },
  ],
  ...[{ data: null }, {}, { message: 'success' }, { message: 'queued' }, [], [1], null, 'success', 7],
  ...[{ data: [1, 2] }, { data: ['a'] }, { data: [[]] }, { data: [[1]] }, { data: [{}] }, { data: [null] }],
  ...[{ data: [{ time: 7 }] }, { data: [{ value: 3 }] }, { data: [{ time: {} }] }],
  ...[{ data: [{ time: 'yesterday' }] }, { data: [{ time: '' }] }],
  { data: [{ time: '2024-06-15', something: 3 }] },
];

describe('a series that is none', () => {
  for (const [name, { of }] of Object.entries(seriesTable)) {
    it(`is an answer that was not understood, and never “no data”: ${name}`, async () => {
      const found: string[] = [];
      for (const body of odd)
        for (const whole of [
          body,
          ...(isRecord(body) && 'data' in body ? [{ message: 'success', ...body }] : []),
        ])
          found.push(`${JSON.stringify(whole)}: ${await chart(name, of, whole)}`);
      assert.deepEqual(
        found.filter((it) => !it.endsWith(': schema')),
        [],
      );
    });

    it(`has no data where its list is empty: ${name}`, async () => {
      assert.equal(await chart(name, of, { message: 'success', data: [] }), '0 lines');
      assert.equal(await chart(name, of, { data: [] }), '0 lines');
      assert.equal(await chart(name, of, { data: [{ time: '2024-06-15' }] }), '0 lines');
    });
  }
});
