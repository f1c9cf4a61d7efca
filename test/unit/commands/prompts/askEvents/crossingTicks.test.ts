import assert from 'node:assert/strict';
import type { askEventNames as AskEventNames } from '../../../../../src/commands/prompts/askEvents.ts';
import { createSectionList, type SectionList } from '../../../../../src/catalog/sectionList.ts';
import { sections } from '../../../../../src/catalog/sections.ts';
import { answerJson, createFetchClient } from '../../../../support/fetchClient.ts';
import { until } from '../../../api/testClient.ts';
import { importWithVscode } from '../../../../support/fakeVscode.ts';
import { createQuickPickWire, type QuickPickWire, type Screen } from '../../../../support/quickPickWire.ts';
import { createRandom, type Random } from '../../../../support/random.ts';

let wire: QuickPickWire;
let askEventNames: typeof AskEventNames;

const noButton = { icon: 'gear', tooltip: 'Options', press: async () => undefined };

const events = (page: number, per: number): string[] =>
  Array.from({ length: per }, (_, n) => `event ${page}.${n}`);

/** A list of custom events whose pages arrive when `pending` says so. */
function createEventList(pages: number, per = 5): { list: SectionList; pending: (() => void)[] } {
  const pending: (() => void)[] = [];
  const client = createFetchClient((url) => {
    const page = Number(new URL(url).searchParams.get('page'));
    const answer = (): Response => answerJson({ events: page < pages ? events(page, per) : [] });
    return new Promise((resolve) => pending.push(() => resolve(answer())));
  });
  const section = sections.find((it) => it.kind === 'event');
  assert.ok(section);
  return { list: createSectionList(section, client, false), pending };
}

/** Somebody in a hurry: ticks what is there, presses the button at times, and Enter at last. */
function createPerson(random: Random) {
  let left = 1 + random.below(8);
  let seen: string[] | undefined;
  let done: Screen['pick'] | undefined;
  return {
    seen: () => seen,
    act(screen: Screen): void {
      // Enter that came after the button was for the button's question: it is pressed again where the pick is back.
      if (done === screen.pick) return;
      if (!screen.title.endsWith(': Events')) {
        if (random.chance(0.1)) screen.enter();
        return;
      }
      if (screen.labels.length === 0) return;
      left -= 1;
      const [button] = screen.buttons;
      if (left > 0 && button !== undefined && random.chance(0.15)) screen.press(button);
      else if (left > 0) screen.toggle(random.pick(screen.labels));
      else {
        seen = screen.ticked;
        done = screen.pick;
        screen.enter();
      }
    },
  };
}

/** What was on the screen when Enter was pressed, and what the extension makes of it. */
async function askInAHurry(seed: number): Promise<{ seen: string[]; sent: string[] | undefined }> {
  const random = createRandom(seed);
  wire = createQuickPickWire();
  const { list, pending } = createEventList(random.below(5));
  const person = createPerson(random);
  // Its own question, which may tick something besides.
  const press = async (): Promise<string[] | undefined> => {
    await (wire.api as { window: { showInputBox(of: object): Promise<unknown> } }).window.showInputBox({});
    return random.chance(0.5) ? undefined : ['$email_opened'];
  };
  let answer: { sent: string[] | undefined } | undefined;
  const asking = askEventNames({ lists: { of: () => list } as never }, { ...noButton, press }).then(
    (sent) => (answer = { sent }),
  );
  for (let steps = 0; !answer; steps += 1) {
    assert.ok(steps < 10_000, `seed ${seed} comes to no end at ${JSON.stringify(wire.screen())}`);
    const arriving = pending[0];
    const arrive = arriving && ((): void => (pending.shift(), arriving()));
    const screen = wire.screen();
    const next = [
      ...wire.pending(),
      ...(arrive ? [arrive] : []),
      ...(screen ? [() => person.act(screen)] : []),
    ];
    if (next.length > 0) random.pick(next)();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await asking;
  const seen = person.seen();
  assert.ok(seen, 'Enter was pressed');
  return { seen, sent: answer.sent };
}

describe('ticks whose messages cross', () => {
  before(async () => {
    const load = () => import('../../../../../src/commands/prompts/askEvents.ts');
    ({ askEventNames } = await importWithVscode(load, () => wire.api));
  });

  it('sends what was on the screen, 1,000 times', async () => {
    const wrong: string[] = [];
    let ticked = 0;
    for (let seed = 1; seed <= 1000; seed += 1) {
      const { seen, sent } = await askInAHurry(seed);
      ticked += seen.length;
      if (JSON.stringify(seen) !== JSON.stringify(sent))
        wrong.push(`seed ${seed}: the screen shows ${seen.join()}, sent is ${sent?.join()}`);
    }
    assert.deepEqual(wrong, []);
    assert.ok(ticked > 1000, `${ticked} ticks were seen`);
  });

  it('takes 10,000 custom events, loads them first and keeps a tick on the last', async () => {
    wire = createQuickPickWire();
    const { list, pending } = createEventList(40, 250);
    let sent: string[] | undefined;
    const asking = askEventNames({ lists: { of: () => list } as never }, { ...noButton, press: nobody }).then(
      (it) => (sent = it),
    );
    await deliver(() => wire.screen()?.title.endsWith(': Events'), pending);
    wire.screen()?.toggle('event 39.249');
    wire.screen()?.enter();
    await deliver(() => sent, pending);
    await asking;
    assert.deepEqual(sent, ['event 39.249']);
  });

  it('loads under words alone, and goes on without the rest where the button is pressed', async () => {
    wire = createQuickPickWire();
    const { list, pending } = createEventList(3);
    const asking = askEventNames({ lists: { of: () => list } as never }, { ...noButton, press: nobody });
    const isLoading = () => wire.screen()?.title.endsWith('Loading Custom Events');
    await deliver(isLoading, []);
    assert.deepEqual(wire.screen()?.labels, []);
    await until(() => pending.length > 0);
    pending.shift()?.();
    await until(() => 'items' in list.state() && JSON.stringify(list.state()).includes('event 0.4'));
    wire.screen()?.press('Stop Loading and Choose from What Is Loaded');
    await deliver(() => wire.screen()?.title.endsWith(': Events'), []);
    assert.equal(wire.screen()?.labels.filter((it) => it.startsWith('event ')).length, 5);
    wire.screen()?.enter();
    await deliver(() => wire.screen() === undefined, []);
    assert.deepEqual(await asking, []);
  });

  it('shows what was chosen before although it is not listed, and sends it', async () => {
    wire = createQuickPickWire();
    const { list, pending } = createEventList(0);
    const asking = askEventNames({ lists: { of: () => list } as never }, { ...noButton, press: nobody }, [
      'gone since',
    ]);
    await deliver(() => wire.screen()?.title.endsWith(': Events'), pending);
    assert.deepEqual(wire.screen()?.ticked, ['gone since']);
    wire.screen()?.enter();
    await deliver(() => wire.screen() === undefined, pending);
    assert.deepEqual(await asking, ['gone since']);
  });
});

const nobody = async (): Promise<undefined> => undefined;

/** Delivers whatever waits until `condition` holds. */
async function deliver(condition: () => unknown, arriving: (() => void)[]): Promise<void> {
  await until(() => {
    for (const it of wire.pending()) it();
    arriving.shift()?.();
    return Boolean(condition());
  });
}
