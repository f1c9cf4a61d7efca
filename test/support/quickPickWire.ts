import type * as vscode from 'vscode';

/*
 * Both ends of a quick pick, as VS Code has them (extHostQuickOpen.ts, mainThreadQuickOpen.ts, quickInput.ts): the
 * extension's object and the editor's window tell each other by messages that take their time. Each direction keeps its
 * order; between the two nothing does. Entries cross as numbers, which the other end reads by the entries it has then.
 */

interface Sent {
  id: number;
  values: Record<string, unknown>;
}

interface SentEntry {
  handle: number;
  label: string;
  isSeparator: boolean;
}

/** A pick on the screen. */
interface Shown {
  id: number;
  title: string;
  entries: SentEntry[];
  ticked: Set<number>;
  buttons: string[];
  isVisible: boolean;
}

/** What a person sees and can do; undefined while nothing is shown. */
export interface Screen {
  /** Which pick it is: one that is hidden and shown again stays the same. */
  pick: number;
  title: string;
  labels: string[];
  ticked: string[];
  buttons: string[];
  toggle(label: string): void;
  press(tooltip: string): void;
  enter(): void;
}

export interface QuickPickWire {
  /** What stands for `vscode.window` and the classes beside it. */
  readonly api: object;
  screen(): Screen | undefined;
  /** What waits to be delivered, one thing for each direction and each timer; calling it delivers it. */
  pending(): (() => void)[];
  /** Answers the input boxes that come. */
  answerInput: (title: string) => string | undefined;
}

export function createQuickPickWire(): QuickPickWire {
  const toWindow: (() => void)[] = [];
  const toExtension: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const shown = new Map<number, Shown>();
  const picks = new Map<number, FakePick>();
  let lastId = 0;

  function hide(it: Shown): void {
    if (!it.isVisible) return;
    it.isVisible = false;
    toExtension.push(() => picks.get(it.id)?.hear.hide());
  }
  function report(it: Shown): void {
    const handles = it.entries.map((entry) => entry.handle).filter((handle) => it.ticked.has(handle));
    toExtension.push(() => picks.get(it.id)?.hear.selection(handles));
  }
  function update({ id, values }: Sent): void {
    const it = shown.get(id) ?? {
      ...{ id, title: '', entries: [], ticked: new Set<number>(), buttons: [], isVisible: false },
    };
    shown.set(id, it);
    for (const [name, value] of Object.entries(values)) {
      if (name === 'title') it.title = value as string;
      if (name === 'buttons') it.buttons = value as string[];
      if (name === 'items') {
        it.entries = value as SentEntry[];
        it.ticked = new Set();
      }
      if (name === 'selectedItems') {
        it.ticked = new Set(value as number[]);
        if (it.ticked.size > 0) report(it);
      }
      if (name === 'visible' && value === false) hide(it);
      if (name === 'visible' && value === true) {
        for (const other of shown.values()) if (other !== it) hide(other);
        it.isVisible = true;
      }
    }
  }

  const wire: QuickPickWire = {
    answerInput: () => undefined,
    pending: () =>
      [toWindow, toExtension, timers].flatMap((queue) => (queue.length > 0 ? [() => queue.shift()?.()] : [])),
    screen() {
      const it = [...shown.values()].find((one) => one.isVisible);
      return it && createScreen(it, { report, toExtension, pickOf: (id) => picks.get(id) });
    },
    api: {
      ThemeIcon: class {
        readonly id: string;
        constructor(id: string) {
          this.id = id;
        }
      },
      QuickPickItemKind: { Separator: -1, Default: 0 },
      window: {
        createQuickPick() {
          const id = (lastId += 1);
          const pick = createFakePick({
            send: (values) => toWindow.push(() => update({ id, values })),
            later: (work) => timers.push(work),
            onDispose() {
              toWindow.push(() => {
                const it = shown.get(id);
                if (it) hide(it);
                shown.delete(id);
              });
            },
          });
          picks.set(id, pick);
          return pick.object;
        },
        // An input box takes the place of what is shown, and is answered some time later.
        showInputBox: ({ title = '' }: vscode.InputBoxOptions) =>
          new Promise((resolve) => {
            toWindow.push(() => {
              for (const it of shown.values()) hide(it);
              const text = wire.answerInput(title);
              toExtension.push(() => resolve(text));
            });
          }),
      },
    },
  };
  return wire;
}

interface FakePick {
  object: object;
  hear: { hide(): void; accept(): void; selection(handles: number[]): void; button(tooltip: string): void };
}

interface PickWire {
  send(values: Record<string, unknown>): void;
  later(work: () => void): void;
  onDispose(): void;
}

function createScreen(
  it: Shown,
  rim: { report(it: Shown): void; toExtension: (() => void)[]; pickOf(id: number): FakePick | undefined },
): Screen {
  const labelsOf = (entries: SentEntry[]): string[] => entries.map((entry) => entry.label);
  return {
    pick: it.id,
    title: it.title,
    buttons: it.buttons,
    labels: labelsOf(it.entries.filter((entry) => !entry.isSeparator)),
    ticked: labelsOf(it.entries.filter((entry) => it.ticked.has(entry.handle))),
    toggle(label) {
      const entry = it.entries.find((one) => !one.isSeparator && one.label === label);
      if (!entry) throw new Error(`“${label}” is not on the screen.`);
      if (!it.ticked.delete(entry.handle)) it.ticked.add(entry.handle);
      rim.report(it);
    },
    press: (tooltip) => void rim.toExtension.push(() => rim.pickOf(it.id)?.hear.button(tooltip)),
    enter: () => void rim.toExtension.push(() => rim.pickOf(it.id)?.hear.accept()),
  };
}

/** The extension's end: what is set is sent, at once where the pick is shown by it, else a turn later and together. */
function createFakePick(wire: PickWire): FakePick {
  let waiting: Record<string, unknown> = {};
  const state: Record<string, unknown> = { items: [], selectedItems: [], buttons: [], value: '' };
  const heard = { accept: new Set<() => void>(), hide: new Set<() => void>() };
  const changed = new Set<(items: unknown) => void>();
  const pressed = new Set<(button: unknown) => void>();
  let [isVisible, isTimed, isDisposed, expectsHide] = [false, false, false, false];

  function dispatch(): void {
    isTimed = false;
    if (isDisposed) return;
    wire.send(waiting);
    waiting = {};
  }
  function set(name: string, value: unknown): void {
    if (isDisposed) return;
    waiting[name] = value;
    if ('visible' in waiting) dispatch();
    else if (isVisible && !isTimed) {
      isTimed = true;
      wire.later(dispatch);
    }
  }
  function fireHide(): void {
    if (!expectsHide) return;
    expectsHide = false;
    for (const listener of heard.hide) listener();
  }
  const items = (): unknown[] => state['items'] as unknown[];
  const methods: Record<string, unknown> = {
    onDidAccept: (listener: () => void) => subscribe(heard.accept, listener),
    onDidHide: (listener: () => void) => subscribe(heard.hide, listener),
    onDidChangeSelection: (listener: (items: unknown) => void) => subscribe(changed, listener),
    onDidTriggerButton: (listener: (button: unknown) => void) => subscribe(pressed, listener),
    show() {
      isVisible = true;
      expectsHide = true;
      set('visible', true);
    },
    hide() {
      isVisible = false;
      set('visible', false);
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      fireHide();
      wire.onDispose();
    },
  };
  const object = new Proxy(state, {
    get: (_, name) => methods[name as string] ?? state[name as string],
    set(_, name, value) {
      state[name as string] = Array.isArray(value) ? [...(value as unknown[])] : value;
      set(name as string, cross(name as string, value, items()));
      return true;
    },
  });
  return {
    object,
    hear: {
      hide: fireHide,
      accept: () => heard.accept.forEach((it) => it()),
      selection(handles) {
        // By the entries of now, whatever the window had when it said so.
        state['selectedItems'] = handles.map((it) => items()[it]).filter((it) => it !== undefined);
        for (const listener of changed) listener(state['selectedItems']);
      },
      button(tooltip) {
        const button = (state['buttons'] as { tooltip: string }[]).find((it) => it.tooltip === tooltip);
        if (button) for (const listener of pressed) listener(button);
      },
    },
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): { dispose(): void } {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}

/** A value as it crosses: entries as numbered texts, ticks as numbers. */
function cross(name: string, value: unknown, items: unknown[]): unknown {
  if (name === 'items')
    return (value as vscode.QuickPickItem[]).map(({ label, kind }, handle): SentEntry => ({
      handle,
      label,
      isSeparator: Number(kind) === -1,
    }));
  if (name === 'selectedItems')
    return (value as unknown[]).map((it) => items.indexOf(it)).filter((it) => it >= 0);
  if (name === 'buttons') return (value as { tooltip: string }[]).map((it) => it.tooltip);
  return value;
}
