import type { State } from '../../src/connections/connectionStore.ts';
import type { Secrets } from '../../src/connections/keyring.ts';

/** The editor's state as a port in memory. `values` is what would be on disk: JSON, and nothing that is not JSON. */
export function createMemoryState(): State & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    get: <T>(name: string) => {
      const text = values.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    update: async (name, value) => {
      if (value === undefined) values.delete(name);
      else values.set(name, JSON.stringify(value));
    },
  };
}

/** The editor's secret storage as a port in memory. */
export function createMemorySecrets(): Secrets & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    get: async (name) => values.get(name),
    store: async (name, value) => void values.set(name, value),
    delete: async (name) => void values.delete(name),
  };
}
