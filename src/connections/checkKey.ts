import * as l10n from '@vscode/l10n';
import type { Client } from '../api/client.ts';
import type { AuthStyle, Endpoint } from '../api/endpoint.ts';
import { endpoints, type EndpointName } from '../api/endpoints.ts';
import { isApiError, type ApiError } from '../api/errors.ts';
import { questionMs } from '../api/question.ts';

/** Why a key was not accepted, and what to do, in words for the person who typed it. */
export interface KeyRefusal {
  cause: 'wrongKey' | 'wrongInstance' | 'missingPermission' | 'noNetwork' | 'service';
  sentence: string;
}

/** Tried in turn until one is allowed: a key may be good and yet lack the permission for one of them. */
const tries: readonly Endpoint[] = [
  endpoints.segmentList,
  endpoints.campaignList,
  endpoints.eventList,
  endpoints.cardList,
];

/** Asks the service whether it knows the key; undefined where it does. Reads one page of one list and changes nothing. */
export async function checkKey(client: Client, signal: AbortSignal): Promise<KeyRefusal | undefined> {
  let refusal: KeyRefusal | undefined;
  for (const row of tries) {
    try {
      await client.call(row, { page: 0 }, signal);
      return undefined;
    } catch (error) {
      if (!isApiError(error) || error.code === 'aborted') throw error;
      const found = explainRefusal(error);
      if (found.cause !== 'missingPermission') return found;
      // The first one is the permission that helps most.
      refusal ??= found;
    }
  }
  return refusal;
}

function explainRefusal(error: ApiError): KeyRefusal {
  switch (error.code) {
    case 'auth':
      return {
        cause: 'wrongKey',
        sentence: l10n.t('Check key and instance in the dashboard. {0}', error.message),
      };
    case 'forbidden':
      return {
        cause: 'missingPermission',
        sentence: l10n.t(
          'Missing permission: no list may be read with this key, so give it one in the dashboard. {0}',
          error.message,
        ),
      };
    case 'notFound':
    case 'schema':
      return {
        cause: 'wrongInstance',
        sentence: l10n.t('Wrong instance: choose the one that your dashboard is on. {0}', error.message),
      };
    case 'network':
      return error.passing
        ? { cause: 'noNetwork', sentence: l10n.t('No network: {0}', error.message) }
        : { cause: 'wrongInstance', sentence: l10n.t('Wrong instance: {0}', error.message) };
    case 'timeout':
      return { cause: 'noNetwork', sentence: l10n.t('No network: {0}', error.message) };
    case 'badRequest':
    case 'rateLimited':
    case 'server':
    case 'aborted':
      return {
        cause: 'service',
        sentence: l10n.t('The key could not be checked. {0}', error.message),
      };
  }
}

/** What a key may do with one endpoint, as the service itself answered. */
export interface Capability {
  endpoint: EndpointName;
  path: string;
  verdict: 'allowed' | 'refused' | 'unreachable';
  note: string;
}

/** Parameters that let the service decide about the key and can start nothing: the exports are asked without a subject. */
const probes: Record<EndpointName, object> = {
  usersById: { external_ids: ['appboy-export-explorer-test'], fields_to_export: ['external_id'] },
  exportSegment: {},
  segmentList: { page: 0 },
  segmentSeries: { length: 1 },
  segmentDetails: {},
  campaignList: { page: 0 },
  campaignSeries: { length: 1 },
  campaignDetails: {},
  cardList: { page: 0 },
  cardSeries: { length: 1 },
  cardDetails: {},
  monthlyActives: { length: 1 },
  dailyActives: { length: 1 },
  newUsers: { length: 1 },
  uninstalls: { length: 1 },
  sessions: { length: 1 },
  eventList: { page: 0 },
  eventSeries: { length: 1 },
  productList: { page: 0 },
  revenueSeries: { length: 1 },
  quantitySeries: { length: 1 },
  exportRawEvents: {},
};

/**
 * Asks every endpoint that `authStyle` offers, one after another, and yields a verdict for each. After a timeout the
 * rest is not asked.
 */
export async function* testEndpoints(
  client: Client,
  authStyle: AuthStyle,
  signal: AbortSignal,
): AsyncGenerator<Capability> {
  let waitedMs = 0;
  for (const [name, row] of Object.entries(endpoints)) {
    if (!row.auth.includes(authStyle)) continue;
    const endpoint = name as EndpointName;
    const verdict = waitedMs < questionMs ? await askVerdict(client, endpoint, signal) : notAsked;
    if (verdict.timedOut) waitedMs += client.tryMs();
    yield { endpoint, path: row.path, verdict: verdict.verdict, note: verdict.note };
  }
}

type Verdict = Pick<Capability, 'verdict' | 'note'> & { timedOut?: boolean };

const notAsked: Verdict = {
  verdict: 'unreachable',
  note: l10n.t('not asked: the service did not answer the questions before'),
};

async function askVerdict(client: Client, endpoint: EndpointName, signal: AbortSignal): Promise<Verdict> {
  try {
    const { status } = await client.probe(endpoints[endpoint], probes[endpoint], signal);
    if (status === 401) return { verdict: 'refused', note: l10n.t('the key is not known here') };
    if (status === 403) return { verdict: 'refused', note: l10n.t('the key lacks the permission') };
    if (status === 404) return { verdict: 'refused', note: l10n.t('this host does not offer it') };
    if (status >= 500 || (status >= 300 && status < 400))
      return { verdict: 'unreachable', note: `HTTP ${status}` };
    // 400 is an answer to a known key: the service looks at the key before it looks at the parameters.
    return { verdict: 'allowed', note: status === 429 ? l10n.t('over its rate limit now') : '' };
  } catch (error) {
    if (!isApiError(error) || error.code === 'aborted') throw error;
    return { verdict: 'unreachable', note: error.message, timedOut: error.code === 'timeout' };
  }
}
