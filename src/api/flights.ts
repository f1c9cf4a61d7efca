import { asError } from '../util/asError.ts';

/** Shares one piece of work among all who ask for the same thing while it is under way. */
export interface Flights {
  /** Joins the flight of this name or starts it. It is cancelled when everyone aboard has given up. */
  join<T>(name: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
}

interface Flight {
  result: Promise<unknown>;
  passengers: number;
  controller: AbortController;
}

export function createFlights(): Flights {
  const flights = new Map<string, Flight>();

  function take(name: string, start: (signal: AbortSignal) => Promise<unknown>): Flight {
    const controller = new AbortController();
    const flight: Flight = { controller, passengers: 0, result: start(controller.signal) };
    flights.set(name, flight);
    const land = (): void => {
      if (flights.get(name) === flight) flights.delete(name);
    };
    flight.result.then(land, land);
    return flight;
  }

  return {
    async join<T>(name: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
      signal.throwIfAborted();
      const flight = flights.get(name) ?? take(name, start);
      flight.passengers += 1;
      return new Promise<T>((resolve, reject) => {
        const getOff = (): void => {
          flight.passengers -= 1;
          if (flight.passengers === 0) {
            // Nobody may board a flight that is being cancelled.
            if (flights.get(name) === flight) flights.delete(name);
            flight.controller.abort();
          }
          reject(asError(signal.reason));
        };
        const arrive = <Value>(how: (value: Value) => void, value: Value): void => {
          signal.removeEventListener('abort', getOff);
          how(value);
        };
        signal.addEventListener('abort', getOff, { once: true });
        (flight.result as Promise<T>).then(
          (value) => arrive(resolve, value),
          (error: unknown) => arrive(reject, error),
        );
      });
    },
  };
}
