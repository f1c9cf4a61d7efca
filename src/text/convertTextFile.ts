import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError.ts';
import { createConverter, UndecodableError } from './convertText.ts';

/**
 * Writes a text as lines of UTF-8 into a new file that only its owner may read. Nothing is replaced: rejects with a
 * sentence, and leaves no file, where bytes are not of the encoding. Rejects as `fs` does, and with the signal's reason.
 */
export async function convertTextFile(
  from: string,
  to: string,
  { label, hasCrOnly }: { readonly label: string; readonly hasCrOnly: boolean },
  signal: AbortSignal,
): Promise<void> {
  const convert = (parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> => {
    const decoded = decodeParts(parts, label);
    return hasCrOnly ? endWithNewlines(decoded) : decoded;
  };
  // Before the pipeline, which would also remove a file of others: this one must not be there yet.
  const target = createWriteStream(to, { flags: 'wx', mode: 0o600 });
  await once(target, 'open');
  try {
    await pipeline(createReadStream(from), convert, target, { signal });
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
}

async function* decodeParts(parts: AsyncIterable<Buffer>, label: string): AsyncGenerator<Buffer> {
  try {
    const converter = createConverter(label);
    for await (const part of parts) yield converter.convert(part);
    yield converter.end();
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    throw new UserError(
      l10n.t({
        message:
          'A part of the file is not {0}, so it was not converted. Save it as UTF-8 with the program that made it.',
        args: [label],
        comment: ['{0} is an encoding.'],
      }),
    );
  }
}

/** Every `\r` becomes `\n`; one that has a `\n` after it is a part of a line end that is good as it is. */
async function* endWithNewlines(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  for await (const part of parts) {
    const bytes = Buffer.concat([held, part]);
    const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
    for (let at = bytes.indexOf(0x0d); at !== -1 && at < end; at = bytes.indexOf(0x0d, at + 1))
      if (bytes[at + 1] !== 0x0a) bytes[at] = 0x0a;
    held = Buffer.from(bytes.subarray(end));
    yield bytes.subarray(0, end);
  }
  if (held.length > 0) yield Buffer.from('\n');
}
