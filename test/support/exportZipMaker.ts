import { crc32, deflateRawSync } from 'node:zlib';

/**
 * Writes zip archives, good ones and wrong ones: every field of a record can be said to be something else than it is.
 * The tests' and benchmarks' own, so that the reader is never tested against its own idea of the format alone
 * (other archives come from `zip` and `bsdtar` where a machine has them).
 */
export interface ZipMember {
  name: string;
  data: Buffer;
  /** 8 is deflate (the default), 0 is stored; others are for the reader to refuse. */
  method?: number;
  /** Of deflate; with 0 the packed bytes are the data as it is, behind 5 bytes, as long as it is shorter than 64 KB. */
  level?: number;
  /** Sizes and CRC after the data instead of before it, as a streaming producer writes. */
  descriptor?: boolean;
  /** A descriptor without its optional signature. */
  bareDescriptor?: boolean;
  /** 8-byte sizes and offset, in the extra field. */
  zip64?: boolean;
  /** Lies: written in place of what is true. */
  local?: Partial<ZipFields>;
  central?: Partial<ZipFields>;
  described?: Partial<ZipFields>;
}

export interface ZipFields {
  name: Buffer;
  flags: number;
  method: number;
  crc: number;
  compressedBytes: number;
  sizeBytes: number;
  headerOffset: number;
}

export interface ZipEnd {
  members?: number;
  directoryBytes?: number;
  directoryOffset?: number;
  disk?: number;
  comment?: Buffer;
  /** `beside`: with a zip64 record although every number fits the end record, as `zip` does with what it reads from a pipe. */
  zip64?: boolean | 'beside';
}

const all32 = 0xffffffff;

export function createLocalHeader(fields: ZipFields, { descriptor = false, zip64 = false } = {}): Buffer {
  const extra = zip64
    ? zip64Extra(descriptor ? [0, 0] : [fields.sizeBytes, fields.compressedBytes])
    : Buffer.alloc(0);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(zip64 ? 45 : 20, 4);
  header.writeUInt16LE(fields.flags, 6);
  header.writeUInt16LE(fields.method, 8);
  header.writeUInt32LE(0x48c00000, 10);
  header.writeUInt32LE(descriptor ? 0 : fields.crc, 14);
  header.writeUInt32LE(zip64 ? all32 : descriptor ? 0 : fields.compressedBytes, 18);
  header.writeUInt32LE(zip64 ? all32 : descriptor ? 0 : fields.sizeBytes, 22);
  header.writeUInt16LE(fields.name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, fields.name, extra]);
}

export function createDescriptor(fields: ZipFields, { bare = false, zip64 = false } = {}): Buffer {
  const sizes = zip64
    ? Buffer.concat([uint64(fields.compressedBytes), uint64(fields.sizeBytes)])
    : Buffer.concat([uint32(fields.compressedBytes), uint32(fields.sizeBytes)]);
  return Buffer.concat([...(bare ? [] : [uint32(0x08074b50)]), uint32(fields.crc), sizes]);
}

export function createCentralRecord(fields: ZipFields, { zip64 = false } = {}): Buffer {
  const far = zip64 || fields.headerOffset >= all32 || fields.sizeBytes >= all32;
  const extra = far
    ? zip64Extra([fields.sizeBytes, fields.compressedBytes, fields.headerOffset])
    : Buffer.alloc(0);
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(far ? 45 : 20, 4);
  record.writeUInt16LE(far ? 45 : 20, 6);
  record.writeUInt16LE(fields.flags, 8);
  record.writeUInt16LE(fields.method, 10);
  record.writeUInt32LE(0x48c00000, 12);
  record.writeUInt32LE(fields.crc, 16);
  record.writeUInt32LE(far ? all32 : fields.compressedBytes, 20);
  record.writeUInt32LE(far ? all32 : fields.sizeBytes, 24);
  record.writeUInt16LE(fields.name.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(far ? all32 : fields.headerOffset, 42);
  return Buffer.concat([record, fields.name, extra]);
}

/** The end of the archive: the zip64 records where asked for or needed, and the end record. */
export function createZipEnd(
  members: number,
  directoryOffset: number,
  directoryBytes: number,
  lies: ZipEnd = {},
): Buffer {
  const fields = { members, directoryBytes, directoryOffset, disk: 0, comment: Buffer.alloc(0), ...lies };
  const far = lies.zip64 === true || directoryOffset >= all32 || members >= 0xffff;
  const parts: Buffer[] = [];
  if (far || lies.zip64 === 'beside') {
    const record = Buffer.alloc(56);
    record.writeUInt32LE(0x06064b50, 0);
    record.writeBigUInt64LE(44n, 4);
    record.writeUInt16LE(45, 12);
    record.writeUInt16LE(45, 14);
    record.writeBigUInt64LE(BigInt(fields.members), 24);
    record.writeBigUInt64LE(BigInt(fields.members), 32);
    record.writeBigUInt64LE(BigInt(fields.directoryBytes), 40);
    record.writeBigUInt64LE(BigInt(fields.directoryOffset), 48);
    parts.push(record, uint32(0x07064b50), uint32(0), uint64(directoryOffset + directoryBytes), uint32(1));
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(fields.disk, 4);
  end.writeUInt16LE(fields.disk, 6);
  end.writeUInt16LE(far ? 0xffff : fields.members, 8);
  end.writeUInt16LE(far ? 0xffff : fields.members, 10);
  end.writeUInt32LE(far ? all32 : fields.directoryBytes, 12);
  end.writeUInt32LE(far ? all32 : fields.directoryOffset, 16);
  end.writeUInt16LE(fields.comment.length, 20);
  return Buffer.concat([...parts, end, fields.comment]);
}

/** A whole archive in memory. */
export function makeZip(members: readonly ZipMember[], end: ZipEnd = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const {
      name,
      data,
      method = 8,
      level = -1,
      descriptor = false,
      bareDescriptor: bare = false,
      zip64 = false,
    } = member;
    const packed = method === 8 ? deflateRawSync(data, { level }) : data;
    const fields: ZipFields = {
      name: Buffer.from(name),
      flags: (descriptor ? 8 : 0) | 0x800,
      method,
      crc: crc32(data),
      compressedBytes: packed.length,
      sizeBytes: data.length,
      headerOffset: offset,
    };
    const local = createLocalHeader({ ...fields, ...member.local }, { descriptor, zip64 });
    const described = descriptor
      ? createDescriptor({ ...fields, ...member.described }, { bare, zip64 })
      : Buffer.alloc(0);
    parts.push(local, packed, described);
    offset += local.length + packed.length + described.length;
    directory.push(createCentralRecord({ ...fields, ...member.central }, { zip64 }));
  }
  const records = Buffer.concat(directory);
  return Buffer.concat([...parts, records, createZipEnd(members.length, offset, records.length, end)]);
}

function zip64Extra(values: readonly number[]): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16LE(1, 0);
  header.writeUInt16LE(values.length * 8, 2);
  return Buffer.concat([header, ...values.map(uint64)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
