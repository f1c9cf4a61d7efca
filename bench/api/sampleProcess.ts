// The sample app group over real HTTP in a process of its own, so that its work is not counted as the client's.
import { serveSample } from '../../src/sample/http.ts';

const { origin } = await serveSample();
process.send?.(origin);
process.on('disconnect', () => process.exit());
