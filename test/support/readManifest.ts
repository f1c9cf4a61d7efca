import { readFile } from 'node:fs/promises';

/** The manifest as it is written, with `%key%` where a text for people belongs. */
export async function readRawManifest(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile('package.json', 'utf8')) as Record<string, unknown>;
}

/** The texts of the manifest by their keys, in English. */
export async function readManifestTexts(): Promise<Record<string, string>> {
  return JSON.parse(await readFile('package.nls.json', 'utf8')) as Record<string, string>;
}

/** The manifest with its texts filled in, as the editor gives it to a running extension. */
export async function readManifest(): Promise<unknown> {
  const [manifest, texts] = await Promise.all([readRawManifest(), readManifestTexts()]);
  return fillIn(manifest, texts);
}

function fillIn(value: unknown, texts: Record<string, string>): unknown {
  if (typeof value === 'string') return texts[keyOf(value) ?? ''] ?? value;
  if (Array.isArray(value)) return value.map((it) => fillIn(it, texts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, fillIn(it, texts)]));
}

/** The key that a string of the manifest stands for, by the rule of the editor; undefined where it stands for itself. */
export function keyOf(text: string): string | undefined {
  return /^%([\w.-]+)%$/.exec(text)?.[1];
}
