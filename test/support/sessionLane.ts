import type { SessionLane } from '../../shared/protocol';

/** A client with the default options, as the server tells of it. */
export function sessionLane(more: Partial<SessionLane> = {}): SessionLane {
  return {
    id: 'a',
    root: '/app',
    app: 'shop',
    file: '/app/lib/auth0.ts',
    line: 6,
    name: 'auth0',
    sdk: '4.30.0',
    cookieName: '__session',
    sharers: [],
    config: { transient: false, stateful: false },
    unknown: [],
    ...more,
  };
}
