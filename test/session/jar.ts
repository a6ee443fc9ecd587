/** A browser's cookie jar as RFC 6265 section 5 describes it, as far as one host needs it. */
interface Stored {
  value: string;
  /** Unix seconds; Infinity for a cookie that lasts until the browser is closed. */
  until: number;
}

export class Jar {
  private readonly cookies = new Map<string, Stored>();

  receive(setCookies: readonly string[], now: number): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const name = pair.slice(0, pair.indexOf('='));
      const stated = expiry(attributes, now);
      // Browsers keep no cookie longer than 400 days: draft RFC 6265bis section 5.5.
      const until = stated === Infinity ? stated : Math.min(stated, now + 400 * 86_400);
      if (until <= now) this.cookies.delete(name);
      else this.cookies.set(name, { value: pair.slice(pair.indexOf('=') + 1), until });
    }
  }

  header(now: number): string {
    return this.list(now)
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  /** When the browser drops the only cookie it holds; undefined when it holds none. */
  until(now: number): number | undefined {
    return this.list(now)[0]?.[1].until;
  }

  value(now: number): string | undefined {
    return this.list(now)[0]?.[1].value;
  }

  closeBrowser(): void {
    for (const [name, { until }] of this.cookies) if (until === Infinity) this.cookies.delete(name);
  }

  private list(now: number): [string, Stored][] {
    return [...this.cookies].filter(([, { until }]) => now < until);
  }
}

function expiry(attributes: readonly string[], now: number): number {
  const read = (name: string) =>
    attributes.find((text) => text.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const maxAge = read('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) {
    return Number(maxAge) <= 0 ? -Infinity : now + Number(maxAge);
  }
  const date = /^\w{3}, \d{2} \w{3} \d{4,6} \d{2}:\d{2}:\d{2} GMT$/.exec(read('expires') ?? '');
  return date === null ? Infinity : Date.parse(date[0]) / 1000;
}
