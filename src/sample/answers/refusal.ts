/** An answer other than success. `message` goes out as the service words it. */
export class SampleRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
