import assert from 'node:assert/strict';
import { createSample, type Sample } from '../../../../src/sample/server.ts';
import { isMember } from '../../../../src/sample/world/segmentWorld.ts';
import { makeUser } from '../../../../src/sample/world/users.ts';
import { createWorld } from '../../../../src/sample/world/world.ts';
import { post } from '../asking.ts';
import { unzip } from '../unzip.ts';

const world = createWorld();
const everyone = world.segments[0]!;
const some = world.segments.find((it) => it.share > 0.2 && it.share < 0.5)!;
const hourMs = 3_600_000;
const start = Date.UTC(2026, 4, 31, 12, 0, 7);

describe('segment exports of the sample', () => {
  let nowMs: number;
  const made: Sample[] = [];
  const create = (users = 6_000): Sample => {
    const sample = createSample({ users, exportReadyMs: 2_000, now: () => nowMs });
    made.push(sample);
    return sample;
  };
  beforeEach(() => void (nowMs = start));
  afterEach(() => {
    for (const sample of made.splice(0)) sample.dispose();
  });

  async function order(sample: Sample, params: object) {
    const response = await post(sample, '/users/export/segment', params);
    return {
      status: response.status,
      body: (await response.json()) as { object_prefix: string; url: string; message: string },
    };
  }

  async function orderReady(sample: Sample, params: object): Promise<string> {
    const { url } = (await order(sample, params)).body;
    nowMs += 2_000;
    await waitUntilReady(sample, url);
    return url;
  }

  const fetchFrom = (sample: Sample, url: string, headers: Record<string, string> = {}, method = 'GET') =>
    sample(new Request(url, { method, headers }));

  /** The archive is made in real time, whatever the clock says. */
  async function waitUntilReady(sample: Sample, url: string): Promise<void> {
    while ((await fetchFrom(sample, url, { Range: 'bytes=0-0' })).status === 403)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  const download = async (sample: Sample, url: string) =>
    Buffer.from(await (await fetchFrom(sample, url)).arrayBuffer());

  it('answer with a prefix and an address on the same origin', async () => {
    const { status, body } = await order(create(), { segment_id: everyone.id });
    assert.equal(status, 201);
    assert.match(
      body.object_prefix,
      new RegExp(`^[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}-${start / 1000}$`),
    );
    assert.match(body.url, /^https:\/\/sample\.invalid\/exports\/[\w-]{43}\.zip$/);
    assert.equal(body.message, 'success');
  });

  it('answer 403 in XML until they are ready, and again four hours later', async () => {
    const sample = create();
    const { url } = (await order(sample, { segment_id: some.id })).body;
    const early = await fetchFrom(sample, url);
    assert.equal(early.status, 403);
    assert.equal(early.headers.get('Content-Type'), 'application/xml');
    assert.match(await early.text(), /<Error><Code>AccessDenied<\/Code>/);
    nowMs += 2_000;
    await waitUntilReady(sample, url);
    assert.equal((await fetchFrom(sample, url)).status, 200);
    assert.equal((await fetchFrom(sample, url, {}, 'HEAD')).status, 403);
    assert.equal((await fetchFrom(sample, url, { Authorization: 'Bearer k' })).status, 400);
    nowMs += 4 * hourMs - 1;
    assert.equal((await fetchFrom(sample, url)).status, 200);
    nowMs += 1;
    assert.equal((await fetchFrom(sample, url)).status, 403);
  });

  it('hold every user of the segment, in .txt members of 5,000 users at most', async () => {
    const sample = create();
    const members = unzip(await download(sample, await orderReady(sample, { segment_id: everyone.id })));
    assert.ok(members.every((it) => /^[\w-]+\.txt$/.test(it.name)));
    assert.deepEqual(
      members.map((it) => it.data.toString().split('\n').length - 1),
      [5_000, 1_000],
    );
    const lines = members
      .map((it) => it.data.toString())
      .join('')
      .trimEnd()
      .split('\n');
    const day = Math.floor(start / 86_400_000);
    for (const [index, line] of lines.entries())
      assert.equal(line, JSON.stringify(makeUser(world, index, day)), `user ${index}`);
  });

  it('hold just a segment’s users, and just the fields asked for', async () => {
    const sample = create();
    const url = await orderReady(sample, { segment_id: some.id, fields_to_export: ['appboy_id', 'email'] });
    const lines = unzip(await download(sample, url))
      .map((it) => it.data.toString())
      .join('')
      .trimEnd()
      .split('\n');
    const indexes = Array.from({ length: 6_000 }, (_, n) => n).filter((it) => isMember(some, it));
    assert.ok(indexes.length > 500 && indexes.length < 5_500);
    assert.deepEqual(
      lines.map((it) => (JSON.parse(it) as { appboy_id: string }).appboy_id),
      indexes.map((it) => makeUser(world, it, 0).appboy_id),
    );
    assert.deepEqual(
      [...new Set(lines.flatMap((it) => Object.keys(JSON.parse(it) as object)))],
      ['appboy_id', 'email'],
    );
  });

  it('of nobody are an archive without members', async () => {
    const sample = create();
    const url = await orderReady(sample, { segment_id: world.segments[1]!.id });
    assert.deepEqual(unzip(await download(sample, url)), []);
  });

  it('run one at a time for each segment', async () => {
    const sample = create(200);
    const first = await order(sample, { segment_id: everyone.id });
    const second = await order(sample, { segment_id: everyone.id });
    assert.equal(second.status, 429);
    assert.match(second.body.message, /already in progress/);
    assert.equal((await order(sample, { segment_id: some.id })).status, 201);
    nowMs += 2_000;
    await waitUntilReady(sample, first.body.url);
    assert.equal((await order(sample, { segment_id: everyone.id })).status, 201);
  });

  it('are fetched in parts, and go on where they were in another process', async () => {
    const sample = create();
    const url = await orderReady(sample, { segment_id: everyone.id });
    const whole = await fetchFrom(sample, url);
    const bytes = Buffer.from(await whole.arrayBuffer());
    const etag = whole.headers.get('ETag')!;
    assert.equal(whole.headers.get('Content-Length'), String(bytes.length));
    assert.ok(bytes.length > 1_000_000);

    const other = create();
    const rest = await fetchFrom(other, url, { Range: 'bytes=1000000-', 'If-Range': etag });
    assert.equal(rest.status, 206);
    assert.equal(rest.headers.get('Content-Range'), `bytes 1000000-${bytes.length - 1}/${bytes.length}`);
    assert.ok(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(1_000_000)));

    const partOf = async (range: string, more = {}) => {
      const response = await fetchFrom(sample, url, { Range: range, ...more });
      return [response.status, Buffer.from(await response.arrayBuffer())] as const;
    };
    assert.deepEqual(await partOf('bytes=10-19'), [206, bytes.subarray(10, 20)]);
    assert.deepEqual(await partOf('bytes=-7'), [206, bytes.subarray(-7)]);
    assert.equal((await partOf('bytes=0-9', { 'If-Range': '"other"' }))[0], 200);
    const beyond = await fetchFrom(sample, url, { Range: `bytes=${bytes.length}-` });
    assert.equal(beyond.status, 416);
    assert.equal(beyond.headers.get('Content-Range'), `bytes */${bytes.length}`);
  });

  it('stop in the middle when the caller does', async () => {
    const sample = create();
    const url = await orderReady(sample, { segment_id: everyone.id });
    const leaving = new AbortController();
    const response = await sample(new Request(url, { signal: leaving.signal }));
    const reader = response.body!.getReader();
    assert.ok((await reader.read()).value!.length > 0);
    leaving.abort();
    await assert.rejects(async () => {
      for (let done = false; !done;) ({ done } = await reader.read());
    }, /abort/i);
  });

  it('know no address that nobody was given', async () => {
    const sample = create();
    const { url } = (await order(sample, { segment_id: everyone.id })).body;
    nowMs += 2_000;
    for (const wrong of [url.replace(/.{5}\.zip$/, 'AAAAA.zip'), 'https://sample.invalid/exports/x.zip'])
      assert.equal((await fetchFrom(sample, wrong)).status, 403);
  });

  it('refuse an unknown segment and a callback that is no address', async () => {
    const sample = create();
    assert.equal((await order(sample, {})).status, 400);
    assert.equal((await order(sample, { segment_id: everyone.id, callback_endpoint: 'x' })).status, 400);
  });
});
