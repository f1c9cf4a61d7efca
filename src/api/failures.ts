import * as l10n from '@vscode/l10n';

/** What a failed `fetch` means. */
export interface NetworkFailure {
  /** A sentence that names the host. */
  explain(host: string): string;
  /** True where not a byte of the request can have reached the service. */
  unsent: boolean;
  /** False where asking again would get the same answer. */
  passing: boolean;
  timedOut: boolean;
}

type Row = Pick<NetworkFailure, 'explain'> & Partial<NetworkFailure>;

const notFound: Row = {
  explain: (host) => l10n.t('{0} was not found: check the network and the address.', host),
  unsent: true,
};
const unreachable: Row = {
  explain: (host) => l10n.t('{0} cannot be reached from here: check the network.', host),
};
const brokenOff: Row = { explain: (host) => l10n.t('{0} broke the connection off.', host) };
const late: Row = { explain: (host) => l10n.t('{0} did not answer in time.', host), timedOut: true };
const distrusted: Row = {
  explain: (host) => l10n.t('{0} has a certificate this machine does not trust (a proxy’s, perhaps).', host),
  passing: false,
};
const notSecure: Row = { explain: (host) => l10n.t('{0} does not speak HTTPS.', host), passing: false };

/** TABLE of the codes that node, its TLS and undici give. */
const rows: Readonly<Record<string, Row>> = {
  ECONNREFUSED: { explain: (host) => l10n.t('{0} refused the connection.', host), unsent: true },
  ENOTFOUND: notFound,
  EAI_AGAIN: notFound,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ENETDOWN: unreachable,
  ETIMEDOUT: unreachable,
  UND_ERR_CONNECT_TIMEOUT: {
    explain: (host) => l10n.t('{0} did not accept the connection in time.', host),
    unsent: true,
  },
  UND_ERR_HEADERS_TIMEOUT: late,
  UND_ERR_BODY_TIMEOUT: late,
  ECONNRESET: brokenOff,
  ECONNABORTED: brokenOff,
  EPIPE: brokenOff,
  UND_ERR_SOCKET: brokenOff,
  CERT_HAS_EXPIRED: { ...distrusted, explain: (host) => l10n.t('{0} has an expired certificate.', host) },
  CERT_NOT_YET_VALID: {
    ...distrusted,
    explain: (host) => l10n.t('{0} has a certificate from the future: check the clock.', host),
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    ...distrusted,
    explain: (host) => l10n.t('{0} has the certificate of another host.', host),
  },
  SELF_SIGNED_CERT_IN_CHAIN: distrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: distrusted,
  UNABLE_TO_GET_ISSUER_CERT: distrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: distrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: distrusted,
  EPROTO: notSecure,
  ERR_SSL_WRONG_VERSION_NUMBER: notSecure,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notSecure,
};

/** Limit for following causes, which may be circular. */
const maxDepth = 5;

/** Finds the meaning of what `fetch` threw. A host with several addresses fails with several codes: the weakest counts. */
export function findFailure(error: unknown): NetworkFailure {
  const codes = collectCodes(error, maxDepth);
  const known = codes.flatMap((code) => (Object.hasOwn(rows, code) ? (rows[code] ?? []) : []));
  const said = codes[0] ?? findFirstCause(error, maxDepth);
  return {
    explain: known[0]?.explain ?? ((host) => l10n.t('{0} could not be reached ({1}).', host, said)),
    unsent: codes.length > 0 && known.length === codes.length && known.every((row) => row.unsent),
    passing: !known.some((row) => row.passing === false),
    timedOut: known.some((row) => row.timedOut),
  };
}

/** The codes of an error's innermost causes. */
function collectCodes(error: unknown, depth: number): string[] {
  if (!(error instanceof Error) || depth === 0) return [];
  const inner: unknown[] = [
    error.cause,
    ...(error instanceof AggregateError ? (error.errors as unknown[]) : []),
  ];
  const below = inner.flatMap((it) => collectCodes(it, depth - 1));
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return below.length > 0 ? below : own;
}

/** What the innermost cause says: the outer one of `fetch` is always "fetch failed". */
function findFirstCause(error: unknown, depth: number): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined || depth === 0 ? error.message : findFirstCause(error.cause, depth - 1);
}
