import type { Clock } from '../../api/retry.ts';
import type { Fetch } from '../../api/send.ts';
import { createGate } from '../../util/gate.ts';
import type { PatiencePolicy } from '../kinds/askPatiently.ts';
import { defaultPatiencePolicy } from '../kinds/askPatiently.ts';
import type { DownloadPolicy } from '../download/download.ts';
import { defaultDownloadPolicy } from '../download/download.ts';
import type { FollowPolicy } from '../download/downloadAndFollow.ts';
import { defaultFollowPolicy } from '../download/downloadAndFollow.ts';
import type { EventExportPorts } from '../kinds/eventExport.ts';
import { createEventSteps } from '../kinds/eventExport.ts';
import { discardWork } from './finishExport.ts';
import { createImportSteps } from '../kinds/importFile.ts';
import type { JobRecord, JobStage, PartialResult, SegmentJob } from './jobRecord.ts';
import { runSteps } from './jobSteps.ts';
import type { Ledger } from './ledger.ts';
import type { SegmentExportPorts } from '../kinds/segmentExport.ts';
import { createSegmentSteps } from '../kinds/segmentExport.ts';
import type { UserExportPorts } from '../kinds/userExport.ts';
import { createUserSteps } from '../kinds/userExport.ts';
import type { WaitPolicy } from '../download/waitForUrl.ts';
import { defaultWaitPolicy } from '../download/waitForUrl.ts';

/** What jobs need of the world. A job says by its `connection` whose client to use; an unknown one throws AuthError. */
export interface JobPorts {
  startSegment: SegmentExportPorts['start'];
  startEvents: EventExportPorts['start'];
  fetchUsers: UserExportPorts['fetchBatch'];
  /** For the download host of a job; the sample's own for a job of the sample. */
  fetchFor: (job: SegmentJob) => Fetch;
  clock: Clock;
  random: () => number;
  /** The bundled `unpackWorker`, or in tests its source. */
  workerUrl: URL;
  /** How often to look for the export; the sample's are ready sooner. */
  waitPolicyFor?: (job: SegmentJob) => WaitPolicy;
  downloadPolicy?: DownloadPolicy;
  followPolicy?: FollowPolicy;
  patiencePolicy?: PatiencePolicy;
  /** Downloads at a time; 1 when left out. */
  downloadsAtOnce?: number;
  /** A defect of ours, for the log. */
  reportUnexpected: (error: unknown) => void;
}

/** Knows the steps of each kind of job. */
export interface JobRunner {
  /** Runs a job until it rests; see `runSteps`. */
  run(record: JobRecord, signal: AbortSignal): AsyncGenerator<JobStage>;
  /** Of a job that nobody works on: makes what has come a result that can be opened, where the kind of job has such. */
  keepPartial(record: JobRecord): Promise<PartialResult | undefined>;
}

export function createJobRunner(
  ledger: Ledger,
  ports: JobPorts,
  { findRunning }: Pick<SegmentExportPorts, 'findRunning'>,
): JobRunner {
  const { clock, workerUrl } = ports;
  const takeDownloadTurn = createTurns(ports.downloadsAtOnce ?? 1);
  return {
    run(job, signal) {
      const directory = ledger.directoryOf(job.id);
      const endings = { clock, cleanUp: () => discardWork(directory) };
      switch (job.kind) {
        case 'segment': {
          const segmentPorts = choosePorts(job, ports, { findRunning, takeDownloadTurn });
          const { steps, dispose } = createSegmentSteps(directory, segmentPorts);
          const cleanUp = async (): Promise<void> => {
            await dispose();
            await discardWork(directory);
          };
          return disposeAfter(runSteps(job, steps, ledger, { clock, cleanUp }, signal), dispose);
        }
        case 'events': {
          const steps = createEventSteps(directory, { start: ports.startEvents, clock });
          return runSteps(job, steps, ledger, endings, signal);
        }
        case 'users': {
          const { steps, keepPartial } = createUserSteps(directory, chooseUserPorts(ports));
          const cleanUp = (): Promise<void> => Promise.resolve();
          return runSteps(job, steps, ledger, { clock, cleanUp, keepPartial }, signal);
        }
        case 'import':
          return runSteps(job, createImportSteps(directory, { clock, workerUrl }), ledger, endings, signal);
      }
    },
    async keepPartial(job) {
      if (job.kind !== 'users') return undefined;
      return createUserSteps(ledger.directoryOf(job.id), chooseUserPorts(ports)).keepPartial(job);
    },
  };
}

function chooseUserPorts({ fetchUsers, clock, random, patiencePolicy }: JobPorts): UserExportPorts {
  return { fetchBatch: fetchUsers, clock, random, policy: patiencePolicy ?? defaultPatiencePolicy };
}

function choosePorts(
  job: SegmentJob,
  ports: JobPorts,
  shared: Pick<SegmentExportPorts, 'findRunning' | 'takeDownloadTurn'>,
): SegmentExportPorts {
  const { clock, workerUrl, random } = ports;
  return {
    ...shared,
    ...{ clock, workerUrl, random },
    start: ports.startSegment,
    fetch: ports.fetchFor(job),
    wait: ports.waitPolicyFor?.(job) ?? defaultWaitPolicy,
    download: ports.downloadPolicy ?? defaultDownloadPolicy,
    follow: ports.followPolicy ?? defaultFollowPolicy,
  };
}

async function* disposeAfter<T>(stages: AsyncGenerator<T>, dispose: () => Promise<void>): AsyncGenerator<T> {
  try {
    yield* stages;
  } finally {
    await dispose();
  }
}

/** A gate runs work; a generator would rather hold a place and give it back. */
function createTurns(atOnce: number): SegmentExportPorts['takeDownloadTurn'] {
  const gate = createGate(atOnce);
  return (signal) =>
    new Promise((resolve, reject) => {
      gate.run(() => new Promise<void>((endTurn) => resolve(endTurn)), signal).catch(reject);
    });
}
