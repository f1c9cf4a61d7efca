import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeShortLines, writeUsers } from '../../test/support/userFile.ts';

export interface ViewerFiles {
  readonly users: string;
  /** The users again, some of them gone, come and changed. */
  readonly laterUsers: string;
  readonly shortLines: string;
  readonly oddLines: string;
  readonly plainText: string;
  readonly empty: string;
}

/** Writes files to look at the NDJSON page with, into a folder. */
export function writeViewerFiles(folder: string): ViewerFiles {
  const files: ViewerFiles = {
    users: path.join(folder, 'users.ndjson'),
    laterUsers: path.join(folder, 'later.ndjson'),
    shortLines: path.join(folder, 'short.ndjson'),
    oddLines: path.join(folder, 'odd.ndjson'),
    plainText: path.join(folder, 'text.ndjson'),
    empty: path.join(folder, 'empty.ndjson'),
  };
  writeUsers(files.users, 12e6);
  writeUsers(files.laterUsers, 16e6);
  writeShortLines(files.shortLines, 88e6);
  writeFileSync(files.oddLines, writeOddLines());
  writeFileSync(
    files.plainText,
    Array.from({ length: 500 }, (_, i) => `a line of a log, number ${i} ${'abc '.repeat(i % 60)}`).join('\n'),
  );
  writeFileSync(files.empty, '');
  return files;
}

/** One line of everything that is unusual. */
function writeOddLines(): Buffer {
  return Buffer.concat(
    [
      '\ufeff{"id":1,"name":"after a byte order mark"}\n{"id":2,"name":"CRLF"}\r\n\n',
      'not JSON <img src=x onerror=alert(1)>\n{"id":3,"name":"NUL \0"}\n{"id":4,"name":"wrong bytes ',
      Buffer.from([0xff, 0xfe, 0xc3]),
      '"}\n{"id":5,"name":"half a pair \\ud800"}\n',
      `{"id":6,"name":"${'x'.repeat(3_000_000)}"}\n{"id":7,"name":"long, but read ${'y'.repeat(5000)}"}\n`,
      ' \t \r\n{"id":8,"name":"<b>bold</b> \u202e turned round"}\n[1,2,3]\n"just a text"\n{"id":9,"name":"no newline"}',
    ].map((it) => Buffer.from(it)),
  );
}
