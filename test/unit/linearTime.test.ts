import assert from 'node:assert/strict';
import { readDate } from '../../src/api/dates.ts';
import { redact } from '../../src/api/redact.ts';
import { writeMarkdown } from '../../src/catalog/tabular.ts';
import { createExportId } from '../../src/exports/disk/exportFolder.ts';
import { formatJson } from '../../src/text/formatJson.ts';
import { nestsTooDeep } from '../../src/ndjson/query/lineValue.ts';
import { parseAsWritten, parseByValue } from '../../src/ndjson/json/parseJson.ts';
import { recogniseCsv } from '../../src/text/csvShape.ts';
import { recogniseEncoding } from '../../src/text/encoding.ts';
import { writeCsvRow } from '../../src/text/csvCells.ts';
import { recogniseIds } from '../../src/users/idSource.ts';
import { readIds } from '../../src/users/readIds.ts';
import { asLine, withoutIcons, withoutLinks } from '../../src/util/showText.ts';
import { createDetailFormats } from '../../webview-ui/detail/format.ts';
import { addClause } from '../../webview-ui/viewer/filter/clauses.ts';
import { complete } from '../../webview-ui/viewer/filter/completion.ts';

/** What others may write; each is as long that what takes the square of its length would take minutes, not milliseconds. */
const length = 300_000;
const pieces = [
  ...[' ', '\n', '\r\n', '\t', '\ufeff', '"', "'", '\\"', '""', '\\', ',', ';', '-', '0', '.', 'a', ':'],
  ...[
    '=',
    ':[',
    ':/[',
    '(',
    '[',
    '{',
    '{\n',
    '"a\n',
    "'a ",
    '$(',
    '](',
    '&#',
    '%25',
    'a@.',
    '\u202e',
    '"x""\n',
  ],
];

const reads: Record<string, (text: string) => unknown> = {
  asLine,
  withoutIcons,
  withoutLinks,
  readDate,
  redact: (text) => redact(text, 'secret-key'),
  createExportId: (text) => createExportId(text, 0),
  nestsTooDeep,
  parseAsWritten: (text) => catchSyntax(() => parseAsWritten(text)),
  parseByValue: (text) => catchSyntax(() => parseByValue(text)),
  formatJson: (text) => catchSyntax(() => formatJson(JSON.stringify([text]), { sortKeys: true })),
  recogniseCsv,
  recogniseEncoding: (text) => recogniseEncoding(Buffer.from(text)),
  writeCsvRow: (text) => writeCsvRow([text]),
  writeMarkdown: (text) => writeMarkdown({ head: [text], rows: [] }),
  recogniseIds,
  readIds: (text) => catchSyntax(() => readIds(text).ids.length),
  readTyped: (text) => catchSyntax(() => readIds(text, { spacesDivide: true }).ids.length),
  date: (text) => createDetailFormats('en').date(text),
  complete: (text) => complete(text.slice(0, 100_000), text.length, ['id']),
  addClause: (text) => addClause(text, 'a:1'),
};

function catchSyntax(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
}

describe('a text of 300,000 characters', () => {
  for (const [name, read] of Object.entries(reads))
    it(`is read in its time by ${name}`, () => {
      for (const piece of pieces)
        for (const [before, after] of [
          ['u1', 'u2'],
          ['', '\n!'],
          ['2024-01-01T00:00:00.', '\n'],
        ])
          read(before + piece.repeat(length / piece.length) + after);
    });
});
