// Serves one file over HTTP on loopback, as fast as it can or throttled. Prints its port.
//   node fileServer.cjs <file> [bytes per second]
import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Transform } from 'node:stream';

const [, , file = '', rate = '0'] = process.argv;
const bytesPerSecond = Number(rate);
const chunkBytes = 256 * 1024;

/** Lets so many bytes a second through, counted from the first. */
function createThrottle(): Transform {
  const begunAt = performance.now();
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      const dueMs = begunAt + (passed * 1000) / bytesPerSecond - performance.now();
      if (dueMs <= 0) done(null, chunk);
      else setTimeout(() => done(null, chunk), dueMs);
    },
  });
}

function serve(response: ServerResponse): void {
  response.writeHead(200, { etag: '"1"', 'content-length': statSync(file).size });
  const bytes = createReadStream(file, { highWaterMark: chunkBytes });
  if (bytesPerSecond === 0) pipeline(bytes, response, () => undefined);
  else pipeline(bytes, createThrottle(), response, () => undefined);
}

const server = createServer((_request, response) => serve(response));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
