/*
 * The stages of a job, without the schemas of jobRecord.ts: the views read them at every start of the editor.
 */

/**
 * TABLE of the stages: whether a job in it goes on by itself, rests until somebody asks, or is finished. What is known of
 * a job in each stage stands in `jobRecord.ts`.
 */
export const jobStages = {
  requested: 'running',
  preparing: 'running',
  downloading: 'running',
  unpacking: 'running',
  fetching: 'running',
  failed: 'resting',
  expired: 'resting',
  cancelled: 'resting',
  busy: 'resting',
  started: 'resting',
  done: 'finished',
  delivered: 'finished',
} as const satisfies Record<string, 'running' | 'resting' | 'finished'>;

export type StageName = keyof typeof jobStages;

type StageNameOf<Phase> = {
  [S in StageName]: (typeof jobStages)[S] extends Phase ? S : never;
}[StageName];

export type RunningStageName = StageNameOf<'running'>;
export type RestingStageName = StageNameOf<'resting'>;
export type FinishedStageName = StageNameOf<'finished'>;

/** Whether a job in this stage goes on by itself. */
export function isRunning<S extends { readonly stage: StageName }>(
  stage: S,
): stage is Extract<S, { readonly stage: RunningStageName }> {
  return jobStages[stage.stage] === 'running';
}

/** Whether a job in this stage came to its result. */
export function isFinished<S extends { readonly stage: StageName }>(
  stage: S,
): stage is Extract<S, { readonly stage: FinishedStageName }> {
  return jobStages[stage.stage] === 'finished';
}
