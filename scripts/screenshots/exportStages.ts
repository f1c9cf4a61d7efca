import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobStage } from '../../src/exports/jobs/jobRecord.ts';
import { createLedger } from '../../src/exports/jobs/ledger.ts';
import { writeManifest } from '../../src/exports/jobs/manifest.ts';
import { startServer } from '../../test/support/httpServer.ts';
import { connectByWizard, serveSampleFor } from '../../test/support/sampleService.ts';
import { until } from '../../test/support/until.ts';
import type { EditorWindow } from '../../test/support/window.ts';
import type { Profile } from '../editor/profile.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const users = 'users.ndjson';

/**
 * Shows the Exports view with an export in every stage: those at rest as an earlier window left them in the ledger, those
 * under way taken up from it by the running extension, the youngest asked for in this window. `shoot` takes the picture.
 */
export async function showExportStages(
  window: EditorWindow,
  profile: Profile,
  shoot: () => Promise<void>,
): Promise<void> {
  const root = path.join(
    profile.userData,
    'User/globalStorage/export-explorer.appboy-export-explorer/exports',
  );
  await rm(root, { recursive: true, force: true });
  const host = await serveSlowly();
  const service = await serveSampleFor();
  const file = path.join(profile.workspace, 'all-users.txt');
  try {
    await writeLines(file);
    await seedLedger(root, host.origin);
    service.interfere = ({ url, method }) =>
      // It never answers: the request stays under way.
      method === 'POST' && url.includes('/users/export/segment') ? new Promise(() => undefined) : undefined;
    await window.openView('Appboy');
    const name = `Acme ${new URL(service.origin).port}`;
    const key = 'key-of-a-picture';
    await connectByWizard(window, { origin: service.origin, authStyle: 'apiKey', name, key });
    await window.statusBarItem(name).waitFor();
    await window.tree('Catalog').expand('Segments');
    await window.tree('Catalog').chooseFromMenu('All Users', 'Export Segment…');
    await window.quickInput.awaitTitle('Export All Users: Fields');
    await window.quickInput.accept();
    await window.quickInput.awaitTitle('Export All Users: Review');
    await window.quickInput.accept();
    // On its arrow: buttons come up in the middle when the mouse is over it.
    await window.page.locator('.pane-header', { hasText: 'Catalog' }).click({ position: { x: 10, y: 10 } });
    await widenSideBar(window);
    // Last, as it is over first.
    await window.openView('Explorer');
    await window.tree('Files Explorer').chooseFromMenu(path.basename(file), 'Open Downloaded Export…');
    await window.openView('Appboy');
    await until(
      'every stage to show',
      async () => {
        const rows = (await window.tree('Exports').visibleRows()).map((it) => it.description).join('\n');
        return [/^Requesting/m, /^Preparing/m, /^Downloading · \d/m, /^Unpacking · [1-9]/m].every((it) =>
          it.test(rows),
        );
      },
      () => window.tree('Exports').visibleRows(),
    );
    await shoot();
  } finally {
    await Promise.all([host.close(), service.close(), rm(file, { force: true })]);
  }
}

/** So far that the descriptions can be read to their end. */
async function widenSideBar({ page }: EditorWindow): Promise<void> {
  const sideBar = await page.locator('.part.sidebar').boundingBox();
  if (!sideBar) throw new Error('There is no side bar.');
  const edge = { x: sideBar.x + sideBar.width, y: sideBar.y + sideBar.height / 2 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x + 340, edge.y, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(edge.x + 500, edge.y);
}

/** Links that are not ready yet, and an archive that comes slowly. */
async function serveSlowly() {
  const pieceBytes = 128 * 1024;
  return startServer(async (request, response) => {
    response.on('error', () => undefined);
    if (request.path !== '/slow.zip') {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end('<Error><Code>AccessDenied</Code></Error>');
      return;
    }
    response.writeHead(200, { etag: '"1"', 'content-length': 118e6 });
    response.write(Buffer.alloc(40e6));
    while (!response.destroyed) {
      response.write(Buffer.alloc(pieceBytes));
      await delay(50);
    }
  });
}

/** Takes a few seconds to unpack. */
async function writeLines(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const block = Buffer.from(`{"external_id":"u-1","note":"${'x'.repeat(4000)}"}\n`.repeat(2000));
  const stream = createWriteStream(file);
  for (let blocks = 0; blocks < 400; blocks++) if (!stream.write(block)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'close');
}

async function seedLedger(root: string, origin: string): Promise<void> {
  const ledger = createLedger(root);
  const now = Date.now();
  const patterns = ['events', 'event_properties'].map(
    (it) => `appboy-event-data/app_groups/APP_GROUP_ID/2016-05-dd-HH-MM-${it}.csv.zip`,
  );
  const failed = { stage: 'failed', during: 'unpacking', code: 'crcMismatch' } as const;
  const badArchive = { ...failed, message: 'The archive is damaged: a checksum is wrong.', remedy: 'Retry.' };
  const expired = { stage: 'expired', message: 'The link to the export has expired.' } as const;
  // By age in minutes: the newest comes first in the view.
  const jobs: [title: string, minutes: number, stage: WithoutMoment, link?: string][] = [
    ['Lapsed Users', 4, { stage: 'preparing', polls: 3 }, `${origin}/later.zip`],
    ['High Spenders', 9, { stage: 'downloading', receivedBytes: 0 }, `${origin}/slow.zip`],
    ['Push Subscribers', 60, badArchive],
    ['Trial Users', 300, expired],
    ['Newcomers', 1500, { stage: 'cancelled', during: 'downloading' }],
  ];
  for (const [title, minutes, stage, url] of jobs) {
    const at = now - minutes * minuteMs;
    await ledger.save({
      ...recordOf(title, at, stage),
      kind: 'segment',
      request: { segmentId: 'segment-1' },
      ...(url === undefined ? {} : { link: { url, answeredAt: at } }),
    });
  }
  await seedResult(root, 'Everybody', now - 2 * dayMs, {
    outcome: 'file',
    file: users,
    sizeBytes: 120e6,
    users: 25_000,
    blankLines: 0,
    badLines: { count: 0, numbers: [] },
  });
  await seedResult(root, 'Raw events 1 May – 7 May', now - 3 * dayMs, {
    outcome: 'delivered',
    keyPatterns: patterns,
  });
}

type WithoutMoment = JobStage extends infer S ? (S extends JobStage ? Omit<S, 'at'> : never) : never;

function recordOf(title: string, at: number, stage: WithoutMoment) {
  return {
    version: 1 as const,
    id: idOf(title, at),
    title,
    connection: { id: 'acme', name: 'Acme' },
    createdAt: at,
    keepArchive: false,
    warnings: [],
    stage: { ...stage, at },
  };
}

async function seedResult(
  root: string,
  title: string,
  at: number,
  result: Parameters<typeof writeManifest>[1]['result'],
): Promise<void> {
  const directory = path.join(root, idOf(title, at));
  const moment = new Date(at).toISOString();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeManifest(directory, {
    version: 1,
    id: idOf(title, at),
    kind: result.outcome === 'file' ? 'segment' : 'events',
    title,
    connection: 'Acme',
    request: {},
    requestedAt: moment,
    finishedAt: moment,
    result,
    warnings: [],
  });
}

function idOf(title: string, at: number): string {
  const moment = new Date(at).toISOString().slice(0, 10);
  return `${moment}-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${String(at).slice(-8)}`;
}
