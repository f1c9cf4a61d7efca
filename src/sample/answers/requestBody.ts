import { SampleRefusal } from './refusal.ts';

const maxBodyBytes = 4 * 1024 * 1024;

/** The parameters of a request: of its query (GET), or of its JSON body (POST). Throws a SampleRefusal (400, 413, 415). */
export async function readParams(request: Request): Promise<Record<string, unknown>> {
  if (request.method === 'GET') return Object.fromEntries(new URL(request.url).searchParams);
  if (!/^application\/json\b/i.test(request.headers.get('Content-Type') ?? ''))
    throw new SampleRefusal(415, 'Content-Type must be application/json');
  const text = await readText(request);
  try {
    const body = JSON.parse(text) as unknown;
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new SampleRefusal(400, 'The request body must be a JSON object');
}

/** Stops reading as soon as the body is too large. */
async function readText({ body }: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body ?? []) {
    sizeBytes += (chunk as Uint8Array).length;
    if (sizeBytes > maxBodyBytes) throw new SampleRefusal(413, 'The request body is too large');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}
