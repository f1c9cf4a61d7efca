// The shortest way from `fetch` to a file, with nothing of ours in it: what a download could cost at least.
//   node bareDownload.cjs <url> <file>
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { reportSelf } from './measureSelf.ts';

const [, , url = '', file = ''] = process.argv;

void reportSelf(async () => {
  const { body } = await fetch(url);
  const bytes = Readable.fromWeb(body as ReadableStream);
  await pipeline(bytes, createWriteStream(file, { highWaterMark: 1024 * 1024 }));
  return {};
});
