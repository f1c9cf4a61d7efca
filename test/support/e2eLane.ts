import { closeSharedEditor } from './editor.ts';
import { workInLane } from './lanes.ts';

workInLane(closeSharedEditor);
