import { describe, expect, it } from 'vitest';
import { createEngine } from '../../server/engine';
import { hover } from '../../server/features/hover';
import { memoryHost } from '../support/memoryHost';
import { HEALTHY_CLIENT, nextApp } from '../support/nextApp';

async function opened(client: string, more: Record<string, string> = {}) {
  const files = nextApp({ ...more, 'lib/auth0.ts': client }, '/shop/');
  const { apps } = await createEngine({ host: memoryHost(files), roots: ['/shop'], rules: [] }).analyze();
  /** Hover text at the start of `needle`, plus `shift` characters. */
  const hoverIn = (file: string, needle: string, shift = 0): string | null => {
    const at = files[file]?.indexOf(needle) ?? -1;
    if (at < 0) throw new Error(`no ${needle} in ${file}`);
    return hover(apps, file, at + shift)?.markdown ?? null;
  };
  return { hoverIn, hover: hoverIn.bind(null, '/shop/lib/auth0.ts') };
}

const session = (text: string): string =>
  `import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client({ session: ${text} });\n`;

describe('hover', () => {
  it('tells the effective durations, where they come from and when the session ends', async () => {
    const { hover } = await opened(HEALTHY_CLIENT);
    const text = hover('new Auth0Client');
    expect(text).toContain('**Session of `auth0`** (SDK 4.30.0)');
    expect(text).toContain('- `rolling`: **on**, line 5');
    expect(text).toContain('- `absoluteDuration`: **30 days** (2592000 s), line 6');
    expect(text).toContain('- `inactivityDuration`: **7 days** (604800 s), line 7');
    expect(text).toContain(
      'The session ends after 7 days without a request, and 30 days after login at the latest.',
    );
    expect(text).toMatch(/```text\n[^]+\n```$/);
    for (const place of [
      'auth0 = new',
      'session: {',
      'rolling: true',
      'absoluteDuration',
      'inactivityDuration',
    ]) {
      expect(hover(place)).toContain('ends after 7 days without a request');
    }
  });

  it('explains the option under the cursor, on its name and on its value', async () => {
    const { hover } = await opened(HEALTHY_CLIENT);
    expect(hover('inactivityDuration: 60', 22)).toContain('The longest time between two requests');
    expect(hover('absoluteDuration')).toContain('The longest time from login');
    expect(hover('rolling')).toContain('Whether requests');
  });

  it('is silent elsewhere', async () => {
    const { hover, hoverIn } = await opened(HEALTHY_CLIENT);
    expect(hover('import')).toBeNull();
    expect(hoverIn('/shop/app/page.tsx', 'Page')).toBeNull();
  });

  it('names defaults', async () => {
    const { hover } = await opened(session('{ rolling: true }'));
    expect(hover('session')).toContain(
      '- `absoluteDuration`: **3 days** (259200 s), the default of SDK 4.30.0',
    );
  });

  it('follows constants into other files', async () => {
    const time = 'export const DAY = 86_400;\nexport const MONTH = 30 * DAY;\n';
    const { hover } = await opened(
      `import { MONTH } from './time';\n${session('{ absoluteDuration: MONTH }')}`,
      { 'lib/time.ts': time },
    );
    expect(hover('session')).toContain(
      '- `absoluteDuration`: **30 days** (2592000 s), `MONTH` in `lib/time.ts`, line 2',
    );
  });

  it('lists alternatives', async () => {
    const { hover } = await opened(session('{ absoluteDuration: Math.random() > 0.5 ? 3600 : 7200 }'));
    const text = hover('session');
    expect(text).toContain('- `absoluteDuration`: **1 hour** (3600 s) or **2 hours** (7200 s), line 2');
    expect(text).toContain('depends on which value of `absoluteDuration` is used');
  });

  it('names the environment variable that decides, never its value', async () => {
    const { hover } = await opened(session('{ absoluteDuration: Number(process.env.SESSION_SECONDS) }'), {
      '.env': 'SESSION_SECONDS=424242\n',
    });
    const text = hover('session');
    expect(text).toContain('a value from the environment variable `SESSION_SECONDS`');
    expect(text).toContain(
      'When the session ends is decided at run time, by the environment variable `SESSION_SECONDS`.',
    );
    expect(text).not.toContain('424242');
    expect(text).not.toContain('```');
  });

  it('says when a limit never comes into effect', async () => {
    const { hover } = await opened(session('{ inactivityDuration: 604800 }'));
    expect(hover('session')).toContain('The session ends 3 days after login, whatever the activity.');
  });

  it('says what ends a session that does not roll', async () => {
    const { hover } = await opened(session('{ rolling: false, absoluteDuration: 3600 }'));
    const text = hover('session');
    expect(text).toContain('The session ends 1 hour after login, or after the last save');
  });

  it('says that closing the browser ends a transient session', async () => {
    const { hover } = await opened(session('{ cookie: { transient: true } }'));
    expect(hover('session')).toContain('Closing the browser ends it earlier.');
  });

  it('says when nobody can stay signed in', async () => {
    const { hover } = await opened(session('{ absoluteDuration: 0 }'));
    const text = hover('session');
    expect(text).toContain('Nobody can stay signed in');
    expect(text).not.toContain('```');
  });

  it('keeps code from becoming markup', async () => {
    const { hover } = await opened(session('{ absoluteDuration: read(`<img src=x>[a](command:b)`) }'));
    const text = hover('session');
    expect(text).toContain('`` read(`<img src=x>[a](command:b)`) ``');
    // Outside of code spans nothing of it is left.
    expect(text?.replace(/`{2}[^]*?`{2}|`[^`]*`/g, '')).not.toMatch(/[<\]]/);
  });
});
