import type { Endpoint } from './endpoint.ts';
import { buildRequest, type Target } from './request.ts';

/** Stands for the key while the command is built, and is replaced by the shell's variable. */
const placeholder = 'APPBOY-KEY-GOES-HERE';

/**
 * The request as a command for a POSIX shell, with `$APPBOY_KEY` where the key goes. All else stands in single quotes,
 * so that no name of the service can end the quoting.
 */
export function writeCurl(row: Endpoint, params: object, target: Target): string {
  const { method, url, headers, body } = buildRequest(row, params, target, placeholder);
  const lines = [`curl ${method === 'POST' ? '-X POST ' : ''}${quote(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quote(`${name}: ${value}`)}`);
  if (body !== undefined) lines.push(`--data-raw ${quote(body)}`);
  return lines.join(' \\\n  ');
}

function quote(text: string): string {
  const parts = text.split(placeholder).map((part) => `'${part.replaceAll("'", `'\\''`)}'`);
  return parts.join('"$APPBOY_KEY"');
}
