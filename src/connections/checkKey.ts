import type { Client } from '../api/client.ts';
import type { AuthStyle, Endpoint } from '../api/endpoint.ts';
import { endpoints, type EndpointName } from '../api/endpoints.ts';
import { isApiError, type ApiError } from '../api/errors.ts';

/** Why a key was not accepted, in words for the person who typed it. */
export interface Refusal {
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
export async function checkKey(client: Client, signal: AbortSignal): Promise<Refusal | undefined> {
  let refusal: Refusal | undefined;
  for (const row of tries) {
    try {
      await client.call(row, { page: 0 }, signal);
      return undefined;
    } catch (error) {
      if (!isApiError(error) || error.code === 'aborted') throw error;
      refusal = explainRefusal(error);
      if (refusal.cause !== 'missingPermission') return refusal;
    }
  }
  return refusal;
}

function explainRefusal(error: ApiError): Refusal {
  switch (error.code) {
    case 'auth':
      return {
        cause: 'wrongKey',
        sentence: `Wrong key, or the key of another instance: ${error.message} Check both in the dashboard; the key was not saved.`,
      };
    case 'forbidden':
      return {
        cause: 'missingPermission',
        sentence: `The key is known but lacks permissions for every list: give it at least segments.list. ${error.message} The key was not saved.`,
      };
    case 'notFound':
    case 'schema':
      return {
        cause: 'wrongInstance',
        sentence: `Wrong instance: this address does not answer like the Export API. ${error.message} The key was not saved.`,
      };
    case 'network':
      return error.passing
        ? { cause: 'noNetwork', sentence: `No network: ${error.message} The key was not saved.` }
        : { cause: 'wrongInstance', sentence: `Wrong instance: ${error.message} The key was not saved.` };
    case 'timeout':
      return { cause: 'noNetwork', sentence: `No network: ${error.message} The key was not saved.` };
    case 'badRequest':
    case 'rateLimited':
    case 'server':
    case 'aborted':
      return {
        cause: 'service',
        sentence: `The key could not be checked: ${error.message} It was not saved.`,
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

/** Asks every endpoint that `authStyle` offers, one after another, and yields a verdict for each. */
export async function* testEndpoints(
  client: Client,
  authStyle: AuthStyle,
  signal: AbortSignal,
): AsyncGenerator<Capability> {
  for (const [name, row] of Object.entries(endpoints)) {
    if (!row.auth.includes(authStyle)) continue;
    const endpoint = name as EndpointName;
    yield { endpoint, path: row.path, ...(await askVerdict(client, endpoint, signal)) };
  }
}

async function askVerdict(
  client: Client,
  endpoint: EndpointName,
  signal: AbortSignal,
): Promise<Pick<Capability, 'verdict' | 'note'>> {
  try {
    const { status } = await client.probe(endpoints[endpoint], probes[endpoint], signal);
    if (status === 401) return { verdict: 'refused', note: 'the key is not known here' };
    if (status === 403) return { verdict: 'refused', note: 'the key lacks the permission' };
    if (status === 404) return { verdict: 'refused', note: 'this host does not offer it' };
    if (status >= 500 || (status >= 300 && status < 400))
      return { verdict: 'unreachable', note: `HTTP ${status}` };
    // 400 is an answer to a known key: the service looks at the key before it looks at the parameters.
    return { verdict: 'allowed', note: status === 429 ? 'over its rate limit now' : '' };
  } catch (error) {
    if (!isApiError(error) || error.code === 'aborted') throw error;
    return { verdict: 'unreachable', note: error.message };
  }
}
