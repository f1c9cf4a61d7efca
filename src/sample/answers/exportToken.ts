import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { exportableFields } from './fields.ts';

/** What an export's address stands for. */
export interface TokenContent {
  segmentIndex: number;
  startedMs: number;
  /** Undefined for all. */
  fields: string[] | undefined;
}

const tokenBytes = 32;
/** Makes the check differ from a plain CRC of what it checks. */
const salt = 0x0a99b0;

/**
 * Packs an order into 43 characters that look as random as the service's. The address itself says what was ordered, so
 * an export outlives the window or the process that ordered it, as the service's exports do.
 */
export function writeExportToken({ segmentIndex, startedMs, fields }: TokenContent): string {
  const bytes = randomBytes(tokenBytes);
  bytes.writeUInt16LE(segmentIndex, 4);
  bytes.writeUIntLE(startedMs, 6, 6);
  const chosen = exportableFields.map((name, n) => (!fields || fields.includes(name) ? 2 ** n : 0));
  bytes.writeUIntLE(
    chosen.reduce((mask, it) => mask + it, 0),
    12,
    5,
  );
  scramble(bytes);
  bytes.writeUInt32LE(crc32(bytes.subarray(4), salt), 0);
  return bytes.toString('base64url');
}

/** Undefined for what no `writeExportToken` wrote. */
export function readExportToken(token: string): TokenContent | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== tokenBytes || bytes.toString('base64url') !== token) return undefined;
  if (bytes.readUInt32LE(0) !== crc32(bytes.subarray(4), salt)) return undefined;
  scramble(bytes);
  const mask = bytes.readUIntLE(12, 5);
  const fields = exportableFields.filter((_, n) => Math.floor(mask / 2 ** n) % 2 === 1);
  return {
    segmentIndex: bytes.readUInt16LE(4),
    startedMs: bytes.readUIntLE(6, 6),
    fields: fields.length === exportableFields.length ? undefined : fields,
  };
}

/** Hides the order behind the random tail; its own inverse. */
function scramble(bytes: Buffer): void {
  for (let n = 4; n < 17; n += 1) bytes[n] = (bytes[n] ?? 0) ^ (bytes[n + 14] ?? 0);
}
