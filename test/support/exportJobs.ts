import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createClient } from '../../src/api/client.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { defaultPatiencePolicy, singleTry } from '../../src/exports/kinds/askPatiently.ts';
import type { ExportRow } from '../../src/exports/exportRow.ts';
import type { JobDependencies } from '../../src/exports/jobs/jobRunner.ts';
import type { Jobs } from '../../src/exports/jobs/jobs.ts';
import type { NewJob } from '../../src/exports/kinds/exportKinds.ts';
import { createJobs } from '../../src/exports/jobs/jobs.ts';
import { createLedger } from '../../src/exports/jobs/ledger.ts';
import { fetchUsers } from '../../src/users/fetchUsers.ts';
import { delay } from '../../src/util/delay.ts';
import type { FaultPlan, FaultServer } from './exportFaultServer.ts';
import { startFaultServer } from './exportFaultServer.ts';
import type { HttpServer } from './httpServer.ts';
import type { UserFaultPlan, UserFaultServer } from './userFaultServer.ts';
import { startUserFaultServer, unknownMark } from './userFaultServer.ts';

export const testKey = 'the-key-that-stays-secret';

/** A clock with the real time, moved by as much as a test likes; its pauses are real. */
export function createShiftedClock(): { now(): number; delay: typeof delay; shiftMs: number } {
  const clock = { shiftMs: 0, now: () => Date.now() + clock.shiftMs, delay };
  return clock;
}

/**
 * Jobs of a folder against a real server, asking through the real API client. They come back after milliseconds, but wait
 * long for an answer on a machine that is busy: `timeoutMs` is for tests in which none comes.
 */
export function createTestJobs(
  root: string,
  origin: string,
  { timeoutMs = 20_000, ...overrides }: Partial<JobDependencies> & { timeoutMs?: number } = {},
): Jobs {
  const clock = overrides.clock ?? createShiftedClock();
  const client = createClient({
    host: origin,
    authStyle: 'apiKey',
    readKey: async () => testKey,
    fetch: (url, init) => fetch(url, init),
    clock: { now: () => clock.now(), delay },
    random: Math.random,
    timeoutMs: () => timeoutMs,
    concurrency: 4,
    retryPolicy: { maxTries: 3, baseMs: 1, capMs: 4, maxWaitMs: 10 },
  });
  const all: JobDependencies = {
    async startSegment({ request }, signal) {
      const params = {
        segment_id: request.segmentId,
        ...(request.fields ? { fields_to_export: request.fields } : {}),
      };
      const { value, warnings } = await client.call(endpoints.exportSegment, params, signal);
      return { url: value.url, objectPrefix: value.objectPrefix, warnings };
    },
    async startEvents({ request }, part, signal) {
      const span = request.parts[part];
      const params = { starting_at: span?.startingAt ?? '', ending_at: span?.endingAt ?? '' };
      const { warnings } = await client.call(endpoints.exportRawEvents, params, signal);
      return { warnings };
    },
    fetchUsers: ({ request }, ids, signal) => fetchUsers(client, ids, request.fields, signal, singleTry),
    fetchFor: () => (url, init) => fetch(url, init),
    clock,
    random: Math.random,
    workerUrl: new URL('../../src/exports/archive/unpackWorker.ts', import.meta.url),
    waitPolicyFor: () => ({
      firstMs: 15,
      factor: 1.2,
      maxMs: 60,
      pollTimeoutMs: timeoutMs,
      budgetMs: 60_000,
      graceMs: 30_000,
      refusalsBelieved: 3,
    }),
    downloadPolicy: { baseMs: 20, capMs: 100, stallTimeoutMs: timeoutMs, refusalsBelieved: 3 },
    followPolicy: { afterMs: 0, slowerThanBytesPerSecond: Number.POSITIVE_INFINITY, fromBytes: 0 },
    patiencePolicy: {
      ...defaultPatiencePolicy,
      baseMs: 10,
      capMs: 40,
      faultsBelieved: 4,
      silentMs: 60_000,
    },
    reportUnexpected(error) {
      throw error;
    },
    ...overrides,
  };
  return createJobs(createLedger(root), all, { lock: { beatMs: 50, missedBeats: 3 }, lookEveryMs: 100 });
}

export const segmentJob: Extract<NewJob, { kind: 'segment' }> = {
  kind: 'segment',
  title: 'Big spenders',
  connection: { id: 'c1', name: 'Shop' },
  keepArchive: false,
  request: { segmentId: 'seg-1' },
};

/** So many external ids, one in a hundred unknown to the service. */
export function makeIds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i % 100 === 7 ? unknownMark : ''}jane-${i}@example.com`);
}

export function makeUserJob(count: number): Extract<NewJob, { kind: 'users' }> {
  const connection = { id: 'c1', name: 'Shop' };
  return { kind: 'users', connection, externalIds: makeIds(count), request: {} };
}

/** Lets another start of the extension take up the only job of a folder, and gives its row once it rests. */
export async function takeUpJob(folder: string, origin: string): Promise<ExportRow> {
  const jobs = createTestJobs(folder, origin);
  await jobs.refresh();
  const [row] = jobs.list();
  assert.ok(row);
  const settled = await jobs.whenSettled(row.id);
  await jobs.shutdown();
  return settled;
}

/** A folder and a server: new for each test. */
export interface JobFixture<Plan, Server> {
  readonly root: string;
  /** Works without faults, until `serve` replaces it. */
  readonly server: Server;
  serve(plan?: Plan): Promise<void>;
  /** Jobs of the folder, of one window each; they are shut down after the test. */
  createJobs(overrides?: Partial<JobDependencies>, origin?: string): Jobs;
}

/** With a service and its download host. Call it in a `describe`; what it gives is there in its tests. */
export function useJobFixture(archive: Buffer): JobFixture<Partial<FaultPlan>, FaultServer> {
  const plain: FaultPlan = { stage: 'unpacking', fault: undefined, archives: [archive, archive] };
  return useFixture((plan) => startFaultServer({ ...plain, ...plan }));
}

/** With a service for users by external ID; otherwise as `useJobFixture`. */
export function useUserJobFixture(): JobFixture<UserFaultPlan, UserFaultServer> {
  return useFixture(startUserFaultServer);
}

function useFixture<Plan, Server extends HttpServer>(
  start: (plan?: Plan) => Promise<Server>,
): JobFixture<Plan, Server> {
  let root = '';
  let server: Server;
  const servers: Server[] = [];
  const open: Jobs[] = [];

  async function serve(plan?: Plan): Promise<void> {
    server = await start(plan);
    servers.push(server);
  }

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'jobs-'));
    await serve();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((it) => it.shutdown()));
    await Promise.all(servers.splice(0).map((it) => it.close()));
    await rm(root, { recursive: true, force: true });
  });
  return {
    get root() {
      return root;
    },
    get server() {
      return server;
    },
    serve,
    createJobs(overrides = {}, origin = server.origin) {
      const jobs = createTestJobs(root, origin, overrides);
      open.push(jobs);
      return jobs;
    },
  };
}
