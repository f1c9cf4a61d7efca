import { serve } from '../../src/sample/http.ts';
import { createSample, type SampleOptions } from '../../src/sample/server.ts';
import type { EditorWindow } from './window.ts';

/** The sample app group over real HTTP, with what it was asked, and a way to spoil its answers. */
export interface SampleService {
  readonly origin: string;
  /** `GET /segments/list?page=0`: every request so far, without the key. */
  readonly asked: string[];
  /** Answers in the sample's stead while it gives a response; may wait, which makes the service slow. */
  interfere: (request: Request) => Promise<Response | undefined> | Response | undefined;
  close(): Promise<void>;
}

export async function serveSampleFor(options: SampleOptions = {}): Promise<SampleService> {
  const sample = createSample(options);
  const asked: string[] = [];
  const server = await serve(async (request) => {
    const url = new URL(request.url);
    url.searchParams.delete('app_group_id');
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    return (await service.interfere(request)) ?? sample(request);
  });
  const service: SampleService = {
    origin: server.origin,
    asked,
    interfere: () => undefined,
    async close() {
      await server.close();
      sample.dispose();
    },
  };
  return service;
}

/** How a person connects to a custom URL. */
export interface Connecting {
  origin: string;
  authStyle: 'apiKey' | 'appGroupId';
  name: string;
  key: string;
}

/** Goes through `Appboy: Connect App Group…` up to the key; what comes of it is the caller's affair. */
export async function connectByWizard(window: EditorWindow, wanted: Connecting): Promise<void> {
  const { quickInput } = window;
  await window.runCommand('Appboy: Connect App Group…');
  await quickInput.awaitTitle('Connect App Group: Instance');
  const row = wanted.authStyle === 'apiKey' ? 'with a REST API key' : 'with an app group identifier';
  await quickInput.type(`Custom`);
  await quickInput.box.locator(`.monaco-list-row[aria-label$="${row}"]`).click();
  await quickInput.awaitTitle('Connect App Group: Custom URL');
  await quickInput.type(wanted.origin);
  await quickInput.accept();
  await quickInput.awaitTitle('Connect App Group: Name');
  await quickInput.type(wanted.name);
  await quickInput.accept();
  await enterKey(window, wanted);
}

/** Types the key where the wizard, or Retry, asks for it. */
export async function enterKey(window: EditorWindow, { authStyle, key }: Connecting): Promise<void> {
  const { quickInput } = window;
  await quickInput.awaitTitle(authStyle === 'apiKey' ? 'REST API key' : 'App group identifier');
  await quickInput.type(key);
  await quickInput.accept();
}
