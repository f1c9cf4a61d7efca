// The sample app group over real HTTP in a process of its own, so that its work is not counted as the client's.
import { serveSample } from '../../src/sample/http.ts';

// The lists of events and products are limited to 1,000 requests an hour, which are few for a benchmark.
const plenty = { limit: 1_000_000, windowMs: 3_600_000 };
const { origin } = await serveSample({ limits: { general: plenty, eventsAndPurchases: plenty } });
process.send?.(origin);
process.on('disconnect', () => process.exit());
