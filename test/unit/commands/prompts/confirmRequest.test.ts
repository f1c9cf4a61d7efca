import assert from 'node:assert/strict';
import type { confirmRequest as Confirm, SentPart } from '../../../../src/commands/prompts/confirmRequest.ts';
import { importWithVscode } from '../../../support/fakeVscode.ts';

interface Row {
  label: string;
  description?: string;
  kind?: number;
}

describe('the last step before an export', () => {
  let confirmRequest: typeof Confirm;
  let shown: Row[][] = [];
  let choose: ((rows: Row[]) => Row | undefined)[] = [];

  before(async () => {
    const window = {
      showQuickPick: async (rows: Row[]) => {
        shown.push(rows);
        return choose.shift()?.(rows);
      },
    };
    const api = { window, QuickPickItemKind: { Separator: -1 } };
    ({ confirmRequest } = await importWithVscode(
      () => import('../../../../src/commands/prompts/confirmRequest.ts'),
      () => api,
    ));
  });
  beforeEach(() => {
    shown = [];
  });

  const start = (rows: Row[]): Row | undefined => rows[0];
  const row = (text: string) => (rows: Row[]) => rows.find((it) => it.label.includes(text));
  const events = (values: readonly string[], change?: () => Promise<void>): SentPart => ({
    ...{ label: 'Events', values, none: 'All events', noun: 'event' as const },
    ...(change ? { change } : {}),
  });
  const textsOf = (rows: Row[] | undefined): string[] =>
    (rows ?? []).map((it) => `${it.label}${it.description === undefined ? '' : ` ${it.description}`}`);

  it('takes one Enter, and shows that nothing named means all', async () => {
    choose = [start];
    assert.equal(await confirmRequest('Export', () => [events([])]), true);
    assert.deepEqual(textsOf(shown[0]), [
      '$(play) Start Export',
      'sent to the service',
      '$(blank) Events All events',
    ]);
  });

  it('names every value, however many', async () => {
    const names = Array.from({ length: 10_000 }, (_, n) => `$(event) ${n}, more`);
    choose = [start];
    await confirmRequest('Export', () => [events(names)]);
    assert.match(textsOf(shown[0]).join('\n'), /Events 10,000 events/);
    assert.deepEqual(
      shown[0]?.slice(-10_000).map((it) => it.label),
      names.map((it) => `\\${it}`),
    );
  });

  it('asks for a part anew and is shown again, and starts nothing where it is left', async () => {
    let names = ['a'];
    choose = [row('Events'), () => undefined];
    const change = async (): Promise<void> => void (names = ['b']);
    assert.equal(await confirmRequest('Export', () => [events(names, change)]), false);
    assert.match(textsOf(shown[1]).join('\n'), /\$\(edit\) Events b/);
  });
});
