/** A clock that the SDK and jose cannot tell from the real one: they read `Date.now()` and `new Date()`. */
const RealDate = Date;
let milliseconds = 0;

class FakeDate extends RealDate {
  constructor(...parts: unknown[]) {
    super(...((parts.length === 0 ? [milliseconds] : parts) as [number]));
  }
  static override now(): number {
    return milliseconds;
  }
}

export function installClock(): void {
  globalThis.Date = FakeDate as DateConstructor;
}

/** Unix seconds, with a fraction. */
export function setClock(seconds: number): void {
  milliseconds = Math.round(seconds * 1000);
}
