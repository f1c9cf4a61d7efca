import { gzipSync } from 'node:zlib';
import { sendJson, type Answerer } from '../../support/httpServer.ts';

/** Every way in which the network, a proxy or the service fails to give a good answer; `key` is what they repeat. */
export function createBrokenAnswers(key: string): Record<string, Answerer> {
  const said = { message: `Invalid App Group API Identifier: ${key}`, errors: [key, { key }] };
  const encoded = `/elsewhere?app_group_id=${encodeURIComponent(key)}`;
  const page = `<!doctype html><title>Sign in</title><a href="${encoded}">${key}</a>`;
  const half = JSON.stringify(said).slice(0, -5);
  const statuses = [400, 401, 403, 404, 405, 408, 413, 415, 418, 429, 500, 502, 503, 504, 599];
  const answers: Record<string, Answerer> = {
    'a reset before the answer': (_, { socket }) => void socket?.resetAndDestroy(),
    'a connection closed before the answer': (_, { socket }) => void socket?.destroy(),
    'no HTTP': (_, { socket }) => void socket?.end(`SMTP ${key}\r\n\r\n`),
    'a body shorter than announced': (_, response) => {
      response.writeHead(200, { 'Content-Length': half.length + 50 });
      response.write(half, () => response.socket?.end());
    },
    'chunks without an end': (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write(half, () => response.socket?.resetAndDestroy());
    },
    'a gzip body cut short': (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(half).subarray(0, -12));
    },
    'a gzip body that is none': (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(half);
    },
    'JSON cut short': (_, response) => void response.end(half),
    'an empty body': (_, response) => void response.end(),
    'no content': (_, response) => void response.writeHead(204).end(),
    'a web page': (_, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end(page),
    'another shape': (_, response) => sendJson(response, 200, { segments: said, message: key }),
    'something queued': (_, response) => sendJson(response, 202, { message: `queued for ${key}` }),
  };
  for (const status of statuses) {
    answers[`HTTP ${status}`] = (_, response) => sendJson(response, status, said);
    answers[`HTTP ${status} with a web page`] = (_, response) =>
      void response.writeHead(status, { 'Content-Type': 'text/html' }).end(page);
    answers[`HTTP ${status} with the request's own address`] = ({ target, headers, body }, response) =>
      void response.writeHead(status).end(`${target} ${headers.authorization} ${body}`);
  }
  for (const status of [301, 302, 303, 307, 308])
    answers[`HTTP ${status}`] = (_, response) => sendJson(response, status, said, { Location: encoded });
  return answers;
}
