import { workInLane } from './lanes.ts';

workInLane(async () => undefined);
