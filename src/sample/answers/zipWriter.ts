import { createDeflateRaw, crc32 } from 'node:zlib';

/** Where the bytes of an archive go, in order. */
export type Append = (bytes: Buffer) => Promise<void>;

/** Writes a zip archive as a streaming producer does: sizes and CRC stand after each member, and again in the directory. */
export interface ZipWriter {
  /** Adds a member; `chunks` is its content, of which two are held at a time. */
  add(name: string, chunks: AsyncIterable<Buffer>): Promise<void>;
  /** Writes the directory. No zip64: the sample's largest archive is far below 4 GB. */
  end(): Promise<void>;
}

interface Sizes {
  crc: number;
  packedBytes: number;
  sizeBytes: number;
}

export function createZipWriter(append: Append): ZipWriter {
  const directory: Buffer[] = [];
  let offset = 0;
  async function write(...parts: Buffer[]): Promise<void> {
    const bytes = Buffer.concat(parts);
    offset += bytes.length;
    await append(bytes);
  }
  return {
    async add(nameText, chunks) {
      const name = Buffer.from(nameText);
      const start = offset;
      await write(uint32(0x04034b50), writeEntry({ crc: 0, packedBytes: 0, sizeBytes: 0 }, name), name);
      const sizes = await deflate(chunks, write);
      await write(uint32(0x08074b50), writeSizes(sizes));
      const place = Buffer.alloc(14);
      place.writeUInt32LE(start, 10);
      directory.push(uint32(0x02014b50), Buffer.from([20, 0]), writeEntry(sizes, name), place, name);
    },
    async end() {
      const start = offset;
      const records = Buffer.concat(directory);
      const end = Buffer.alloc(18);
      const members = directory.length / 5;
      end.writeUInt16LE(members, 4);
      end.writeUInt16LE(members, 6);
      end.writeUInt32LE(records.length, 8);
      end.writeUInt32LE(start, 12);
      await write(records, uint32(0x06054b50), end);
    },
  };
}

/** What a local header and a directory record have in common. */
function writeEntry(sizes: Sizes, name: Buffer): Buffer {
  const entry = Buffer.alloc(10);
  entry.writeUInt16LE(20, 0); // version needed
  entry.writeUInt16LE(0x0808, 2); // sizes follow the data; names are UTF-8
  entry.writeUInt16LE(8, 4); // deflate
  entry.writeUInt16LE(0, 6); // midnight
  entry.writeUInt16LE(0x48bf, 8); // 2016-05-31: the same bytes every time
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(name.length, 0);
  return Buffer.concat([entry, writeSizes(sizes), lengths]);
}

function writeSizes({ crc, packedBytes, sizeBytes }: Sizes): Buffer {
  return Buffer.concat([uint32(crc), uint32(packedBytes), uint32(sizeBytes)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Deflating runs on another thread, while the next chunk is made on this one. */
async function deflate(chunks: AsyncIterable<Buffer>, write: Append): Promise<Sizes> {
  const deflater = createDeflateRaw({ level: 4, chunkSize: 256 * 1024 });
  const sizes: Sizes = { crc: 0, packedBytes: 0, sizeBytes: 0 };
  async function feed(): Promise<void> {
    let pending: Promise<void> | undefined;
    for await (const chunk of chunks) {
      sizes.crc = crc32(chunk, sizes.crc);
      sizes.sizeBytes += chunk.length;
      await pending;
      pending = new Promise((resolve, reject) => {
        deflater.write(chunk, (error) => (error ? reject(error) : resolve()));
      });
      // Awaited a chunk later; by then it may have failed.
      pending.catch(() => undefined);
    }
    await pending;
    deflater.end();
  }
  const fed = feed().catch((error: Error) => void deflater.destroy(error));
  for await (const packed of deflater) {
    sizes.packedBytes += (packed as Buffer).length;
    await write(packed as Buffer);
  }
  await fed;
  return sizes;
}
