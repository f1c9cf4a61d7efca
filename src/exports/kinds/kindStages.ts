import type { RunningStageName } from '../jobStages.ts';

/**
 * TABLE of the kinds of export, each with the stages that it runs through. A kind has a row in `exportKinds.ts` too (how
 * it begins and runs) and one in `jobRecord.ts` (what is kept of it); the compiler asks for both, and for its words in
 * the views.
 */
export const kindStages = {
  segment: ['requested', 'preparing', 'downloading', 'unpacking'],
  events: ['requested'],
  users: ['fetching'],
  import: ['unpacking'],
} as const satisfies Record<string, readonly RunningStageName[]>;

export type ExportKind = keyof typeof kindStages;

export const exportKindNames = Object.keys(kindStages) as [ExportKind, ...ExportKind[]];

/** The stages that exports of a kind run through. */
export type StageOfKind<K extends ExportKind> = (typeof kindStages)[K][number];
