import type { Archive } from './archive.ts';

/** An archive that may be fetched, and what its entity tag is made of. */
export interface Downloadable {
  archive: Archive;
  token: string;
  readyAt: number;
  users: number;
}

/**
 * Answers as the bucket does that the service leaves its exports in: 403 for what is not there yet or not there any more
 * (the two look the same) and for HEAD, ranges of bytes, `If-Range`. `ready` is undefined for what is not there.
 */
export function answerDownload(request: Request, ready: Downloadable | undefined): Response {
  // A bucket refuses an address that carries its own permission and a credential besides.
  if (request.headers.has('Authorization'))
    return answerXml(400, 'InvalidArgument', 'Only one auth mechanism allowed');
  if (request.method !== 'GET' || !ready) return answerXml(403, 'AccessDenied', 'Access Denied');
  const { archive, token, readyAt, users } = ready;
  // Another zlib may pack the same users into other bytes.
  const etag = `"${token.slice(0, 24)}-${users}-${process.versions.zlib}"`;
  const modified = new Date(readyAt).toUTCString();
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/zip',
    ETag: etag,
    'Last-Modified': modified,
  };
  const condition = request.headers.get('If-Range');
  const holds = condition === null || condition === etag || condition === modified;
  const range = holds ? readRange(request.headers.get('Range'), archive.sizeBytes) : undefined;
  if (range === 'unsatisfiable') {
    const refusal = answerXml(416, 'InvalidRange', 'The requested range is not satisfiable');
    refusal.headers.set('Content-Range', `bytes */${archive.sizeBytes}`);
    return refusal;
  }
  const { start, end } = range ?? { start: 0, end: archive.sizeBytes };
  if (range) headers['Content-Range'] = `bytes ${start}-${end - 1}/${archive.sizeBytes}`;
  headers['Content-Length'] = String(end - start);
  return new Response(archive.read(start, end, request.signal), { status: range ? 206 : 200, headers });
}

/** One range, as `start` up to `end`; undefined for a header that names none (or several, which a bucket ignores too). */
function readRange(
  header: string | null,
  sizeBytes: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes : Math.min(sizeBytes, Number(last) + 1);
  if (start >= sizeBytes || end === 0) return 'unsatisfiable';
  return start < end ? { start, end } : undefined;
}

function answerXml(status: number, code: string, message: string): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>5A4D1E</RequestId><HostId>sample</HostId></Error>`;
  return new Response(body, { status, headers: { 'Content-Type': 'application/xml' } });
}
