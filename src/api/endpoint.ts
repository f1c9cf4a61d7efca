import type * as z from 'zod';

/** How a key travels: `appGroupId` in the query or the JSON body, `apiKey` in the Authorization header. */
export type AuthStyle = 'appGroupId' | 'apiKey';

/** Which auth styles offer raw event export. Not in the endpoint's row, so that menus know it before any schema is loaded. */
export const rawExportAuth: readonly AuthStyle[] = ['appGroupId'];

/** Endpoints that draw on one rate limit. */
export type Pool = 'general' | 'campaignSeries' | 'eventsAndPurchases' | 'usersById' | 'rawExport';

/**
 * When a failed call may be sent again without asking: `always` (it only reads), `unstarted` (only where it cannot have
 * begun: a refused connection, a 429), `unsent` (only where it cannot have arrived: a 429 means that one is running).
 */
export type Repeat = 'always' | 'unstarted' | 'unsent';

/** A row of the endpoint table: what may be asked, and what comes back. */
export interface Endpoint<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly params: P;
  readonly answer: R;
  readonly pool: Pool;
  readonly repeat: Repeat;
  /** The auth styles that offer the endpoint. */
  readonly auth: readonly AuthStyle[];
  /** Limits that one parameter alone cannot show: undefined, or a sentence to show. */
  check?(params: z.output<P>, nowMs: number): string | undefined;
}

/** Whether a call makes the service start something. Only its answer says what, so such a call is not abandoned at once. */
export function startsSomething(row: Endpoint): boolean {
  return row.repeat === 'unsent';
}

/** A row whose answer is one page of a list. Pages count from 0, and the first empty one is the end. */
export interface PagedEndpoint<
  P extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> extends Endpoint<P, R> {
  /** How many items the service puts on a full page. */
  readonly per: number;
}

/** A row that takes or gives a limited amount in one call. */
export interface BoundedEndpoint<
  P extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> extends Endpoint<P, R> {
  /** The most points of a series, or the most ids, in one call. More takes several calls. */
  readonly longest: number;
}

/** What a row takes. */
export type ParamsOf<Row extends Endpoint> = z.input<Row['params']> & object;

/** One item of a row's list. */
export type ItemOf<Row extends PagedEndpoint> = z.output<Row['answer']> extends (infer Item)[] ? Item : never;

type Options = Partial<Pick<Endpoint, 'pool' | 'repeat' | 'auth'>>;

const everywhere: readonly AuthStyle[] = ['appGroupId', 'apiKey'];

/** A row that reads. */
export function get<P extends z.ZodType, R extends z.ZodType>(
  path: string,
  params: P,
  answer: R,
  options: Options = {},
): Endpoint<P, R> {
  return {
    method: 'GET',
    path,
    params,
    answer,
    pool: 'general',
    repeat: 'always',
    auth: everywhere,
    ...options,
  };
}

/** A row that starts something, or takes its parameters in a body. */
export function post<P extends z.ZodType, R extends z.ZodType>(
  path: string,
  params: P,
  answer: R,
  options: Options & Pick<Endpoint<P, R>, 'check'> = {},
): Endpoint<P, R> {
  return {
    method: 'POST',
    path,
    params,
    answer,
    pool: 'general',
    repeat: 'unstarted',
    auth: everywhere,
    ...options,
  };
}

/** A row that lists. */
export function pagedList<P extends z.ZodType, R extends z.ZodType>(
  path: string,
  { per, ...options }: Options & { per: number },
  params: P,
  answer: R,
): PagedEndpoint<P, R> {
  return { ...get(path, params, answer, options), per };
}

/** A row whose answer is a data series; `params` makes the schema of its window, whose `length` is `longest` at most. */
export function dataSeries<P extends z.ZodType, R extends z.ZodType>(
  path: string,
  { longest, ...options }: Options & { longest: number },
  params: (longest: number) => P,
  answer: R,
): BoundedEndpoint<P, R> {
  return { ...get(path, params(longest), answer, options), longest };
}

/** The endpoint's permission, as the service's dashboard names it: `/kpi/mau/data_series` is `kpi.mau.data_series`. */
export function permissionOf(row: Endpoint): string {
  return row.path.slice(1).replaceAll('/', '.');
}
