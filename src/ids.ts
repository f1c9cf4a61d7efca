/** Every id that the manifest also names. `test/unit/manifest.test.ts` holds the two together. */

export const extensionId = 'export-explorer.appboy-export-explorer';

export const commands = {
  connect: 'appboy.connect',
  exploreSampleData: 'appboy.exploreSampleData',
  switchConnection: 'appboy.switchConnection',
  replaceKey: 'appboy.replaceKey',
  removeConnection: 'appboy.removeConnection',
  testConnection: 'appboy.testConnection',
  refresh: 'appboy.refresh',
  loadMore: 'appboy.loadMore',
  loadAll: 'appboy.loadAll',
  cancelLoading: 'appboy.cancelLoading',
  openItem: 'appboy.openItem',
  openToSide: 'appboy.openToSide',
  openAsJson: 'appboy.openAsJson',
  copyId: 'appboy.copyId',
  copyName: 'appboy.copyName',
  copyAsCurl: 'appboy.copyAsCurl',
  exportUsers: 'appboy.exportUsers',
  inspectUser: 'appboy.inspectUser',
  exportSegment: 'appboy.exportSegment',
  exportRawEvents: 'appboy.exportRawEvents',
  importExport: 'appboy.importExport',
  rereadImport: 'appboy.rereadImport',
  cancelExport: 'appboy.cancelExport',
  retryExport: 'appboy.retryExport',
  startNextWeek: 'appboy.startNextWeek',
  followExport: 'appboy.followExport',
  openExport: 'appboy.openExport',
  revealExport: 'appboy.revealExport',
  copyExportPath: 'appboy.copyExportPath',
  copyExportKeys: 'appboy.copyExportKeys',
  copyUnknownIds: 'appboy.copyUnknownIds',
  deleteExport: 'appboy.deleteExport',
  compareExports: 'appboy.compareExports',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** Custom editors; also the key under which the editor restores them. */
export const editors = { ndjson: 'appboy.ndjson' } as const;

export const views = { catalog: 'appboy.catalog', exports: 'appboy.exports' } as const;

/** Kinds of panels. Also the keys under which the editor restores them, so they never change. */
export const panels = { detail: 'appboy.detail' } as const;

/** What a node of a view is, for the menus' `viewItem` conditions. */
export const viewItems = {
  section: 'section',
  item: 'item',
  metric: 'metric',
  more: 'more',
  failed: 'failed',
  /** A list that is waited for longer than is usual. */
  slow: 'slow',
  export: 'export',
  keyPattern: 'keyPattern',
} as const;

export const contextKeys = {
  /** A connection is saved, whether it is in use or not. */
  hasConnections: 'appboy.hasConnections',
  /** A connection is in use in this window. */
  connected: 'appboy.connected',
  /** The connection's service offers raw event export. */
  offersRawEvents: 'appboy.offersRawEvents',
} as const;

export const settingIds = {
  chartsLength: 'appboy.charts.length',
  campaignsIncludeArchived: 'appboy.campaigns.includeArchived',
  cardsIncludeArchived: 'appboy.cards.includeArchived',
  exportsDirectory: 'appboy.exports.directory',
  exportsFields: 'appboy.exports.fields',
  exportsKeepArchive: 'appboy.exports.keepArchive',
  networkTimeoutSeconds: 'appboy.network.timeoutSeconds',
  networkConcurrency: 'appboy.network.concurrency',
} as const;

/** Schemes of the read-only documents. */
export const schemes = { user: 'appboy-user', details: 'appboy-details', line: 'appboy-line' } as const;
