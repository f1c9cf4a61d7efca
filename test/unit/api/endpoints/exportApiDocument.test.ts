import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { endpoints } from '../../../../src/api/endpoints.ts';

const file = path.resolve(import.meta.dirname, '../../../../docs/export-api.md');

/** The document's sections of endpoints, by their heading: `GET /segments/list`. */
async function readSections(): Promise<Map<string, string>> {
  const [, ...sections] = (await readFile(file, 'utf8')).split(/^### /m);
  return new Map(
    sections.map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading.trim(), lines.join('\n')];
    }),
  );
}

describe('docs/export-api.md', () => {
  it('has a heading for each endpoint, in the order of the table', async () => {
    const headings = [...(await readSections()).keys()];
    assert.deepEqual(
      headings,
      Object.values(endpoints).map((it) => `${it.method} ${it.path}`),
    );
  });

  it('names every parameter of each endpoint', async () => {
    const sections = await readSections();
    for (const { method, path: address, params } of Object.values(endpoints)) {
      const section = sections.get(`${method} ${address}`) ?? '';
      const names = Object.keys((params as unknown as { shape: object }).shape);
      assert.ok(names.length > 0);
      for (const name of names) assert.ok(section.includes(`\`${name}\``), `${address} lacks ${name}`);
    }
  });
});
