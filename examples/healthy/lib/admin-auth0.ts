import { Auth0Client } from '@auth0/nextjs-auth0/server';

/** Back office. Its own application, its own cookies and its own login routes, so that both logins can live side by side. */
export const adminAuth0 = new Auth0Client({
  clientId: process.env.ADMIN_AUTH0_CLIENT_ID,
  clientSecret: process.env.ADMIN_AUTH0_CLIENT_SECRET,
  routes: {
    login: '/admin/auth/login',
    logout: '/admin/auth/logout',
    callback: '/admin/auth/callback',
    profile: '/admin/auth/profile',
    accessToken: '/admin/auth/access-token',
    backChannelLogout: '/admin/auth/backchannel-logout',
    connectAccount: '/admin/auth/connect',
  },
  signInReturnToPath: '/admin',
  transactionCookie: { prefix: '__admin_txn_' },
  session: {
    cookie: { name: '__admin_session' },
    // A shift is at most 12 hours, and nobody leaves the back office open over lunch.
    absoluteDuration: 12 * 60 * 60,
    inactivityDuration: 60 * 60,
  },
});
