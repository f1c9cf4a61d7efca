import * as l10n from '@vscode/l10n';
import { endpoints } from '../../api/endpoints.ts';
import type { Client } from '../../api/client.ts';
import type { Fetch } from '../../api/send.ts';
import { sampleConnection } from '../../connections/connection.ts';
import { type ConnectionStore } from '../../connections/connectionStore.ts';
import type { Session } from '../../connections/session.ts';
import { UserError } from '../../protocol/userError.ts';
import { singleTry } from '../kinds/askPatiently.ts';
import type { JobRecord } from './jobRecord.ts';
import type { JobDependencies } from './jobRunner.ts';
import { createJobs } from './jobs.ts';
import { ConnectionRemovedError } from './jobFailure.ts';
import { createLedger } from './ledger.ts';
import { defaultWaitPolicy, type WaitPolicy } from '../download/waitForUrl.ts';
import { fetchUsers } from '../../users/fetchUsers.ts';
import { delay } from '../../util/delay.ts';
import type { OpenJobs } from './exportJobs.ts';

/** What the exports of this window are made with. */
export interface JobsOpenerDependencies {
  store: Pick<ConnectionStore, 'find'>;
  session: Pick<Session, 'clientOf'>;
  /** For download hosts: neither key nor header of ours goes there. */
  downloads: { remote: Fetch; sample: Fetch };
  /** The bundle of `exports/archive/unpackWorker.ts`. */
  workerUrl: URL;
  reportUnexpected: (error: unknown) => void;
}

/** The sample's exports are ready within seconds. */
const sampleWaitPolicy: WaitPolicy = { ...defaultWaitPolicy, firstMs: 500, factor: 1.2, maxMs: 2000 };

/** Joins the exports with the connections. A bundle of its own: most sessions of the editor never load it. */
export function createJobsOpener(dependencies: JobsOpenerDependencies): OpenJobs {
  const jobDependencies = createJobDependencies(dependencies);
  return (directory) => createJobs(createLedger(directory), jobDependencies);
}

function createJobDependencies({
  store,
  session,
  downloads,
  ...rest
}: JobsOpenerDependencies): JobDependencies {
  function clientOf({ connection }: JobRecord): Client {
    const known = connection && store.find(connection.id);
    if (!known) throw new ConnectionRemovedError(connection?.name ?? '');
    return session.clientOf(known);
  }
  const isSample = ({ connection }: JobRecord): boolean => connection?.id === sampleConnection.id;
  return {
    ...rest,
    clock: { now: Date.now, delay },
    random: Math.random,
    fetchFor: (job) => (isSample(job) ? downloads.sample : downloads.remote),
    waitPolicyFor: (job) => (isSample(job) ? sampleWaitPolicy : defaultWaitPolicy),
    async startSegment(job, signal) {
      const { segmentId, fields, callbackEndpoint } = job.request;
      const params = { segment_id: segmentId, fields_to_export: fields, callback_endpoint: callbackEndpoint };
      const { value, warnings } = await clientOf(job).call(endpoints.exportSegment, params, signal);
      return { ...value, warnings };
    },
    fetchUsers: (job, ids, signal) => fetchUsers(clientOf(job), ids, job.request.fields, signal, singleTry),
    async startEvents(job, part, signal) {
      const { parts, appIds, eventNames, callbackEndpoint } = job.request;
      const span = parts[part];
      if (!span) throw new UserError(l10n.t('This export has {0} weeks.', parts.length));
      const params = {
        starting_at: span.startingAt,
        ending_at: span.endingAt,
        app_ids: appIds,
        event_names: eventNames,
        callback_endpoint: callbackEndpoint,
      };
      const { warnings } = await clientOf(job).call(endpoints.exportRawEvents, params, signal);
      return { warnings };
    },
  };
}
