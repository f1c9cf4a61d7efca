import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { readIdBytes } from '../../../src/users/idFile.ts';
import { readIds } from '../../../src/users/readIds.ts';

const text = 'email,external_id\nzoë@example.com,Zoë-1\nbjörn@example.com,Björn-2\n';

describe('a file of ids', () => {
  const encoded: [string, Buffer][] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['windows-1252', Buffer.from(text, 'latin1')],
  ];
  for (const [what, bytes] of encoded)
    it(`is read as it is encoded: ${what}`, () => {
      const [reading] = readIdBytes('ids.csv', bytes);
      assert.deepEqual(readIds(reading?.text ?? '').ids, ['Zoë-1', 'Björn-2']);
    });

  const others: [string, Buffer][] = [
    ['an archive', Buffer.from('PK\x03\x04 and so on')],
    ['compressed bytes', gzipSync(text)],
    ['zeros', Buffer.from('u1\nu\0\0\x01\x02u3')],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
  ];
  for (const [what, bytes] of others)
    it(`is refused by name where it is ${what}`, () => {
      assert.throws(() => readIdBytes('holiday.bin', bytes), /^IdsError: “holiday\.bin” is .+\. .+\.$/);
    });
});
