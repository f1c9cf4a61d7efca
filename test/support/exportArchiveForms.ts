import { gzipSync } from 'node:zlib';
import type { ZipEnd, ZipMember } from './exportZipMaker.ts';
import { makeZip } from './exportZipMaker.ts';
import type { Random } from './random.ts';

/** A file of data that goes into an archive; its name without a folder. */
export interface DataFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** An archive made of files of data and of others, and what a right reading of it says. */
export interface ArchiveForm {
  readonly bytes: Buffer;
  /** Which choices made it: for the message of a test. */
  readonly title: string;
  /** The files of data in the order in which their lines belong. */
  readonly data: readonly DataFile[];
  /** Names of members that are no data, which a reading has to name. */
  readonly leftOut: readonly string[];
  /** How many side files it has, which a reading has to count. */
  readonly sideFiles: number;
  /** Bytes before or behind the archive, which a reading has to mention. */
  readonly strayBytes: number;
  /** Damaged or cut: a reading may only refuse it, or give all lines if what is missing was none of the data. */
  readonly isDamaged: boolean;
}

const appleDouble = Buffer.concat([Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0]), Buffer.alloc(60, 0x20)]);
const sideFiles: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['__MACOSX/._a', appleDouble],
  ['._a', appleDouble],
  ['.DS_Store', Buffer.from('\0\0\0\u0001Bud1')],
  ['Thumbs.db', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0])],
  ['desktop.ini', Buffer.from('[.ShellClassInfo]\r\nx=1\r\n')],
  ['@eaDir/a@SynoEAStream', appleDouble],
];
const others: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['README.txt', Buffer.from('Exported by Ann, please keep.\nCall me.\n')],
  ['zz-notes.txt', Buffer.from('Exported by Ann, please keep.\n')],
  ['LICENSE', Buffer.from('All rights, and more.\nOf somebody, too.\n')],
  ['about.html', Buffer.from('<!doctype html><p>Hello, you</p>')],
  ['photo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
  ['manual.pdf', Buffer.from('%PDF-1.4\n%\xe2\xe3\n1 0 obj\n', 'latin1')],
];
const folders = ['', 'export/', 'Ünï/', 'a\\', '0/1/2/'];
const memberForms: readonly (Partial<ZipMember> & { form: string })[] = [
  { form: 'deflated' },
  { form: 'stored', method: 0 },
  { form: 'descriptor', descriptor: true },
  { form: 'bare descriptor', descriptor: true, bareDescriptor: true },
  { form: 'zip64', zip64: true },
  { form: 'zip64 and descriptor', zip64: true, descriptor: true },
  { form: 'other local name', local: { name: Buffer.from('x') } },
  { form: 'no local figures', local: { crc: 0, sizeBytes: 0, compressedBytes: 0 } },
];
const ends: readonly (ZipEnd & { form: string })[] = [
  { form: '' },
  { form: ', comment', comment: Buffer.from('made by hand') },
  { form: ', zip64 end', zip64: true },
  { form: ', both ends', zip64: 'beside' },
  { form: ', disk of all ones', disk: 0xffff },
];
const strays: readonly (readonly [form: string, bytes: Buffer])[] = [
  ['line end', Buffer.from('\r\n')],
  ['zeros', Buffer.alloc(700)],
  ['page', Buffer.from('<html><body>Thanks</body></html>\n')],
  ['head', Buffer.from('HTTP/1.1 200 OK\r\nServer: x\r\n\r\n')],
];

/**
 * Makes one archive of the given files of data, all of one kind: as a zip with members, names, side files, methods,
 * descriptors and bytes around it as `random` chooses, or as gzip where there is one file; now and then cut or damaged.
 */
export function makeArchiveForm(files: readonly DataFile[], random: Random): ArchiveForm {
  const [first] = files;
  if (first && files.length === 1 && random.chance(0.15)) return makeGzipForm(first, random);
  const folder = random.pick(folders);
  const form = random.pick(memberForms);
  const wrap = (name: string, data: Buffer): ZipMember => {
    const descriptor = form.descriptor === true && data.length > 0;
    return { ...form, name: folder + name, data, descriptor };
  };
  const chosenSides = sideFiles.filter(() => random.chance(0.2));
  const chosenOthers = random.chance(0.4) ? others.filter(() => random.chance(0.3)) : [];
  const members = [
    ...files.map((it) => wrap(it.name, it.bytes)),
    ...[...chosenSides, ...chosenOthers].map(([name, bytes]) => wrap(name, bytes)),
    ...(random.chance(0.3) ? [{ name: `${folder}sub/`, data: Buffer.alloc(0), method: 0 }] : []),
  ];
  shuffle(members, random);
  const end = random.pick(ends);
  const whole = makeZip(members, end);
  const around = surround(whole, random);
  const harmed = random.chance(0.15) ? harm(around.bytes, random) : undefined;
  const names = chosenOthers.map(([name]) => folder.replaceAll('\\', '/') + name);
  return {
    bytes: harmed?.bytes ?? around.bytes,
    title: `zip of ${members.map((it) => it.name).join(' ')}: ${form.form}${end.form}${around.title}${harmed?.title ?? ''}`,
    data: [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))),
    leftOut: names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    sideFiles: chosenSides.length,
    strayBytes: around.strayBytes,
    isDamaged: harmed !== undefined,
  };
}

function makeGzipForm(file: DataFile, random: Random): ArchiveForm {
  const cut = random.below(file.bytes.length);
  const parts = random.chance(0.3) ? [file.bytes.subarray(0, cut), file.bytes.subarray(cut)] : [file.bytes];
  const streams = parts.map((it) => gzipSync(it));
  const whole = Buffer.concat(streams);
  const [form, behind] = random.chance(0.3) ? random.pick(strays) : ['', Buffer.alloc(0)];
  const bytes = Buffer.concat([whole, behind]);
  const tried = random.chance(0.15) ? harm(bytes, random) : undefined;
  // Without its last streams it is a valid file, and nothing shows that some are missing.
  const harmed = streams[0]?.equals(tried?.bytes ?? bytes) ? undefined : tried;
  return {
    bytes: harmed?.bytes ?? bytes,
    title: `gzip of ${parts.length} parts, ${form} behind${harmed?.title ?? ''}`,
    data: [file],
    leftOut: [],
    sideFiles: 0,
    // Zeros behind gzip are padding that every tool takes.
    strayBytes: form === 'zeros' ? 0 : behind.length,
    isDamaged: harmed !== undefined,
  };
}

function surround(whole: Buffer, random: Random): { bytes: Buffer; title: string; strayBytes: number } {
  const [before, lead] = random.chance(0.15) ? random.pick(strays) : ['', Buffer.alloc(0)];
  const [behind, tail] = random.chance(0.25) ? random.pick(strays) : ['', Buffer.alloc(0)];
  const title = `${before ? `, ${before} before` : ''}${behind ? `, ${behind} behind` : ''}`;
  return { bytes: Buffer.concat([lead, whole, tail]), title, strayBytes: lead.length + tail.length };
}

/** Truncates the bytes, removes some in the middle, or changes one. */
function harm(bytes: Buffer, random: Random): { bytes: Buffer; title: string } {
  const at = random.below(bytes.length);
  const kind = random.below(3);
  if (kind === 0) return { bytes: bytes.subarray(0, at), title: `, cut at ${at}` };
  if (kind === 1) {
    const to = Math.min(bytes.length, at + 1 + random.below(40));
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]),
      title: `, without ${at} to ${to}`,
    };
  }
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
  return { bytes: changed, title: `, a bit changed at ${at}` };
}

function shuffle<T>(list: T[], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
}
