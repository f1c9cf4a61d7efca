/** The name of an archive's member, as far as it says something of what is in it. Other people's text. */
export interface MemberName {
  /** With `/` between its parts, also where a tool wrote `\`. */
  readonly full: string;
  /** The folder it lies in, with a last `/`; empty at the top. */
  readonly folder: string;
  readonly base: string;
  /** In lower case, without the dot. */
  readonly extension: string;
}

/** Reads a name as UTF-8 where its bytes are that, with or without the archive's flag, and else as one byte a letter. */
export function readMemberName(bytes: Buffer): MemberName {
  const text = bytes.toString('utf8');
  const full = (text.includes('\ufffd') ? bytes.toString('latin1') : text).replaceAll('\\', '/');
  const cut = full.lastIndexOf('/') + 1;
  const base = full.slice(cut);
  const dot = base.lastIndexOf('.');
  return {
    full,
    folder: full.slice(0, cut),
    base,
    extension: dot > 0 ? base.slice(dot + 1).toLowerCase() : '',
  };
}

const sideFolders: ReadonlySet<string> = new Set([
  '__macosx',
  '@eadir',
  '.appledouble',
  '.spotlight-v100',
  '.trashes',
  '.fseventsd',
  '.temporaryitems',
  '$recycle.bin',
  '#recycle',
  'system volume information',
  '.thumbnails',
  'meta-inf',
]);
const sideFiles: ReadonlySet<string> = new Set([
  '.ds_store',
  'thumbs.db',
  'ehthumbs.db',
  'ehthumbs_vista.db',
  'desktop.ini',
  '.directory',
  '.localized',
  'icon\r',
  '.apdisk',
  '.hidden',
  '.bridgesort',
  'pax_global_header',
  '.volumeicon.icns',
]);

/** Whether desktops and archivers give this name to files that they add to other people's. */
export function isSideFileName({ folder, base }: MemberName): boolean {
  const folders = folder.toLowerCase().split('/');
  return sideFiles.has(base.toLowerCase()) || folders.some((it) => sideFolders.has(it));
}

const documentNames =
  /^(?:readme|read me|licen[cs]e|copying|notice|changelog|changes|authors|contributors|contributing|install)(?![a-z])/i;
const documentExtensions: ReadonlySet<string> = new Set([
  'md',
  'markdown',
  'mkd',
  'rst',
  'adoc',
  'html',
  'htm',
  'xhtml',
  'xml',
  'rtf',
  'log',
  'yml',
  'yaml',
  'toml',
  'ini',
  'cfg',
  'conf',
  'properties',
  'sh',
  'bash',
  'bat',
  'cmd',
  'ps1',
  'py',
  'rb',
  'js',
  'ts',
  'sql',
  'css',
  'url',
  'webloc',
  'desktop',
  'eml',
  'sha256',
  'md5',
  'sig',
  'asc',
]);

/** Whether people give this name to what they write about files, rather than to data. */
export function isDocumentName({ base, extension }: MemberName): boolean {
  return documentExtensions.has(extension) || (documentNames.test(base) && !isDataName(extension));
}

/** Whether nothing but data is called so. */
export function isDataName(extension: string): boolean {
  return ['ndjson', 'jsonl', 'csv', 'tsv'].includes(extension);
}

/** Documents that are zips inside. */
export function isOfficeName(extension: string): boolean {
  return ['docx', 'pptx', 'xlsx', 'odt', 'odp', 'ods', 'pages', 'numbers', 'key', 'epub'].includes(extension);
}

/** The name without what numbers it: parts of one export share the rest. */
export function formOfName({ folder, base }: MemberName): string {
  return (folder + base.toLowerCase()).replace(/[\da-f]+/g, (it) => (/\d/.test(it) ? '#' : it));
}
