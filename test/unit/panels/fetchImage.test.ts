import assert from 'node:assert/strict';
import { fetchImage, sniffImage, type FetchImage } from '../../../src/panels/fetchImage.ts';
import { startServer, type HttpServer } from '../../support/httpServer.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const never = new AbortController().signal;

describe('fetching an image', () => {
  let server: HttpServer;
  const asked: string[] = [];
  before(async () => {
    server = await startServer(({ path }, response) => {
      if (path === '/there') response.writeHead(302, { Location: '/image.png' }).end();
      else if (path === '/plain') response.writeHead(302, { Location: 'http://images.test/image.png' }).end();
      else if (path === '/circle') response.writeHead(302, { Location: '/circle' }).end();
      else if (path === '/inside') response.writeHead(302, { Location: 'https://10.0.0.1/image.png' }).end();
      else if (path === '/gone') response.writeHead(404).end();
      else if (path === '/page') response.writeHead(200, { 'Content-Type': 'text/html' }).end(png);
      else if (path === '/liar') response.writeHead(200, { 'Content-Type': 'image/png' }).end('<script>');
      else if (path === '/picture.svg')
        response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end('<svg/>');
      else if (path === '/huge')
        response
          .writeHead(200, { 'Content-Type': 'image/png' })
          .end(Buffer.concat([png, Buffer.alloc(9 << 20)]));
      else response.writeHead(200, { 'Content-Type': 'image/gif' }).end(png);
    });
  });
  after(() => server.close());

  /** The name `images.test` stands for the server; the page's address stays what it was. */
  const fetch: FetchImage = (url, init) => {
    asked.push(url);
    return globalThis.fetch(url.replace('https://images.test', server.origin), init);
  };
  const load = (path: string) => fetchImage(`https://images.test${path}`, fetch, never);

  it('gives a data address of the type that its bytes show', async () => {
    assert.equal(await load('/image.png'), `data:image/png;base64,${png.toString('base64')}`);
  });

  it('follows a redirect as long as it stays on https and away from this network', async () => {
    assert.match(await load('/there'), /^data:image\/png/);
    await assert.rejects(load('/plain'), /not served over https/);
    await assert.rejects(load('/inside'), /this machine or its network/);
    await assert.rejects(load('/circle'), /in circles/);
    assert.ok(!asked.some((it) => it.startsWith('http:') || it.includes('10.0.0.1')));
  });

  for (const [path, message] of [
    ['/gone', /HTTP 404/],
    ['/page', /not an image/],
    ['/liar', /not an image/],
    ['/picture.svg', /not an image/],
    ['/huge', /larger than 8 MB/],
  ] as const)
    it(`refuses ${path}`, () => assert.rejects(load(path), message));

  for (const address of [
    'https://localhost/a',
    'https://127.0.0.1/a',
    'https://[::1]/a',
    'https://192.168.1.1/a',
    'https://172.20.0.1/a',
    'https://printer.local/a',
    'https://intranet/a',
  ])
    it(`never asks ${address}`, () =>
      assert.rejects(
        fetchImage(address, () => assert.fail('asked'), never),
        /this machine or its network/,
      ));
});

describe('the type of an image', () => {
  it('is read from its first bytes', () => {
    const of = (hex: string): string | undefined => sniffImage(Buffer.from(hex, 'hex'));
    assert.equal(of('ffd8ffe0'), 'image/jpeg');
    assert.equal(sniffImage(Buffer.from('GIF89a…')), 'image/gif');
    assert.equal(sniffImage(Buffer.from('RIFF....WEBPVP8 ')), 'image/webp');
    assert.equal(sniffImage(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), undefined);
    assert.equal(of(''), undefined);
  });
});
