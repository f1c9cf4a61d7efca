/** An item of a list that fits no schema, as the service sent it: it is shown raw, so that the others can be shown at all. */
export class OddItem {
  readonly raw: unknown;

  constructor(raw: unknown) {
    this.raw = raw;
  }

  /** Its own id, where it has one that can be asked for. */
  get id(): string | undefined {
    const { raw } = this;
    const own = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined;
    return typeof own === 'string' || typeof own === 'number' ? String(own) : undefined;
  }
}
