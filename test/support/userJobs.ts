import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JobPorts } from '../../src/exports/jobs/jobRunner.ts';
import type { Jobs } from '../../src/exports/jobs/jobs.ts';
import { createTestJobs } from './exportJobs.ts';
import type { UserFaultPlan, UserFaultServer } from './userFaultServer.ts';
import { startUserFaultServer } from './userFaultServer.ts';

/** A folder, and a service for users by external ID: new for each test. */
export interface UserJobGround {
  readonly root: string;
  /** Nothing goes wrong with it until `serve` puts another one in its place. */
  readonly server: UserFaultServer;
  serve(plan: UserFaultPlan): Promise<void>;
  /** Jobs of the folder, of one window each; they are shut down after the test. */
  createJobs(ports?: Partial<JobPorts>): Jobs;
}

/** Call it in a `describe`; what it gives is there in its tests. */
export function useUserJobGround(): UserJobGround {
  let root = '';
  let server: UserFaultServer;
  const jobs: Jobs[] = [];
  const servers: UserFaultServer[] = [];

  async function serve(plan: UserFaultPlan): Promise<void> {
    server = await startUserFaultServer(plan);
    servers.push(server);
  }

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'user-jobs-'));
    await serve({});
  });
  afterEach(async () => {
    await Promise.all(jobs.splice(0).map((it) => it.shutdown()));
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
    createJobs(ports = {}) {
      const created = createTestJobs(root, server.origin, ports);
      jobs.push(created);
      return created;
    },
  };
}

/** Waits for something that another process, or the network, will bring about. */
export async function untilSo(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
