import type { Disposable } from '../../util/disposables.ts';
import { buildArchive, type Archive } from './archive.ts';
import { answerDownload } from './download.ts';
import { dayMs, hourMs } from '../world/dates.ts';
import { readExportToken, writeExportToken, type TokenContent } from './exportToken.ts';
import { uuidOf } from '../world/random.ts';
import { SampleRefusal } from './refusal.ts';
import type { SampleSegment } from '../world/segmentWorld.ts';
import type { World } from '../world/world.ts';

/** The exports of an app group: those being made here, and any that another process started. */
export interface SampleExports extends Disposable {
  /** Starts an export, one at a time for each segment; throws a SampleRefusal (429) for a second one. */
  start(
    segment: SampleSegment,
    fields: string[] | undefined,
    nowMs: number,
  ): { object_prefix: string; path: string };
  /** Answers for an address under `/exports/`. */
  download(request: Request, nowMs: number): Promise<Response>;
}

export interface ExportOptions {
  world: World;
  /** Users of the whole app group. */
  users: number;
  /** How long after its start an export's address answers 403, at least. */
  readyMs: number;
}

interface Build {
  order: TokenContent;
  archive: Promise<Archive>;
  /** Ordered here, and not finished yet: until then its address answers 403. */
  isAwaited: boolean;
}

/** An export is deleted four hours after it was ready. */
const lifeMs = 4 * hourMs;

export function createExports({ world, users, readyMs }: ExportOptions): SampleExports {
  const builds = createBuilds({ world, users, readyMs });
  return {
    start(segment, fields, nowMs) {
      builds.forget(nowMs);
      if (builds.isBusy(segment, nowMs))
        throw new SampleRefusal(429, 'An export of this segment is already in progress');
      const order: TokenContent = { segmentIndex: segment.index, startedMs: nowMs, fields };
      const token = writeExportToken(order);
      builds.start(token, order, segment, true);
      const prefix = `${uuidOf(nowMs % 2 ** 31, segment.index)}-${Math.floor(nowMs / 1000)}`;
      return { object_prefix: prefix, path: `/exports/${token}.zip` };
    },

    async download(request, nowMs) {
      builds.forget(nowMs);
      const token = /^\/exports\/([\w-]+)\.zip$/.exec(new URL(request.url).pathname)?.[1] ?? '';
      const order = readExportToken(token);
      const segment = order && world.segments[order.segmentIndex];
      if (!order || !segment) return answerDownload(request, undefined);
      const readyAt = order.startedMs + readyMs;
      if (nowMs < readyAt || nowMs >= readyAt + lifeMs) return answerDownload(request, undefined);
      const known = builds.find(token);
      if (known?.isAwaited) return answerDownload(request, undefined);
      // Ordered from a process that is gone, or failed here: made again, byte for byte, while the request waits.
      const { archive } = known ?? builds.start(token, order, segment, false);
      // A disk that is full looks like an export that is not ready, as with the service.
      const ready = await archive.catch(() => undefined);
      return answerDownload(request, ready && { archive: ready, token, readyAt, users });
    },

    dispose: () => builds.dispose(),
  };
}

/** The archives being made and those that are still there. */
function createBuilds({ world, users, readyMs }: ExportOptions) {
  const builds = new Map<string, Build>();
  const stop = new AbortController();

  function start(token: string, order: TokenContent, segment: SampleSegment, isAwaited: boolean): Build {
    const content = {
      world,
      segment,
      count: users,
      fields: order.fields,
      day: Math.floor(order.startedMs / dayMs),
    };
    const made: Build = { order, archive: buildArchive(content, stop.signal), isAwaited };
    made.archive.then(
      () => void (made.isAwaited = false),
      () => builds.delete(token),
    );
    builds.set(token, made);
    return made;
  }

  return {
    start,
    find: (token: string) => builds.get(token),
    isBusy(segment: SampleSegment, nowMs: number): boolean {
      const own = [...builds.values()].filter(({ order }) => order.segmentIndex === segment.index);
      return own.some((it) => it.isAwaited || nowMs < it.order.startedMs + readyMs);
    },
    forget(nowMs: number): void {
      for (const [token, { order, archive }] of builds) {
        if (nowMs < order.startedMs + readyMs + lifeMs) continue;
        builds.delete(token);
        letGo(archive);
      }
    },
    dispose(): void {
      stop.abort();
      for (const { archive } of builds.values()) letGo(archive);
      builds.clear();
    },
  };
}

function letGo(archive: Promise<Archive>): void {
  archive.then((it) => it.dispose()).catch(() => undefined);
}
