import { redirect } from 'next/navigation';
import Link from 'next/link';
import { auth0 } from '@/lib/auth0';
import { listProjects } from '@/lib/projects';

export default async function DashboardPage() {
  const session = await auth0.getSession();
  if (!session) redirect('/auth/login?returnTo=/dashboard');
  const projects = await listProjects();
  return (
    <>
      <h1>Welcome back, {session.user.name}</h1>
      <ul>
        {projects.map(({ slug, name }) => (
          <li key={slug}>
            <Link href={`/dashboard/${slug}`}>{name}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
