import * as l10n from '@vscode/l10n';
import type { AuthStyle } from '../api/endpoint.ts';
import { isLoopback } from '../util/isLoopback.ts';

/** An instance of the service: one per dashboard host; a right key on a wrong host is refused like a wrong key. */
export interface Region {
  label: string;
  /** The origin all calls go to. */
  host: string;
  authStyle: AuthStyle;
}

const today = (label: string, host: string): Region => ({
  label,
  host: `https://rest.${host}`,
  authStyle: 'apiKey',
});
const legacy = (label: string, host: string): Region => ({
  label,
  host: `https://${host}`,
  authStyle: 'appGroupId',
});

/** Every documented instance: today's with a REST API key, and the first ones with an app group identifier. */
export const regions: readonly Region[] = [
  today('US-01', 'iad-01.braze.com'),
  today('US-02', 'iad-02.braze.com'),
  today('US-03', 'iad-03.braze.com'),
  today('US-04', 'iad-04.braze.com'),
  today('US-05', 'iad-05.braze.com'),
  today('US-06', 'iad-06.braze.com'),
  today('US-08', 'iad-08.braze.com'),
  today('US-10', 'us-10.braze.com'),
  today('EU-01', 'fra-01.braze.eu'),
  today('EU-02', 'fra-02.braze.eu'),
  today('AU-01', 'au-01.braze.com'),
  today('ID-01', 'id-01.braze.com'),
  today('JP-01', 'jp-01.braze.com'),
  today('KR-01', 'kr-01.braze.com'),
  legacy('Appboy 01', 'api.appboy.com'),
  legacy('Appboy 02', 'rest-02.iad.appboy.com'),
  legacy('Appboy EU', 'rest.api.appboy.eu'),
];

/**
 * Reads a custom address. Returns the origin, or a sentence that says what is wrong: keys travel over https only, or
 * over http to this very machine.
 */
export function readHost(text: string): { host: string } | { complaint: string } {
  const url = URL.parse(text.trim());
  if (!url || !/^https?:$/.test(url.protocol))
    return {
      complaint: l10n.t('Enter an address that starts with https://, such as https://rest.iad-01.braze.com'),
    };
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return {
      complaint: l10n.t(
        'Use https: over http the key could be read on the way (http is allowed on this machine only).',
      ),
    };
  if (url.username !== '' || url.password !== '')
    return {
      complaint: l10n.t('Leave the user name and the password out: the key is asked for separately.'),
    };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return { complaint: l10n.t('Enter the host alone, without a path: {0}', url.origin) };
  return { host: url.origin };
}
