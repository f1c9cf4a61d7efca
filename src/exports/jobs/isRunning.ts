import type { JobStage, RunningStage } from './jobRecord.ts';

const running: Readonly<Record<RunningStage['stage'], true>> = {
  ...{ requested: true, preparing: true, downloading: true, unpacking: true, fetching: true },
};

/** True for stages that go on by themselves. Apart from the record, whose schemas no start of the editor is to load. */
export function isRunning(stage: JobStage): stage is RunningStage {
  return stage.stage in running;
}
