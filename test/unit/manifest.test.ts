import assert from 'node:assert/strict';
import path from 'node:path';
import { sections } from '../../src/catalog/sections.ts';
import { createExportId, folderFiles } from '../../src/exports/disk/exportFolder.ts';
import {
  commands,
  contextKeys,
  editors,
  extensionId,
  panels,
  schemes,
  settingIds,
  viewItems,
  views,
} from '../../src/ids.ts';
import { exportActions } from '../../src/exports/exportActions.ts';
import { keyOf, readManifest, readManifestTexts, readRawManifest } from '../support/readManifest.ts';

interface Menu {
  command: string;
  when?: string;
}

interface Manifest {
  name: string;
  publisher: string;
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  extensionKind: string[];
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: boolean }; virtualWorkspaces: boolean };
  contributes: {
    commands: { command: string; category: string }[];
    views: Record<string, { id: string }[]>;
    viewsWelcome: { view: string; when: string; contents: string }[];
    menus: Record<string, Menu[]>;
    keybindings: Menu[];
    customEditors: { viewType: string; priority: string; selector: { filenamePattern: string }[] }[];
    configurationDefaults: { 'workbench.editorAssociations': Record<string, string> };
    configuration: { properties: Record<string, { scope: string; default: unknown }> };
  };
}

const whenConnected = contextKeys.connected;
const whenSaved = contextKeys.hasConnections;

/**
 * When the palette offers a command. Without a row, commands ask which section, item or export is meant; those that start
 * something stay without a connection too, and say how to get one.
 */
const paletteConditions: Record<keyof typeof commands, string | undefined> = {
  connect: undefined,
  exploreSampleData: undefined,
  switchConnection: whenSaved,
  replaceKey: whenSaved,
  removeConnection: whenSaved,
  testConnection: whenConnected,
  refresh: whenConnected,
  loadMore: whenConnected,
  loadAll: whenConnected,
  // Means a list that is being loaded right now.
  cancelLoading: 'false',
  openItem: whenConnected,
  openToSide: whenConnected,
  openAsJson: whenConnected,
  copyId: whenConnected,
  copyName: whenConnected,
  copyAsCurl: whenConnected,
  exportUsers: undefined,
  inspectUser: undefined,
  exportSegment: undefined,
  exportRawEvents: 'appboy.offersRawEvents || !appboy.connected',
  importExport: undefined,
  rereadImport: undefined,
  cancelExport: undefined,
  retryExport: undefined,
  startNextWeek: undefined,
  // Means an attempt that failed because another export runs.
  followExport: 'false',
  openExport: undefined,
  revealExport: undefined,
  copyExportPath: undefined,
  copyExportKeys: undefined,
  copyUnknownIds: undefined,
  deleteExport: undefined,
  compareExports: undefined,
};

describe('the manifest', () => {
  let manifest: Manifest;
  before(async () => {
    manifest = (await readManifest()) as Manifest;
  });

  const sorted = (ids: Iterable<string>): string[] => [...ids].sort();

  it('is the extension that users know', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, extensionId);
    assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, true);
    assert.equal(manifest.capabilities.virtualWorkspaces, true);
  });

  it('pins the types of the editor to the oldest editor it runs in', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
  });

  it('contributes every command, and no other', () => {
    const contributed = manifest.contributes.commands.map((it) => it.command);
    assert.deepEqual(sorted(contributed), sorted(Object.values(commands)));
    for (const { category } of manifest.contributes.commands) assert.equal(category, 'Appboy');
  });

  it('contributes every view, and no other', () => {
    const contributed = Object.values(manifest.contributes.views).flat();
    assert.deepEqual(sorted(contributed.map((it) => it.id)), sorted(Object.values(views)));
  });

  it('contributes every setting, and no other; none holds a key or a host', () => {
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(sorted(Object.keys(properties)), sorted(Object.values(settingIds)));
    for (const id of Object.keys(properties)) assert.doesNotMatch(id, /key|secret|token|host|url/i);
  });

  it('names only commands, views, rows and context keys that exist', () => {
    const { menus, keybindings, viewsWelcome } = manifest.contributes;
    const known = new Set<string>(Object.values(commands));
    const entries = [...Object.values(menus).flat(), ...keybindings];
    assert.ok(entries.length > 0);
    for (const { command } of entries) assert.ok(known.has(command), command);

    const conditions = [...entries, ...viewsWelcome].map((it) => it.when ?? '').join(' && ');
    for (const [, view = ''] of conditions.matchAll(/(?:view|focusedView) == '?([\w.]+)/g))
      assert.ok(Object.values<string>(views).includes(view), view);
    for (const [key] of conditions.matchAll(/\bappboy\.\w+(?=\s|$)(?<!== '?appboy\.\w+)/g))
      assert.ok([...Object.values<string>(contextKeys), ...Object.values<string>(views)].includes(key), key);
    for (const [, rows = ''] of conditions.matchAll(/viewItem (?:== |=~ \/\^?\(?)([\w|]+)/g))
      for (const row of rows.split('|')) assert.ok(Object.values<string>(viewItems).includes(row), row);
    for (const [, command = ''] of viewsWelcome
      .map((it) => it.contents)
      .join('')
      .matchAll(/\(command:([\w.]+)\)/g))
      assert.ok(known.has(command), command);
  });

  it('has a menu entry for each action of an export, and none for others', () => {
    const conditions = manifest.contributes.menus['view/item/context']?.map((it) => it.when ?? '') ?? [];
    const actions = conditions.flatMap((it) => /viewItem =~ \/\^export\.\* (\w+)\//.exec(it)?.[1] ?? []);
    assert.deepEqual(sorted(new Set(actions)), sorted(exportActions));
  });

  it('names the kinds of items that the Catalog has', () => {
    const conditions = manifest.contributes.menus['view/item/context']?.map((it) => it.when ?? '') ?? [];
    const kinds = conditions.flatMap((it) => /viewItem =~ \/\^item (\w+)\//.exec(it)?.[1] ?? []);
    assert.ok(kinds.length > 0);
    for (const kind of kinds)
      assert.ok(
        sections.some((it) => it.kind === kind),
        kind,
      );
  });

  it('offers in the palette what a command can do without a row: alone, or by asking for one', () => {
    const { commandPalette = [], ...menus } = manifest.contributes.menus;
    const conditions = new Map(commandPalette.map((it) => [it.command, it.when]));
    assert.equal(conditions.size, commandPalette.length);
    for (const [name, when] of Object.entries(paletteConditions)) {
      const command = commands[name as keyof typeof commands];
      assert.equal(conditions.get(command), when, command);
      // What the palette never offers has a row that does.
      if (when === 'false')
        assert.ok(
          menus['view/item/context']?.some((it) => it.command === command),
          command,
        );
    }
  });

  it('offers its editor for NDJSON files, and opens the files of exports with it', () => {
    const { customEditors, configurationDefaults } = manifest.contributes;
    assert.deepEqual(
      customEditors.map((it) => [it.viewType, it.priority]),
      Object.values(editors).map((id) => [id, 'option']),
    );
    assert.deepEqual(
      customEditors[0]?.selector.map((it) => it.filenamePattern),
      ['*.ndjson', '*.jsonl'],
    );
    const associations = Object.entries(configurationDefaults['workbench.editorAssociations']);
    for (const [, editor] of associations) assert.equal(editor, editors.ndjson);
    const matches = (file: string) => associations.some(([pattern]) => path.matchesGlob(file, pattern));
    for (const title of ['Big Spenders', '', '„VIP“ / 7'])
      for (const name of [folderFiles.users, folderFiles.events])
        assert.ok(matches(`/home/me/exports/${createExportId(title, Date.now())}/${name}`));
    const strangers = [
      '/a/users.ndjson',
      '/2016-05-31-x/users.ndjson',
      '/2016-05-31-x-0badcafe/other.ndjson',
    ];
    for (const other of strangers) assert.ok(!matches(other), other);
  });

  it('wakes up once the editor has started, for exports that have to go on', () => {
    assert.ok(manifest.activationEvents.includes('onStartupFinished'));
  });

  it('wakes up for its panels after a restart', () => {
    for (const kind of Object.values(panels))
      assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${kind}`), kind);
  });

  it('wakes up for its documents after a restart', () => {
    for (const scheme of Object.values(schemes))
      assert.ok(manifest.activationEvents.includes(`onFileSystem:${scheme}`), scheme);
    assert.ok(!manifest.activationEvents.includes('*'));
  });
});

/** Properties of the manifest, at any depth, whose strings people read. */
const shownProperties = new Set([
  ...['displayName', 'description', 'title', 'shortTitle', 'name', 'contextualTitle', 'category'],
  ...['contents', 'label', 'markdownDescription', 'deprecationMessage', 'markdownDeprecationMessage'],
  ...['enumDescriptions', 'markdownEnumDescriptions', 'enumItemLabels', 'patternErrorMessage'],
  ...['placeholder', 'altText', 'media'],
]);

/** The strings that people read, with where they stand. */
function listShown(value: unknown, place = '', isShown = false): [place: string, text: string][] {
  if (typeof value === 'string') return isShown ? [[place, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, it]) =>
    listShown(it, `${place}/${name}`, Array.isArray(value) ? isShown : shownProperties.has(name)),
  );
}

describe('the texts of the manifest', () => {
  it('are keys of package.nls.json, each of which exists and is used', async () => {
    const { displayName, description, contributes } = await readRawManifest();
    const texts = await readManifestTexts();
    const shown = listShown({ displayName, description, contributes });
    assert.ok(shown.length >= Object.keys(texts).length);
    for (const [place, text] of shown) assert.ok(keyOf(text), `${place} has a text of its own: ${text}`);
    const used = new Set(shown.map(([, text]) => keyOf(text)));
    assert.deepEqual([...used].sort(), Object.keys(texts).sort());
  });

  it('are keys nowhere but where people read them', async () => {
    const raw = await readRawManifest();
    const keys = [...JSON.stringify(raw).matchAll(/"%[^"]*%"/g)];
    const { displayName, description, contributes } = raw;
    assert.equal(keys.length, listShown({ displayName, description, contributes }).length);
  });

  it('are there: none is empty, and an ellipsis is one character', async () => {
    for (const [key, text] of Object.entries(await readManifestTexts())) {
      assert.ok(text.trim() !== '', key);
      assert.doesNotMatch(text, /\.\.\./, key);
    }
  });
});
