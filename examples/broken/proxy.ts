import { NextResponse, type NextRequest } from 'next/server';
import { adminAuth0 } from '@/lib/admin-auth0';
import { auth0 } from '@/lib/auth0';

export async function proxy(request: NextRequest) {
  const { pathname } = request.nextUrl;

  if (pathname === '/admin' || pathname.startsWith('/admin/')) {
    return adminAuth0.middleware(request);
  }

  const authResponse = await auth0.middleware(request);
  if (pathname.startsWith('/auth/')) {
    return authResponse;
  }

  // Server components cannot see the path: the navigation reads it from this header.
  const requestHeaders = new Headers(request.headers);
  requestHeaders.set('x-pathname', pathname);
  return NextResponse.next({ request: { headers: requestHeaders } });
}

export const config = {
  // Only the signed-in part of the site needs the session.
  matcher: ['/auth/:path*', '/dashboard/:path*', '/admin/:path*'],
};
