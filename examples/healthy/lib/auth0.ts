import { Auth0Client } from '@auth0/nextjs-auth0/server';

const DAY = 24 * 60 * 60;

/** Customers. */
export const auth0 = new Auth0Client({
  session: {
    rolling: true,
    absoluteDuration: 30 * DAY,
    // Most people come back about once a week.
    inactivityDuration: 7 * DAY,
  },
});
