import { NextResponse } from 'next/server';
import { auth0 } from '@/lib/auth0';
import { listProjects } from '@/lib/projects';

export async function GET() {
  const session = await auth0.getSession();
  if (!session) return NextResponse.json({ error: 'not signed in' }, { status: 401 });
  return NextResponse.json(await listProjects());
}
