import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError.ts';
import { showSize } from '../protocol/showSize.ts';

/** The part of `fetch` that an image needs. */
export type FetchImage = (url: string, init: RequestInit) => Promise<Response>;

const maxBytes = 8 * 1024 * 1024;
const maxRedirects = 3;
const timeoutMs = 20_000;

/**
 * Fetches an image that the service mentions, and gives it as a `data:` address for the page, which itself never
 * fetches. Only over https, without credentials, not from this machine or its network, at most 8 MB, and only what
 * begins like a PNG, JPEG, GIF or WebP whatever its headers say: an SVG is a document with scripts, not an image.
 * Throws an Error with a sentence to show.
 */
export async function fetchImage(url: string, fetch: FetchImage, signal: AbortSignal): Promise<string> {
  const response = await follow(url, fetch, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  if (!response.ok)
    throw new UserError(
      l10n.t('The image could not be loaded: its server answered HTTP {0}.', response.status),
    );
  const type = response.headers.get('Content-Type') ?? '';
  if (!/^image\//i.test(type) || /svg/i.test(type)) throw notShowable();
  const bytes = await readAtMost(response, maxBytes);
  const sniffed = sniffImage(bytes);
  if (!sniffed) throw notShowable();
  return `data:${sniffed};base64,${Buffer.from(bytes).toString('base64')}`;
}

const notShowable = (): UserError =>
  new UserError(l10n.t('This is not an image that can be shown: expected PNG, JPEG, GIF or WebP.'));

async function follow(url: string, fetch: FetchImage, signal: AbortSignal): Promise<Response> {
  let address = url;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    checkAddress(address);
    const response = await fetch(address, { redirect: 'manual', credentials: 'omit', signal });
    const next = response.status >= 300 && response.status < 400 ? response.headers.get('Location') : null;
    if (next === null) return response;
    await response.body?.cancel();
    address = new URL(next, address).href;
  }
  throw new UserError(l10n.t('The image could not be loaded: its server redirects in circles.'));
}

function checkAddress(address: string): void {
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:')
    throw new UserError(l10n.t('The image is not served over https, so it is not fetched.'));
  if (isNearby(hostname))
    throw new UserError(l10n.t('The image is on this machine or its network, so it is not fetched.'));
}

/** Names and literal addresses of the local network, which no image of a card may point to. */
function isNearby(hostname: string): boolean {
  return (
    hostname.startsWith('[') ||
    /^(127|10|0|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(hostname) ||
    /(^|\.)(localhost|local|internal|lan|home\.arpa)$/.test(hostname) ||
    !hostname.includes('.')
  );
}

async function readAtMost(response: Response, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  // The header may lie or be missing, so the bytes are counted as they come.
  const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  for await (const chunk of body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limitBytes)
      throw new UserError(l10n.t('The image is larger than {0}.', showSize(limitBytes)));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The type that the first bytes show. */
export function sniffImage(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'image/gif';
  if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'image/webp';
  return undefined;
}
