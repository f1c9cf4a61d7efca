import { registerHooks } from 'node:module';

const key = 'appboyFakeVscode';

/**
 * Imports what imports `vscode`, with `api` in the editor's place. While it loads only: a test that loads VS Code by
 * mistake still fails. The modules stay loaded, so `api` is looked up at each use and the next call may give another.
 */
export async function importWithVscode<Module>(
  load: () => Promise<Module>,
  api: () => object,
): Promise<Module> {
  (globalThis as Record<string, unknown>)[key] = api;
  const names = [
    'window',
    'workspace',
    'commands',
    'env',
    'ThemeIcon',
    'QuickPickItemKind',
    'Uri',
    'ProgressLocation',
    'extensions',
    'UIKind',
  ];
  const source = [
    `export const version = '1.104.0';`,
    `const look = (name) => globalThis.${key}()[name];`,
    ...names.map(
      (name) =>
        `export const ${name} = new Proxy(function () {}, {
          get: (_, part) => look('${name}')[part],
          construct: (_, all) => new (look('${name}'))(...all),
        });`,
    ),
  ].join('\n');
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode'
        ? { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true }
        : next(specifier, context),
  });
  try {
    return await load();
  } finally {
    hooks.deregister();
  }
}
